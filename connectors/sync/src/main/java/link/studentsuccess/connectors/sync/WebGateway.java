package link.studentsuccess.connectors.sync;

import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The way of one feed to its district's web service: only to the hosts its settings name, one answer at a time. */
final class WebGateway implements HttpGateway {

    private final Client client;
    private final UUID feed;
    private final Settings settings;
    private final Set<String> origins;

    WebGateway(Client client, UUID feed, Settings settings) {
        this.client = client;
        this.feed = feed;
        this.settings = settings;
        this.origins = origins(settings);
    }

    @Override
    public Response get(URI address, Credentials credentials) {
        checkAllowed(address);
        if (!(credentials instanceof ClientCredentials account)) {
            return okOrProblem(client.exchange(client.web().get().uri(address)));
        }
        var answer = get(address, token(account, null));
        if (answer.status() == 401) {
            var spent = client.tokens.get(new TokenKey(feed, account.tokenAddress(), account.clientId()));
            answer = get(address, token(account, spent));
        }
        return okOrProblem(answer);
    }

    private Response get(URI address, String token) {
        return client.exchange(client.web().get().uri(address).headers(h -> h.setBearerAuth(token)));
    }

    /** The feed's token, from the cache unless it is spent. */
    private String token(ClientCredentials account, @Nullable Token spent) {
        var key = new TokenKey(feed, account.tokenAddress(), account.clientId());
        var token = client.tokens.get(key);
        if (token == null || token.equals(spent) || !token.expires().isAfter(client.clock.instant())) {
            token = fetchToken(account);
            client.tokens.put(key, token);
        }
        return token.value();
    }

    private Token fetchToken(ClientCredentials account) {
        checkAllowed(account.tokenAddress());
        var secret = client.outside.secrets().apply(settings.text(account.secretSetting()));
        var form = "grant_type=client_credentials"
                + (account.scopes().isEmpty() ? "" : "&scope=" + encode(String.join(" ", account.scopes())));
        var basic = Base64.getEncoder()
                .encodeToString(
                        (encode(account.clientId()) + ":" + encode(secret)).getBytes(StandardCharsets.US_ASCII));
        var answer = client.exchange(client.web()
                .post()
                .uri(account.tokenAddress())
                .header(HttpHeaders.AUTHORIZATION, "Basic " + basic)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(form));
        if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
            throw new AuthProblem("The source refused the sign-in: check the client id and secret with the district.");
        }
        return tokenIn(okOrProblem(answer));
    }

    private Token tokenIn(Response answer) {
        try {
            var json = client.json.readTree(answer.body());
            var value = json.path("access_token").asString("");
            if (value.isEmpty()) {
                throw new SourceDefect("The source's sign-in answered without a token.");
            }
            var seconds = json.path("expires_in").asLong(300);
            // Renewed a little early, so that it does not expire on its way.
            return new Token(
                    value, client.clock.instant().plusSeconds(Math.max(1, seconds - Math.min(30, seconds / 10))));
        } catch (JacksonException e) {
            throw new SourceDefect("The source's sign-in answered something that is not JSON.");
        }
    }

    private Response okOrProblem(Response answer) {
        var status = answer.status();
        if (status >= 200 && status < 300) {
            return answer;
        }
        throw problem(answer);
    }

    private ConnectorProblem problem(Response answer) {
        var status = answer.status();
        if (status == 401) {
            return new AuthProblem(
                    "The source refused a new token: ask the district whether the account is still valid.");
        }
        if (status == 403) {
            return new PermissionProblem("The account may not read this: ask the district to allow it.");
        }
        if (status == 429) {
            return new RateLimited("The source asks for a pause.", retryAt(answer.header("retry-after")));
        }
        if (status == 408 || status >= 500) {
            return new TransientProblem("The source answered with status " + status + ".", null);
        }
        return new SourceDefect("The source answered with status " + status + ".", status);
    }

    private @Nullable Instant retryAt(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return value.strip().matches("\\d{1,9}")
                    ? client.clock.instant().plusSeconds(Long.parseLong(value.strip()))
                    : ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void checkAllowed(URI address) {
        if (address.getHost() == null || address.getUserInfo() != null || !origins.contains(origin(address))) {
            throw new SourceDefect("The source pointed to an address outside the feed's settings.");
        }
        client.checkAllowed(address);
    }

    private static Set<String> origins(Settings settings) {
        var origins = new HashSet<String>();
        for (var value : settings.values().values()) {
            if (value.startsWith("https://") || value.startsWith("http://")) {
                try {
                    origins.add(origin(URI.create(value)));
                } catch (IllegalArgumentException e) {
                    throw new ConfigProblem("A setting holds an address that cannot be read.");
                }
            }
        }
        return Set.copyOf(origins);
    }

    private static String origin(URI address) {
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        var port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record TokenKey(UUID feed, URI address, String clientId) {}

    private record Token(String value, Instant expires) {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** What all feeds share: connections, tokens, bounds. */
    static final class Client implements AutoCloseable {

        private static final int LARGEST_BODY = 32 * 1024 * 1024;
        private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);
        private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
        private static final int CONNECT_WITHIN_MILLIS = 10_000;

        private final SyncOptions.Outside outside;
        private final Clock clock;
        private final Map<TokenKey, Token> tokens = new ConcurrentHashMap<>();
        private final JsonMapper json = new JsonMapper();
        private @Nullable ConnectionProvider connections;
        private @Nullable WebClient web;

        Client(SyncOptions.Outside outside, Clock clock) {
            this.outside = outside;
            this.clock = clock;
        }

        /** Made at the first request: its classes take seconds to load, and file feeds need none of them. */
        private synchronized WebClient web() {
            if (web == null) {
                connections = ConnectionProvider.builder("sync")
                        .maxConnections(32)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build();
                web = web(connections);
            }
            return web;
        }

        private WebClient web(ConnectionProvider provider) {
            var http = HttpClient.create(provider)
                    .followRedirect(false)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_WITHIN_MILLIS)
                    .responseTimeout(ANSWER_WITHIN)
                    .resolvedAddressesSelector((config, resolved) ->
                            resolved.stream().filter(a -> isAllowed(a)).toList());
            return WebClient.builder()
                    .clientConnector(new ReactorClientHttpConnector(http))
                    .codecs(c -> c.defaultCodecs().maxInMemorySize(LARGEST_BODY))
                    .build();
        }

        private boolean isAllowed(Object address) {
            return address instanceof InetSocketAddress socket
                    && socket.getAddress() != null
                    && outside.allows(socket.getAddress());
        }

        /** A numeric address is never resolved, so it is checked here; a name is checked when it is resolved. */
        private void checkAllowed(URI address) {
            var host = String.valueOf(address.getHost());
            var numeric = host.startsWith("[") || host.matches("[0-9.]+");
            try {
                if (numeric && !outside.allows(InetAddress.getByName(host))) {
                    throw new ConfigProblem(
                            "The feed's address is a private one: this deployment does not allow that.");
                }
                var plain = "http".equalsIgnoreCase(address.getScheme());
                if (plain && !(outside.loopback() && (host.equals("localhost") || isLoopback(host, numeric)))) {
                    throw new ConfigProblem("The feed's address must begin with https://.");
                }
            } catch (UnknownHostException e) {
                throw new ConfigProblem("The feed's address cannot be read.");
            }
        }

        private static boolean isLoopback(String host, boolean numeric) throws UnknownHostException {
            return numeric && InetAddress.getByName(host).isLoopbackAddress();
        }

        private Response exchange(WebClient.RequestHeadersSpec<?> request) {
            try {
                var answer = request.exchangeToMono(Client::read)
                        .timeout(WHOLE_WITHIN)
                        .block();
                if (answer == null) {
                    throw new TransientProblem("The source gave no answer.", null);
                }
                return answer;
            } catch (ConnectorProblem e) {
                throw e;
            } catch (RuntimeException e) {
                throw problem(e);
            }
        }

        private static Mono<Response> read(ClientResponse response) {
            var headers = new HashMap<String, List<String>>();
            response.headers()
                    .asHttpHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            return response.bodyToMono(byte[].class)
                    .defaultIfEmpty(new byte[0])
                    .map(body -> new Response(response.statusCode().value(), headers, body));
        }

        /** The causes' own messages may quote the address with its query, so only the root cause stays. */
        private static RuntimeException problem(RuntimeException failure) {
            for (Throwable cause = Exceptions.unwrap(failure); cause != null; cause = cause.getCause()) {
                if (cause instanceof DataBufferLimitException) {
                    return new SourceDefect("The source's answer is larger than allowed.");
                }
                if (cause instanceof UnknownHostException) {
                    return new TransientProblem("The source's host name cannot be resolved.", null);
                }
                if (cause instanceof IOException || cause instanceof TimeoutException) {
                    return new TransientProblem(
                            "The way to the source failed: " + cause.getClass().getSimpleName() + ".", null);
                }
            }
            return failure;
        }

        @Override
        public synchronized void close() {
            if (connections != null) {
                connections.dispose();
            }
        }
    }
}
