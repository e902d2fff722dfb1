package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer says to a browser, page or data, given or refused. */
class AnswerHeadersTests {

    /** All that an answer may have: no name of a server, no time taken, no cookie, no tag of its content. */
    private static final Set<String> KNOWN = Set.of(
            "accept-ranges",
            "allow",
            "cache-control",
            "content-disposition",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "last-modified",
            "permissions-policy",
            "referrer-policy",
            "transfer-encoding",
            "vary",
            "www-authenticate",
            "x-accel-buffering",
            "x-content-type-options",
            "x-frame-options");

    private static final String DATA = "no-store";

    private final DemoWorld world = Worlds.pulled();

    @ParameterizedTest(name = "{0} {1} answers {2}, cached as {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET     | /                             | 200 | no-cache",
                "GET     | /caseload                     | 200 | no-cache",
                "GET     | /explorer.html                | 200 | max-age=3600",
                "GET     | /favicon.svg                  | 200 | max-age=3600",
                "GET     | /client-config                | 200 | no-cache",
                "GET     | /security-sheet               | 200 | no-cache",
                "GET     | /security-sheet.css           | 200 | max-age=3600",
                "GET     | /.well-known/security.txt     | 200 | no-store",
                "GET     | /nothing.here                 | 404 | no-store",
                "GET     | /actuator/health              | 200 | no-store",
                "GET     | /actuator/env                 | 401 | no-store",
                "GET     | /graphql                      | 401 | no-store",
                "PUT     | /graphql                      | 401 | no-store",
                "POST    | /graphql                      | 401 | no-store",
                "GET     | /graphql/schema               | 401 | no-store",
                "GET     | /files/none                   | 401 | no-store",
                "POST    | /files                        | 401 | no-store",
                "POST    | /elsewhere                    | 401 | no-store",
                "DELETE  | /files/none                   | 401 | no-store",
                "OPTIONS | /graphql                      | 401 | no-store",
                "GET     | /graphql;a=b                  | 400 | no-store",
                "GET     | //graphql                     | 400 | no-store"
            })
    void everyAddressSaysIt(String method, String path, int status, String cache) {
        var request = plain(path).method(method, BodyPublishers.noBody()).setHeader("Content-Type", "application/json");

        var answer = Ask.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertSaysAll(answer, cache);
    }

    @Test
    @DisplayName(
            "attack 69: data is in no cache and has no tag; attack 72: no header names a server, a time or a child;"
                    + " attack 126: nothing sets a cookie")
    void dataSaysItToo() {
        var maria = Ask.as(Person.MARIA);
        var query = "{ viewer { caseload(first: 5) { edges { node { givenName } } } } }";
        var foreign = maria.at("harborlights.localhost");
        var file = Uploads.list(world, Ask.as(Person.ALEX), "given_name,family_name,birth_date\n");

        var answers = List.of(
                maria.response(query, Map.of()),
                maria.response("{ shoeSize }", Map.of()),
                maria.post("{", "application/json"),
                maria.post("x", "text/plain"),
                maria.post("{\"query\":\"" + "x".repeat(300_000) + "\"}", "application/json"),
                foreign.response(query, Map.of()),
                Ask.with("x.y.z", "soundreach.localhost").response(query, Map.of()),
                Uploads.read(world, Ask.as(Person.JUNE), file),
                Uploads.read(world, Ask.as(Person.ALEX), "participants.csv"),
                stream(Ask.as(Person.DANA)));

        assertThat(answers.get(0).body()).contains("givenName");
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactly(200, 200, 400, 415, 413, 403, 401, 404, 200, 200);
        answers.forEach(answer -> assertSaysAll(answer, DATA));
    }

    private static HttpResponse<String> stream(Ask who) {
        return Ask.send(who.request()
                .setHeader("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                // Nobody is assigned to a manager: the stream ends at once.
                .POST(BodyPublishers.ofString("{\"query\":\"subscription { caseloadChanges { __typename } }\"}")));
    }

    /** Only where the way to the browser is encrypted: said by the proxy, and by nobody whom it would harm. */
    @Test
    void anEncryptedAddressStaysEncrypted() {
        var encrypted = Ask.send(plain("/").header("X-Forwarded-Proto", "https").GET());
        var open = Ask.send(plain("/").GET());

        assertThat(encrypted.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(open.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void noScriptOrStyleStandsInAPage() {
        for (var path : List.of("/", "/security-sheet", "/explorer.html")) {
            var answer = Ask.send(plain(path).GET());
            var policy = answer.headers().firstValue("Content-Security-Policy").orElse("");

            assertThat(policy).as(path).startsWith("default-src 'none'").contains("script-src 'self'");
            assertThat(policy.contains("'unsafe-inline'"))
                    .as("styles of the explorer's editor, nowhere else")
                    .isEqualTo(path.equals("/explorer.html"));
            assertThat(policy).doesNotContain("unsafe-eval", "*", "http:;", "https:;");
            assertThat(answer.body())
                    .as(path)
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)|\\son[a-z]+=|\\sstyle=|<style");
        }
    }

    private static void assertSaysAll(HttpResponse<?> answer, String cache) {
        var headers = answer.headers();
        var names = names(headers);
        var path = answer.request().uri().getPath();
        assertThat(names).as(path).isSubsetOf(KNOWN);
        assertThat(headers.firstValue("Cache-Control").orElse("")).as(path).isEqualTo(cache);
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()", "geolocation=()");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        var framed = path.equals("/explorer.html");
        assertThat(headers.firstValue("X-Frame-Options")).contains(framed ? "SAMEORIGIN" : "DENY");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors " + (framed ? "'self'" : "'none'"));
    }

    private static Set<String> names(HttpHeaders headers) {
        var names = new TreeSet<String>();
        headers.map().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    private HttpRequest.Builder plain(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + path))
                .header("Host", "soundreach.localhost:" + world.apiPort())
                .header("Accept", path.contains(".") ? "*/*" : "text/html,application/json");
    }
}
