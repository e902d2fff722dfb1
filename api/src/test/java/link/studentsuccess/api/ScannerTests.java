package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What scanners of GraphQL services look for first, by the checks that graphql-cop makes: none of it is found. */
class ScannerTests {

    private final DemoWorld world = Worlds.pulled();
    private final Ask maria = Ask.as(Person.MARIA);

    @Test
    @DisplayName("attack 144, graphql-cop 1: a hundred and one aliases are refused")
    void aliasOverloading() {
        var aliases = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> "alias" + i + ":__typename")
                .collect(Collectors.joining(" "));

        assertRefused("query cop { " + aliases + " }", "more than 30 aliases");
    }

    @Test
    @DisplayName("attack 131, graphql-cop 2: a batch of queries is refused")
    void batchQueries() {
        var batch = IntStream.range(0, 10)
                .mapToObj(i -> "{\"query\":\"query cop { __typename }\"}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(maria.post(batch, "application/json").statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("attack 146, graphql-cop 3: repeated directives are refused, without an error for each")
    void directiveOverloading() {
        var ten = maria.answer("query cop { __typename " + "@aa".repeat(10) + " }", Map.of());
        var many = maria.answer("query cop { __typename " + "@aa".repeat(500) + " }", Map.of());

        assertThat(ten.at("/errors").size()).isBetween(1, 5);
        assertThat(many.at("/errors")).hasSize(1);
        assertRefused("query cop { __typename " + "@include(if: true)".repeat(31) + " }", "more than 30 directives");
    }

    @Test
    @DisplayName("attack 150, graphql-cop 4: introspection in circles is refused")
    void circularIntrospection() {
        var answer = maria.answer(
                "query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
                Map.of());

        assertThat(answer.has("data")).isFalse();
        assertThat(answer.at("/errors")).hasSize(1);
    }

    @Test
    @DisplayName(
            "attack 147, graphql-cop 5: one field five hundred times is one field; a thousand times and more is refused")
    void fieldDuplication() {
        assertThat(maria.data("query cop { " + "__typename ".repeat(500) + "}").size())
                .isEqualTo(1);
        assertRefused("query cop { viewer { " + "role ".repeat(1_500) + "} }", "more than 1000 selections");
    }

    @Test
    @DisplayName("attack 127, graphql-cop 6: a query by GET is refused")
    void getQuery() {
        assertThat(Ask.send(get("query=" + encoded("query cop {__typename}"))).statusCode())
                .isEqualTo(405);
    }

    @Test
    @DisplayName("attack 127, graphql-cop 7: a mutation by GET is refused")
    void getMutation() {
        assertThat(Ask.send(get("query=" + encoded("mutation cop {__typename}")))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    @DisplayName("attack 128, graphql-cop 8: a form of another site is refused")
    void postUrlEncoded() {
        assertThat(maria.post("query=" + encoded("query cop {__typename}"), "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    @DisplayName("attack 211, graphql-cop 9: the schema is told to signed-in staff only")
    void introspection() {
        var query = "query cop { __schema { types { name fields { name } } } }";

        assertThat(Ask.with("", Place.SOUND_REACH.host())
                        .response(query, Map.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(Ask.as(Person.GONE).response(query, Map.of()).statusCode()).isEqualTo(403);
        assertThat(maria.data(query).at("/__schema/types").size()).isGreaterThan(50);
    }

    @Test
    @DisplayName("attack 71, graphql-cop 10: no field is suggested")
    void fieldSuggestions() {
        for (var query : List.of(
                "query cop { __schema { directive } }",
                "query cop { viewe { role } }",
                "{ participants(firs: 1) { totalCount } }")) {
            var answer = maria.answer(query, Map.of());

            assertThat(answer.at("/errors").size()).isPositive();
            assertThat(answer.toString().toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("did you mean", "directives", "viewer", "first");
        }
    }

    @Test
    @DisplayName("attack 141, graphql-cop 11: no GraphiQL answers outside of the dashboard's own page")
    void graphiql() {
        for (var path :
                List.of("/graphiql", "/playground", "/console", "/altair", "/voyager", "/graphql", "/v1/explorer")) {
            var answer = Ask.send(maria.request().GET().uri(address(path)).setHeader("Accept", "text/html"));

            assertThat(answer.body().toLowerCase(java.util.Locale.ROOT))
                    .as(path)
                    .doesNotContain("graphiql", "playground", "altair", "voyager", "cdn.jsdelivr", "esm.sh");
        }
    }

    @Test
    @DisplayName("attack 68, graphql-cop 12: no trace, cost or time is told, asked for or not")
    void traceMode() {
        var request = maria.request()
                .header("Content-Type", "application/json")
                .header("X-Apollo-Tracing", "1")
                .header("apollo-federation-include-trace", "ftv1")
                .POST(BodyPublishers.ofString(
                        "{\"query\":\"query cop { __typename }\",\"extensions\":{\"tracing\":true}}"));

        var answer = Ask.send(request);

        assertThat(answer.body()).isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
        assertThat(answer.headers().map())
                .doesNotContainKeys("server-timing", "server", "via", "x-trace-id", "traceparent");
        assertThat(maria.answer("query cop { viewer { shoeSize } }", Map.of()).has("extensions"))
                .isFalse();
    }

    @Test
    @DisplayName("attack 62, graphql-cop 13: an unreadable request gets a sentence, and nothing of our insides")
    void unhandledErrors() {
        for (var body : List.of(
                "{\"query\":\"qwerty cop { abc }\"}",
                "{\"query\":\"\"}",
                "{\"query\":\"{\"}",
                "{\"query\":\"{ node(id: 1e999) { id } }\"}")) {
            var answer = maria.post(body, "application/json");

            assertThat(answer.statusCode()).isIn(200, 400);
            assertThat(Ask.json(answer).at("/errors/0/message").asString()).isNotBlank();
            assertThat(answer.body()).doesNotContain("xception", "stack", "java.", "graphql.", "at link.", "reactor");
        }
    }

    private void assertRefused(String document, String message) {
        HttpResponse<String> response = maria.response(document, Map.of());

        assertThat(Ask.json(response).has("data")).as(response.body()).isFalse();
        assertThat(Ask.json(response).at("/errors/0/message").asString()).contains(message);
    }

    private java.net.http.HttpRequest.Builder get(String query) {
        return maria.request().GET().uri(address("/graphql?" + query));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + world.apiPort() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
