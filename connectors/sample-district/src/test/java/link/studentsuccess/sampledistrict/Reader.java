package link.studentsuccess.sampledistrict;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain OneRoster client that holds one token. */
final class Reader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final SampleDistrict district;
    private String token = "none";

    Reader(SampleDistrict district) {
        this.district = district;
    }

    static Reader signedIn(SampleDistrict district) throws IOException, InterruptedException {
        var reader = new Reader(district);
        reader.signIn();
        return reader;
    }

    void signIn() throws IOException, InterruptedException {
        token = json(askToken(district.clientSecret(), "")).path("access_token").asString();
    }

    void signInFor(String scope) throws IOException, InterruptedException {
        token = json(askToken(district.clientSecret(), "&scope=" + scope))
                .path("access_token")
                .asString();
    }

    HttpResponse<String> askToken(String secret, String more) throws IOException, InterruptedException {
        var form = "grant_type=client_credentials&client_id=" + district.clientId() + "&client_secret=" + secret + more;
        return http.send(
                HttpRequest.newBuilder(district.tokenAddress())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return get(district.oneRosterBase(), pathAndQuery);
    }

    HttpResponse<String> gradebook(String pathAndQuery) throws IOException, InterruptedException {
        return get(district.gradebookBase(), pathAndQuery);
    }

    private HttpResponse<String> get(URI base, String pathAndQuery) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + pathAndQuery))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .build());
    }

    List<JsonNode> page(String pathAndQuery, String envelope) throws IOException, InterruptedException {
        return json(get(pathAndQuery)).path(envelope).valueStream().toList();
    }

    /** Reads until a page is short. */
    List<String> ids(String path, String envelope, int limit) throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        var size = limit;
        while (size == limit) {
            var page = page(
                    path + (path.contains("?") ? "&" : "?") + "limit=" + limit + "&offset=" + ids.size(), envelope);
            page.forEach(node -> ids.add(node.path("sourcedId").asString()));
            size = page.size();
        }
        return ids;
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
