package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.HttpGateway;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A plain gateway to a source on this machine, with the sign-in and the meaning of statuses the contract names. */
public final class LoopbackHttpGateway implements HttpGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonMapper json = new JsonMapper();
    private final Map<ClientCredentials, String> tokens = new ConcurrentHashMap<>();
    private final UnaryOperator<String> secretBySetting;
    private final Clock clock;

    public LoopbackHttpGateway(UnaryOperator<String> secretBySetting, Clock clock) {
        this.secretBySetting = secretBySetting;
        this.clock = clock;
    }

    @Override
    public Response get(URI address, Credentials credentials) {
        requireLoopback(address);
        if (!(credentials instanceof ClientCredentials account)) {
            return answer(send(request(address, null)));
        }
        var answer = send(request(address, tokens.computeIfAbsent(account, this::signIn)));
        if (answer.statusCode() == 401) {
            var renewed = signIn(account);
            tokens.put(account, renewed);
            answer = send(request(address, renewed));
        }
        return answer(answer);
    }

    private Response answer(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw Answers.problem(answer.statusCode(), answer.headers().map(), clock);
        }
        return new Response(answer.statusCode(), answer.headers().map(), answer.body());
    }

    private String signIn(ClientCredentials account) {
        requireLoopback(account.tokenAddress());
        var pair = encode(account.clientId()) + ":" + encode(secretBySetting.apply(account.secretSetting()));
        var form = "grant_type=client_credentials&scope=" + encode(String.join(" ", account.scopes()));
        var answer = send(HttpRequest.newBuilder(account.tokenAddress())
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        if (answer.statusCode() / 100 == 4 && answer.statusCode() != 429) {
            throw new AuthProblem("The source refuses the sign-in: check client ID, secret and scopes.");
        }
        try {
            return json.readTree(answer(answer).body()).required("access_token").asString();
        } catch (JacksonException e) {
            throw new AuthProblem("The token address does not answer with a token: check it.");
        }
    }

    private static HttpRequest request(URI address, @Nullable String token) {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).header("Accept", "application/json");
        return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new TransientProblem("The source cannot be reached.", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientProblem("The read was interrupted.", null);
        }
    }

    private static void requireLoopback(URI address) {
        if (!"127.0.0.1".equals(address.getHost()) && !"localhost".equals(address.getHost())) {
            throw new ConfigProblem("The address is not on this machine, and tests go nowhere else.");
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
