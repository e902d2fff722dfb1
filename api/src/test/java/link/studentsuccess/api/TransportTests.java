package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a request is carried, it is answered in one way or not at all. */
class TransportTests {

    private static final String HOST = Place.SOUND_REACH.host();
    private static final String QUERY = "{\"query\":\"{viewer{givenName}}\"}";
    private static final String ANSWER = "{\"data\":{\"viewer\":{\"givenName\":\"Maria\"}}}";

    private final DemoWorld world = Worlds.pulled();
    private final Ask maria = Ask.as(Person.MARIA);

    @ParameterizedTest(name = "attack {0}: a body as ''{1}''")
    @CsvSource(
            delimiter = '|',
            value = {
                "128 | text/plain",
                "128 | text/json",
                "128 | application/x-www-form-urlencoded",
                "128 | multipart/form-data; boundary=x",
                "128 | application/json-patch+json",
                "128 | application/*",
                "128 | */*",
                "128 | json",
                "129 | application/json; charset=utf-16",
                "129 | application/json; charset=utf-7",
                "129 | application/json; charset=iso-8859-1",
                "129 | application/json; charset=nonsense",
                "136 | application/graphql",
                "136 | application/graphql+json",
                "136 | application/graphql-response+json"
            })
    void otherTypesAreNotTaken(int attack, String type) {
        assertThat(maria.post(QUERY, type).statusCode()).isEqualTo(415);
    }

    @Test
    @DisplayName("attack 128: a body without a type is not taken")
    void aTypeIsNeeded() {
        assertThat(Ask.send(maria.request().POST(BodyPublishers.ofString(QUERY)))
                        .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest(name = "attack 129: JSON that is not UTF-8 but {0}")
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void otherEncodingsAreNotGuessed(String encoding) {
        var body = BodyPublishers.ofByteArray(QUERY.getBytes(Charset.forName(encoding)));

        assertThat(Ask.send(json(body)).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("attack 129: a byte order mark or broken UTF-8 is refused")
    void bytesOfUtf8() {
        var broken =
                ("{\"query\":\"{viewer{givenName}} #" + (char) 0xC3 + "(\"}").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Ask.send(json(BodyPublishers.ofString("\ufeff" + QUERY))).statusCode())
                .isEqualTo(400);
        assertThat(Ask.send(json(BodyPublishers.ofByteArray(broken))).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest(name = "attack 130: a page of {0} may neither ask nor read")
    @ValueSource(strings = {"https://evil.example", "null", "http://harborlights.localhost"})
    void otherSitesAreNotLetIn(String origin) {
        var asked = Ask.send(json(BodyPublishers.ofString(QUERY)).header("Origin", origin));
        var preflight = Ask.send(maria.request()
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));

        assertThat(preflight.statusCode()).isEqualTo(403);
        for (var answer : List.of(asked, preflight)) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
        }
    }

    @ParameterizedTest(name = "attack {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "131 | [{\"query\":\"{viewer{givenName}}\"}]",
                "131 | []",
                "132 | {\"query\":\"{viewer{role}}\",\"query\":\"{viewer{givenName}}\"}",
                "132 | {\"query\":\"{viewer{role}}\",\"qu\\u0065ry\":\"{viewer{givenName}}\"}",
                "132 | {\"query\":\"{viewer{role}}\",\"variables\":{\"a\":1},\"variables\":{\"a\":2}}",
                "132 | {\"query\":\"{viewer{role}}\",\"variables\":{\"a\":1,\"a\":2}}",
                "132 | {\"query\":\"{viewer{role}}\",\"variables\":{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}}}",
                "133 | {\"query\":1}",
                "133 | {\"query\":1.5}",
                "133 | {\"query\":true}",
                "133 | {\"query\":null}",
                "133 | {\"query\":[\"{viewer{role}}\"]}",
                "133 | {\"query\":{\"a\":1}}",
                "133 | {\"query\":\"{viewer{role}}\",\"operationName\":1}",
                "133 | {\"query\":\"{viewer{role}}\",\"operationName\":[\"A\"]}",
                "133 | {\"query\":\"{viewer{role}}\",\"variables\":\"{}\"}",
                "133 | {\"query\":\"{viewer{role}}\",\"variables\":[]}",
                "133 | {\"query\":\"{viewer{role}}\",\"variables\":1}",
                "133 | {\"query\":\"{viewer{role}}\",\"extensions\":[]}",
                "142 | `  `",
                "142 | ``",
                "142 | null",
                "142 | {}",
                "142 | {\"query\":\"{viewer{role}}\"} {}",
                "142 | {'query':'{viewer{role}}'}",
                "142 | {\"query\":\"{viewer{role}}\",}"
            })
    void bodyIsOneRequestAndNothingElse(int attack, String body) {
        var response = maria.post(body == null ? "" : body, "application/json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Maria", "CASE_WORKER", "xception");
    }

    @ParameterizedTest(name = "attack 137: {0}: {1} changes nothing")
    @CsvSource({
        "X-HTTP-Method-Override, GET",
        "X-HTTP-Method, DELETE",
        "X-Method-Override, PUT",
        "X-HTTP-Method-Override, POST"
    })
    void methodIsTheOneOfTheRequest(String header, String method) {
        assertThat(Ask.send(json(BodyPublishers.ofString(QUERY)).header(header, method))
                        .body())
                .isEqualTo(ANSWER);
        assertThat(Ask.send(maria.request().GET().header(header, method)).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest(name = "attack 138: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two hosts                          | Host: {host}\\r\\nHost: harborlights.localhost\\r\\nContent-Length: {length}",
                "the same host twice                | Host: {host}\\r\\nHost: {host}\\r\\nContent-Length: {length}",
                "two hosts in one                   | Host: {host}, harborlights.localhost\\r\\nContent-Length: {length}",
                "no host                            | Content-Length: {length}",
                "a host with a name in front        | Host: x@{host}\\r\\nContent-Length: {length}",
                "a host with a path                 | Host: {host}/x\\r\\nContent-Length: {length}",
                "two lengths                        | Host: {host}\\r\\nContent-Length: {length}\\r\\nContent-Length: 3",
                "two lengths in one                 | Host: {host}\\r\\nContent-Length: {length}, 3",
                "a length with a sign               | Host: {host}\\r\\nContent-Length: +{length}",
                "a negative length                  | Host: {host}\\r\\nContent-Length: -1",
                "a space before the colon           | Host: {host}\\r\\nContent-Length : {length}",
                "chunks of another name             | Host: {host}\\r\\nTransfer-Encoding: xchunked\\r\\nContent-Length: {length}",
                "chunks, and then something else    | Host: {host}\\r\\nTransfer-Encoding: chunked, identity"
            })
    void ambiguousRequestIsRefused(String what, String headers) {
        var request = "POST /graphql HTTP/1.1\r\n"
                + headers.replace("\\r\\n", "\r\n")
                        .replace("{host}", HOST)
                        .replace("{length}", Integer.toString(QUERY.length()))
                + "\r\n" + others() + "\r\n" + QUERY;

        var answer = Wire.exchange(world.apiPort(), request);

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Maria", "Bea");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as("answers").hasSize(2);
    }

    @Test
    @DisplayName("attack 138: of a length and chunks no second request is made")
    void noRequestHidesInAnother() {
        var smuggled = "POST /graphql HTTP/1.1\r\nHost: " + HOST + "\r\n" + others() + "Content-Length: "
                + QUERY.length() + "\r\n\r\n" + QUERY;
        var body = Integer.toHexString(QUERY.length()) + "\r\n" + QUERY + "\r\n0\r\n\r\n" + smuggled;

        var answer = Wire.exchange(
                world.apiPort(),
                "POST /graphql HTTP/1.1\r\nHost: " + HOST + "\r\n" + others() + "Content-Length: " + body.length()
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("attack 138: a whole URL is the same place, if it is this host's")
    void absoluteUrl() {
        assertThat(Wire.exchange(world.apiPort(), request("http://" + HOST + "/graphql", "")))
                .contains("200 OK", ANSWER);
        for (var other : List.of("http://harborlights.localhost/graphql", "http://operator.localhost/graphql")) {
            assertThat(Wire.exchange(world.apiPort(), request(other, ""))).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    @DisplayName("attack 138: no other protocol is taken up")
    void noUpgrade() {
        var h2c = request("/graphql", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n");
        var webSocket = request(
                "/graphql",
                "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");

        assertThat(Wire.exchange(world.apiPort(), h2c)).doesNotContain("HTTP/1.1 101");
        assertThat(Wire.exchange(world.apiPort(), webSocket)).doesNotContain("HTTP/1.1 101");
        assertThat(Wire.exchange(world.apiPort(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                .doesNotContain("\0");
    }

    @Test
    @DisplayName("attack 139: a preflight carries out nothing, signed in or not")
    void preflightCarriesOutNothing() {
        var mutation =
                "{\"query\":\"mutation Preflight { revokeConsent(input: {consentId: \\\"x\\\"}) { errors { code } } }\"}";
        for (var who : List.of(maria, Ask.with("", HOST))) {
            var answer = Ask.send(who.request()
                    .header("Content-Type", "application/json")
                    .header("Origin", "http://" + HOST)
                    .header("Access-Control-Request-Method", "POST")
                    .method("OPTIONS", BodyPublishers.ofString(mutation)));

            assertThat(answer.statusCode()).isEqualTo(403);
        }
        assertThat(Worlds.truth(world, "select id from ledger.request where operation = 'Preflight'"))
                .isEmpty();
    }

    @ParameterizedTest(name = "attack 140: {0} is no way around")
    @ValueSource(
            strings = {
                "/graphql/",
                "//graphql",
                "/graphql//",
                "/graphql;a=b",
                "/;a=b/graphql",
                "/GraphQL",
                "/%67raphql",
                "/graphql%2f",
                "/graphql%2F..%2Fgraphql",
                "/./graphql",
                "/x/../graphql",
                "/x/%2e%2e/graphql",
                "/x/..;/graphql",
                "/graphql%00",
                "/graphql%0a",
                "/graphql.json",
                "/graphql?x=/graphql",
                "/graphql\\",
                "/files/../graphql"
            })
    void noSpellingOfThePathIsOpen(String path) {
        var anonymous = Wire.exchange(
                world.apiPort(),
                "POST " + path + " HTTP/1.1\r\nHost: " + HOST
                        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + QUERY.length()
                        + "\r\n\r\n" + QUERY);
        var stream = Wire.exchange(world.apiPort(), request(path, "Accept: text/event-stream\r\n"));
        var get = Wire.exchange(
                world.apiPort(), "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n");

        assertThat(anonymous).startsWith("HTTP/1.1 4").doesNotContain("\"data\"");
        // A query is no stream at whichever spelling: the same rules, or no such place.
        assertThat(stream).startsWith("HTTP/1.1 4").doesNotContain("Maria");
        // Where it is another place than the API, a browser may get the dashboard's page there.
        assertThat(get).doesNotContain("\"data\"").containsPattern("^HTTP/1.1 (4|200 OK[\\s\\S]*<!doctype html>)");
    }

    @ParameterizedTest(name = "attack 141: there is no {0}")
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/beans",
                "/actuator/mappings",
                "/actuator/loggers",
                "/actuator/prometheus",
                "/actuator/shutdown",
                "/actuator/%65nv",
                "/actuator//env",
                "/actuator/health/../env",
                "/graphql/schema",
                "/graphiql.html",
                "/h2-console",
                "/swagger-ui.html",
                "/v3/api-docs",
                "/.git/config",
                "/.env",
                "/application.yml",
                "/META-INF/MANIFEST.MF",
                "/..%2fapplication.yml"
            })
    void nothingOfTheInsidesIsServed(String path) {
        var answer = Wire.exchange(
                world.apiPort(),
                "GET " + path + " HTTP/1.1\r\nHost: " + HOST
                        + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("type Query", "link:", "_links");
    }

    @Test
    @DisplayName("attack 141: health says up or down and nothing else")
    void healthTellsNothing() {
        var answer = Ask.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + "/actuator/health")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Ask.json(answer).at("/status").asString()).isEqualTo("UP");
        assertThat(answer.body()).doesNotContain("details", "components", "PostgreSQL", "jdbc");
    }

    private String request(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n" + headers + others() + "Content-Length: "
                + QUERY.length() + "\r\n\r\n" + QUERY;
    }

    private String others() {
        return "Authorization: Bearer " + world.signIn().token(Person.MARIA)
                + "\r\nContent-Type: application/json\r\nConnection: close\r\n";
    }

    private HttpRequest.Builder json(HttpRequest.BodyPublisher body) {
        return maria.request().header("Content-Type", "application/json").POST(body);
    }
}
