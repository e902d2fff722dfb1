package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import link.studentsuccess.api.changes.Streams;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites: none may ask, unless the operator has named it for this address. */
class CrossOriginTests {

    private static final String NAMED = "https://partner.example";
    private static final String QUERY = "{\"query\":\"{ viewer { role } }\"}";
    private static final String SUBSCRIPTION = "{\"query\":\"subscription { caseloadChanges { __typename } }\"}";

    private final DemoWorld world = Worlds.pulled();

    @ParameterizedTest(name = "attack 130: a page of {0}")
    @ValueSource(
            strings = {
                "https://elsewhere.example",
                "null",
                "http://harborlights.localhost:8080",
                "https://soundreach.localhost.evil.example",
                "https://soundreach.localhost",
                "*",
                "https://partner.example.evil.example",
                "http://partner.example"
            })
    void whoIsNotNamedIsRefusedThoughTheTokenIsGood(String origin) {
        var asked = Ask.send(question("soundreach.localhost", origin));
        var before = Ask.send(preFlight("soundreach.localhost", origin, "POST", "authorization,content-type"));

        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).isEmpty();
        assertThat(before.statusCode()).isEqualTo(403);
        assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(before.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        // … and the same question without a page around it is answered.
        assertThat(Ask.as(Person.MARIA).data("{ viewer { role } }").toString()).contains("CASE_WORKER");
    }

    @Test
    @DisplayName("attack 130: who is named for one address is answered there, without credentials, and at no other")
    void whoIsNamedIsAnsweredAtThatAddressAlone() {
        var asked = Ask.send(question("soundreach.localhost", NAMED));
        var elsewhere = Ask.send(preFlight("harborlights.localhost", NAMED, "POST", "authorization,content-type"));

        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("CASE_WORKER");
        assertThat(header(asked, "Access-Control-Allow-Origin")).isEqualTo(NAMED);
        assertThat(header(asked, "Vary")).contains("Origin");
        assertThat(header(asked, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }

    @Test
    void theDashboardsOwnPageIsNoOther() {
        for (var scheme : new String[] {"http", "https"}) { // behind a proxy the browser's is another
            var own = scheme + "://soundreach.localhost:" + world.apiPort();

            var asked = Ask.send(question("soundreach.localhost", own));

            assertThat(asked.statusCode()).as(own).isEqualTo(200);
            assertThat(header(asked, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @ParameterizedTest(name = "attack 139: a pre-flight for {1} with {2} from {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://partner.example   | POST   | authorization,content-type | 204",
                "https://partner.example   | GET    | authorization              | 204",
                "https://partner.example   | DELETE | authorization              | 403",
                "https://partner.example   | PUT    | authorization              | 403",
                "https://partner.example   | POST   | x-forwarded-host           | 403",
                "https://elsewhere.example | POST   | authorization              | 403"
            })
    void aPreFlightOpensNothingMore(String origin, String method, String headers, int status) {
        var answer = Ask.send(preFlight("soundreach.localhost", origin, method, headers));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        if (status == 204) {
            assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET,POST");
            assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
            assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("600");
        }
    }

    /** What looks like a pre-flight but asks: it is one, or it is nothing. */
    @Test
    @DisplayName("attack 139: a question does not pass as a pre-flight")
    void aQuestionIsNoPreFlight() {
        var asked = Ask.send(question("soundreach.localhost", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST"));
        var withBody = Ask.send(preFlight("soundreach.localhost", NAMED, "POST", "authorization")
                .header("Content-Type", "application/json")
                .method("OPTIONS", BodyPublishers.ofString(QUERY)));

        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(withBody.body()).isEmpty();
    }

    /** A stream is a request like any other, with a token of its own; a socket would take whatever the browser adds. */
    @Test
    @DisplayName("attack 165: a page of another site opens no stream, and there is no socket to take over")
    void noStreamForAnotherSite() throws IOException {
        var streams = world.bean(Streams.class);
        var open = streams.open();
        for (var origin : new String[] {"https://elsewhere.example", "null", "https://partner.example.evil.example"}) {
            var answer = Ask.send(question("soundreach.localhost", origin)
                    .setHeader("Accept", "text/event-stream")
                    .POST(BodyPublishers.ofString(SUBSCRIPTION)));

            assertThat(answer.statusCode()).as(origin).isEqualTo(403);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
        }
        for (var origin :
                new String[] {"https://elsewhere.example", "http://soundreach.localhost:" + world.apiPort()}) {
            for (var path : new String[] {"/graphql", "/subscriptions", "/"}) {
                assertThat(Wire.exchange(world.apiPort(), socket(path, origin)))
                        .as(path + " for " + origin)
                        .startsWith("HTTP/1.1 ")
                        .doesNotStartWith("HTTP/1.1 101")
                        .doesNotContain("Sec-WebSocket-Accept", "sec-websocket-accept");
            }
        }
        assertThat(streams.open()).isLessThanOrEqualTo(open);

        // … and the same stream is there for who asks from no other site.
        try (var events = Ask.as(Person.MARIA).stream("subscription { caseloadChanges { __typename } }")
                .body()) {
            assertThat(events.read()).isEqualTo(':');
        }
    }

    private String socket(String path, String origin) {
        return "GET " + path + " HTTP/1.1\r\nHost: soundreach.localhost:" + world.apiPort() + "\r\nOrigin: " + origin
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + world.signIn().token(Person.MARIA)
                + "\r\n\r\n";
    }

    private HttpRequest.Builder question(String host, String origin) {
        return Ask.as(Person.MARIA)
                .at(host)
                .request()
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(QUERY));
    }

    private HttpRequest.Builder preFlight(String host, String origin, String method, String headers) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + "/graphql"))
                .header("Host", host + ":" + world.apiPort())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
