package link.studentsuccess.compose;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs in as a browser does with the dashboard in it: the authorization code flow with PKCE through the pages that
 * Keycloak really shows, forms, cookies and redirects included.
 */
final class Browser {

    private static final int MOST_PAGES = 8;
    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final Pattern INPUT = Pattern.compile("<input[^>]*\\sname=\"([^\"]+)\"");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String issuer;
    private final String client;
    private final String origin;
    private final String verifier;
    private final Map<String, String> cookies = new HashMap<>();

    /** The origin is the address in the browser's bar. */
    Browser(String issuer, String client, String origin) {
        this.issuer = issuer;
        this.client = client;
        this.origin = origin;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.verifier = BASE64.encodeToString(random);
    }

    /** Fills whatever forms come with the words by field name, and returns what the token endpoint gives. */
    JsonNode signIn(String scope, Map<String, String> words) {
        var response = go(Http.to(
                authorization(Map.of("scope", scope, "code_challenge", challenge(), "code_challenge_method", "S256"))));
        for (var page = 0; page < MOST_PAGES; page++) {
            var location = response.headers().firstValue("Location").orElse("");
            if (location.startsWith(origin)) {
                return tokens(query(location).getOrDefault("code", ""));
            }
            response = go(location.isEmpty() ? submit(response, words) : Http.to(location));
        }
        throw new IllegalStateException("Keycloak does not lead back to the dashboard");
    }

    /** Where Keycloak sends a browser whose dashboard has these parameters in its request. */
    HttpResponse<String> ask(Map<String, String> parameters) {
        return go(Http.to(authorization(parameters)));
    }

    private String authorization(Map<String, String> parameters) {
        var all = new LinkedHashMap<>(Map.of(
                "client_id", client, "response_type", "code", "redirect_uri", origin + "/signed-in", "state", "there"));
        all.putAll(parameters);
        return issuer + "/protocol/openid-connect/auth?" + Http.encoded(all);
    }

    private String challenge() {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder submit(HttpResponse<String> page, Map<String, String> words) {
        var form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IllegalStateException("Keycloak shows no form, but answers " + page.statusCode());
        }
        var fields = new LinkedHashMap<String, String>();
        INPUT.matcher(page.body()).results().forEach(input -> fields.put(input.group(1), ""));
        fields.replaceAll((name, empty) -> words.getOrDefault(name, ""));
        return Http.form(form.group(1).replace("&amp;", "&"), fields);
    }

    private JsonNode tokens(String code) {
        var response = Http.send(Http.form(
                        issuer + "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", client,
                                "redirect_uri", origin + "/signed-in",
                                "code", code,
                                "code_verifier", verifier))
                .header("Origin", origin));
        // Without it the dashboard's script could not read the answer.
        if (!response.headers()
                .firstValue("Access-Control-Allow-Origin")
                .orElse("")
                .equals(origin)) {
            throw new IllegalStateException("The token endpoint does not answer scripts of " + origin);
        }
        return JsonMapper.shared().readTree(response.body());
    }

    static Map<String, String> query(String address) {
        var parameters = new HashMap<String, String>();
        for (var pair : URI.create(address).getQuery().split("&", 0)) {
            var equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return parameters;
    }

    private HttpResponse<String> go(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        var response = Http.send(request);
        // Browsers keep secure cookies of this machine without TLS too, which Java's own jar does not.
        for (var cookie : response.headers().allValues("Set-Cookie")) {
            var pair = cookie.substring(0, (cookie + ";").indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return response;
    }
}
