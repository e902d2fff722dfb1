package link.studentsuccess.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoWorldTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DemoWorld world = SharedWorld.get();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void factsTellAllThatAPersonNeeds(@TempDir Path folder) throws Exception {
        var file = folder.resolve("target").resolve("demo.json");

        world.writeFacts(file);

        var facts = JSON.readTree(Files.readString(file));
        assertThat(facts.propertyNames())
                .containsExactly(
                        "organizations",
                        "districts",
                        "operator",
                        "issuer",
                        "tokenEndpoint",
                        "people",
                        "uninvited",
                        "feeds",
                        "database",
                        "queries",
                        "sampleDistrict",
                        "participants");
        assertThat(facts.at("/organizations/0/graphql").asString())
                .isEqualTo("http://soundreach.localhost:" + world.apiPort() + "/graphql");
        assertThat(facts.get("people")).hasSize(Person.values().length);
        assertThat(texts(facts.get("people"), "training")).containsOnlyOnce("false");
        assertThat(texts(facts.get("feeds"), "connector")).containsExactly("oneroster", "csv", "csv");
        assertThat(facts.at("/database/logins").propertyNames())
                .containsExactly("owner", "request", "engine", "sealer");
        assertThat(facts.get("queries")).hasSize(3);
        assertThat(facts.get("participants")).hasSize(Child.values().length + 3);
    }

    @Test
    void textForPeopleShowsEveryAccountAndReadyCommands() {
        var text = DemoFacts.text(world);

        for (var account : Account.all()) {
            assertThat(text).contains(account.username(), world.signIn().password(account));
        }
        assertThat(text).contains("curl -s -u maria:", "/graphql -H \"Authorization: Bearer $(");
    }

    @Test
    void oneRequestWithUsernameAndPasswordGivesAnAccessToken() throws Exception {
        var response = askForToken("maria", world.signIn().password(Person.MARIA), "");

        assertThat(response.statusCode()).isEqualTo(200);
        var answer = JSON.readTree(response.body());
        assertThat(answer.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(answer.get("expires_in").asInt()).isEqualTo(3_600);
        assertThat(answer.get("scope").asString()).isEqualTo("student-data");
        var token = SignedJWT.parse(answer.get("access_token").asString());
        // RFC 9068, 2.1 and 2.2: typ at+jwt; iss, exp, aud, sub, client_id, iat, jti are required.
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(world.signIn().issuer());
        assertThat(claims.getAudience()).containsExactly(SignInServer.AUDIENCE);
        assertThat(claims.getSubject()).isEqualTo(Person.MARIA.subject());
        assertThat(claims.getStringClaim("scope")).isEqualTo("student-data");
        assertThat(claims.getClaims()).containsKeys("exp", "iat", "jti", "client_id");
        assertThat(claims.getStringClaim("email")).isEqualTo(Person.MARIA.email());
        assertThat(claims.getBooleanClaim("email_verified")).isTrue();
    }

    @Test
    void aTokenCanBeLimitedToACategory() throws Exception {
        var response = askForToken("maria", world.signIn().password(Person.MARIA), "scope=student-data%3Aattendance");

        var token = SignedJWT.parse(
                JSON.readTree(response.body()).get("access_token").asString());
        assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("student-data:attendance");
    }

    @Test
    void aScopeThatDoesNotExistIsRefused() throws Exception {
        var response = askForToken("maria", world.signIn().password(Person.MARIA), "scope=everything");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).get("error").asString()).isEqualTo("invalid_scope");
    }

    @Test
    void aWrongPasswordIsRefusedInOneSentence() throws Exception {
        var response = askForToken("maria", "wrong", "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(response.body()).get("error_description").asString())
                .isEqualTo("Username or password is wrong: the demo prints both when it starts.");
    }

    @Test
    void signInPageIsUsableWithoutSightAndTellsNothing() throws Exception {
        var page = get("/sign-in").body();

        assertThat(page)
                .contains("<html lang=\"en\">", "<h1>Sign in</h1>", "<button type=\"submit\">Sign in</button>")
                .contains("<label for=\"username\">Username</label>", "<label for=\"password\">Password</label>")
                .doesNotContain("http://", "https://", "<script");
        for (var account : Account.all()) {
            assertThat(page).doesNotContain(world.signIn().password(account));
        }
        assertThat(get("/sign-in?error").body()).contains("role=\"alert\"");
    }

    /** RFC 7636 as a browser goes through it: authorize, sign in, code, token. */
    @Test
    void aBrowserSignsInWithAProofKey() throws Exception {
        var redirect = world.url(Place.SOUND_REACH) + "/signed-in";
        var verifier = "a-verifier-of-forty-three-characters-or-more-000";

        var form = get("/oauth2/authorize?response_type=code&client_id=web-client&scope=openid%20student-data&state=s"
                + "&code_challenge_method=S256&code_challenge=" + challenge(verifier) + "&redirect_uri=" + redirect);
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(form.body());
        assertThat(csrf.find()).isTrue();
        var signedIn = post(
                "/sign-in",
                "username=maria&password=" + world.signIn().password(Person.MARIA) + "&_csrf=" + csrf.group(1),
                redirect);
        var code = follow(signedIn, redirect).replaceAll(".*[?&]code=([^&]+).*", "$1");
        var answer = post(
                "/oauth2/token",
                "grant_type=authorization_code&client_id=web-client&code=" + code + "&code_verifier=" + verifier
                        + "&redirect_uri=" + redirect,
                redirect);

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(world.url(Place.SOUND_REACH));
        var tokens = JSON.readTree(answer.body());
        var access = SignedJWT.parse(tokens.get("access_token").asString());
        assertThat(access.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(access.getJWTClaimsSet().getSubject()).isEqualTo(Person.MARIA.subject());
        assertThat(access.getJWTClaimsSet().getStringClaim("email")).isEqualTo(Person.MARIA.email());
        assertThat(access.getJWTClaimsSet().getBooleanClaim("email_verified")).isTrue();
        assertThat(access.getJWTClaimsSet().getAudience()).containsExactly(SignInServer.AUDIENCE);
        assertThat(access.getJWTClaimsSet().getStringClaim("scope").split(" ", -1))
                .containsExactlyInAnyOrder("openid", "student-data");
        var identity = SignedJWT.parse(tokens.get("id_token").asString());
        assertThat(identity.getJWTClaimsSet().getStringClaim("given_name")).isEqualTo("Maria");
        assertThat(identity.getJWTClaimsSet().getAudience()).containsExactly(SignInServer.WEB_CLIENT);
    }

    @Test
    void peopleAndChildrenAreAsTheStoryTells() throws Exception {
        assertThat(count("select count(*) from roster.participant where organization_id = '%s' and destroyed_at is null"
                        .formatted(Place.SOUND_REACH.id())))
                .isEqualTo(60);
        assertThat(caseload(Person.MARIA)).isEqualTo(30);
        assertThat(caseload(Person.TOM)).isEqualTo(8);
        assertThat(caseload(Person.BEA)).isEqualTo(2);
        assertThat(count("select count(*) from document.consent where id = '%s' and revoked_at is not null"
                        .formatted(world.consent(Child.DEVON))))
                .isEqualTo(1);
        assertThat(count("select count(*) from document.consent where participant_id = '%s'"
                        .formatted(world.participant(Child.NOOR))))
                .isZero();
    }

    /** The roles' passwords are asked for, so that what a role cannot do is not undone by another login. */
    @Test
    void databaseAsksForPasswords() {
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(
                                world.database().jdbcUrl(), "postgres", "not-the-password")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void restartOnTheSameFolderKeepsDataAndKeys(@TempDir Path folder) throws Exception {
        var options = DemoOptions.keptIn(folder.resolve("data"));
        String token;
        String password;
        try (var first = DemoWorld.start(options)) {
            token = first.signIn().token(Person.MARIA);
            password = first.signIn().password(Person.MARIA);
            rename(first, "Renamed");
            assertThatThrownBy(() -> DemoWorld.start(options))
                    .isInstanceOf(DemoProblem.class)
                    .hasMessageStartingWith("The demo is already running on the data folder ");
        }

        try (var second = DemoWorld.start(options)) {
            assertThat(second.signIn().password(Person.MARIA)).isEqualTo(password);
            assertThat(keyIds(second))
                    .contains(SignedJWT.parse(token).getHeader().getKeyID());
            try (var connection = second.superuser();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select given_name from roster.participant where id = '"
                            + second.participant(Child.LENA) + "'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Renamed");
            }
        }
    }

    @Test
    void aTakenPortIsNamedWithTheWayToChangeIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var options = DemoOptions.test().withPorts(new Ports(0, taken.getLocalPort(), 0, 0));

            assertThatThrownBy(() -> DemoWorld.start(options))
                    .isInstanceOf(DemoProblem.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " is taken by another program: stop that program, or choose another port with"
                            + " -Ddemo.sign-in.port=<port>.");
            assertThat(options.folder()).doesNotExist();
        }
    }

    private static List<String> texts(JsonNode array, String field) {
        return array.valueStream().map(entry -> entry.get(field).asString()).toList();
    }

    private HttpResponse<String> askForToken(String username, String password, String body) throws Exception {
        var basic = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
        return http.send(
                HttpRequest.newBuilder(URI.create(world.signIn().tokenEndpoint()))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Follows redirects inside the sign-in server, as a browser that asks for pages. */
    private HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create(world.signIn().issuer()).resolve(path);
        var response = http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(10))
                        .header("Accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
        var location = response.headers().firstValue("Location").orElse("");
        return location.startsWith(world.signIn().issuer()) ? get(location) : response;
    }

    private HttpResponse<String> post(String path, String body, String page) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(world.signIn().issuer()).resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Origin",
                                path.equals("/sign-in") ? world.signIn().issuer() : origin(page))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String origin(String page) {
        return page.substring(0, page.lastIndexOf('/'));
    }

    private String follow(HttpResponse<String> signedIn, String redirect) throws Exception {
        var answer = get(signedIn.headers().firstValue("Location").orElseThrow());
        var location = URLDecoder.decode(answer.headers().firstValue("Location").orElseThrow(), UTF_8);
        assertThat(location).startsWith(redirect + "?code=");
        return location;
    }

    private static String challenge(String verifier) throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private List<String> keyIds(DemoWorld of) throws Exception {
        var keys = http.send(
                HttpRequest.newBuilder(URI.create(of.signIn().issuer() + "/oauth2/jwks"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
        return texts(JSON.readTree(keys.body()).get("keys"), "kid");
    }

    private long caseload(Person person) throws SQLException {
        return count("select count(*) from roster.caseload_assignment where participant_id is not null"
                + " and membership_id = '" + person.membershipId() + "'");
    }

    private long count(String sql) throws SQLException {
        try (var connection = world.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void rename(DemoWorld world, String name) throws SQLException {
        try (var connection = world.superuser()) {
            new Sql(connection)
                    .run(
                            "update roster.participant set given_name = ? where id = ?",
                            name,
                            world.participant(Child.LENA));
        }
    }
}
