package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a request says who asks: by one token in one place, and by nothing that a browser sends along by itself. */
class AuthenticationTests {

    private static final String HOST = Place.SOUND_REACH.host();
    private static final String QUERY = "{\"query\":\"{viewer{givenName}}\"}";

    private final DemoWorld world = Worlds.pulled();
    private final String token = world.signIn().token(Person.MARIA);

    @ParameterizedTest(name = "attack 121: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "in the address             | /graphql?access_token={token} | X-Nothing: 1",
                "in small letters           | /graphql | Authorization: bearer {token}",
                "in capital letters         | /graphql | Authorization: BEARER {token}",
                "after two spaces           | /graphql | Authorization: Bearer  {token}",
                "after a tab                | /graphql | Authorization: Bearer\\t{token}",
                "without its scheme         | /graphql | Authorization: {token}",
                "of another scheme          | /graphql | Authorization: Token {token}",
                "as DPoP                    | /graphql | Authorization: DPoP {token}",
                "two in one                 | /graphql | Authorization: Bearer {token}, Bearer {token}",
                "twice                      | /graphql | Authorization: Bearer {token}\\r\\nAuthorization: Bearer {token}",
                "after another kind         | /graphql | Authorization: Basic bWFyaWE6eA==\\r\\nAuthorization: Bearer {token}",
                "in another header          | /graphql | X-Authorization: Bearer {token}",
                "in a proxy's header        | /graphql | Proxy-Authorization: Bearer {token}",
                "in a cookie                | /graphql | Cookie: access_token={token}; Authorization=Bearer {token}",
                "none, but a user name      | /graphql | X-User: maria\\r\\nX-Forwarded-User: maria\\r\\nRemote-User: maria"
            })
    void tokenCountsInOnePlaceAlone(String what, String path, String headers) {
        var answer = wire(path, headers.replace("\\r\\n", "\r\n").replace("\\t", "\t"), QUERY);

        assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("Maria");
        assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY)).contains("200 OK", "Maria");
    }

    @Test
    @DisplayName("attack 121: in the body")
    void notInTheBody() {
        var body = "{\"query\":\"{viewer{givenName}}\",\"access_token\":\"" + token
                + "\",\"extensions\":{\"access_token\":\"" + token + "\"}}";

        assertThat(wire("/graphql", "X-Nothing: 1", body))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("Maria");
    }

    @Test
    @DisplayName("attack 120: a header of 64 KB is refused, and the next request is answered")
    void hugeToken() {
        assertThat(wire("/graphql", "Authorization: Bearer " + "x".repeat(65_536), QUERY))
                .startsWith("HTTP/1.1 4");
        assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY)).contains("200 OK");
    }

    @Test
    @DisplayName("attack 122: who is let go is refused with the token of before, at once")
    void endedMembershipWithAGoodToken() {
        var active = "update party.membership set active = daterange(lower(active), %s) where id = '"
                + Person.MARIA.membershipId() + "'";
        var until = Worlds.truth(
                        world,
                        "select coalesce(quote_literal(upper(active)), 'null') from party.membership where id = '"
                                + Person.MARIA.membershipId() + "'")
                .get(0);
        assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY)).contains("200 OK");

        Worlds.change(world, active.formatted("current_date - 2"));
        try {
            assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("Maria");
        } finally {
            Worlds.change(world, active.formatted(until));
        }
        assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY)).contains("200 OK");
    }

    @Test
    @DisplayName("attack 123: a subject counts with its issuer only")
    void sameSubjectOfAnotherIssuer() {
        var other = world.signIn()
                .mint(Person.MARIA.subject(), claims -> claims.issuer("http://localhost:1"), headers -> {});

        assertThat(Ask.with(other, HOST).post(QUERY, "application/json").statusCode())
                .isEqualTo(401);
        assertThat(
                        Worlds.truth(
                                world,
                                "select count(*) from pg_index i where i.indrelid = 'party.staff'::regclass and i.indisunique and pg_get_indexdef(i.indexrelid) like '%(issuer, subject)%'"))
                .containsExactly("1");
    }

    @ParameterizedTest(name = "attack 125: {0} {1} by nobody is refused with a challenge")
    @CsvSource({
        "POST, /graphql",
        "GET,  /graphql",
        "PUT,  /graphql",
        "POST, /files",
        "GET,  /files/disclosures.csv",
        "GET,  /files/disclosure-copy.csv",
        "GET,  /files/participants.csv",
        "GET,  /files/AAAA"
    })
    void anonymousIsChallenged(String method, String path) {
        HttpResponse<String> answer =
                Ask.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + path))
                        .header("Host", HOST)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(QUERY)));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain("\"data\"").contains("Sign in");
    }

    @Test
    @DisplayName("attack 126: there is no session to take over: no answer sets a cookie, and none is read")
    void noCookies() {
        for (var path : List.of("/", "/client-config", "/explorer.html", "/actuator/health", "/graphql")) {
            var get = Wire.exchange(
                    world.apiPort(),
                    "GET " + path + " HTTP/1.1\r\nHost: " + HOST
                            + "\r\nAccept: text/html\r\nCookie: SESSION=0; JSESSIONID=0\r\nConnection: close\r\n\r\n");

            assertThat(get.toLowerCase(java.util.Locale.ROOT))
                    .as(path)
                    .startsWith("http/1.1 ")
                    .doesNotContain("set-cookie");
        }
        assertThat(wire("/graphql", "Authorization: Bearer {token}", QUERY).toLowerCase(java.util.Locale.ROOT))
                .contains("200 ok")
                .doesNotContain("set-cookie");
    }

    private String wire(String path, String headers, String body) {
        var request = "POST " + path.replace("{token}", token) + " HTTP/1.1\r\nHost: " + HOST + "\r\n"
                + headers.replace("{token}", token)
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n"
                + body;
        return Wire.exchange(world.apiPort(), request);
    }
}
