package link.studentsuccess.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What docker-compose.yml promises: after it, a person signs in at Keycloak and is answered, and nobody else is. */
@EnabledIfSystemProperty(
        named = "keycloak",
        matches = "true",
        disabledReason = "fetches Keycloak, 177 MB, and takes minutes: mvn verify -Dkeycloak=true")
@TestInstance(Lifecycle.PER_CLASS)
class KeycloakTests {

    private static final String SCOPE = "openid profile student-data";
    private static final String CHOSEN = "Chosen-By-Robin-4711";
    private static final String HOST = "organization.localhost";

    private @Nullable ThreeServers running;
    private JsonNode tokens = JsonMapper.shared().nullNode();
    private String administrator = "";

    @BeforeAll
    void start() throws SQLException {
        running = ThreeServers.start();
        servers().letFirstPersonIn();
        insertParticipant();
        tokens = new Browser(servers().issuer(), client(), servers().organizationAddress())
                .signIn(
                        SCOPE,
                        Map.of(
                                "username",
                                username(),
                                "password",
                                password(),
                                "password-new",
                                CHOSEN,
                                "password-confirm",
                                CHOSEN));
        administrator = administrator();
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
            assertThat(running.open()).isEmpty();
        }
    }

    private ThreeServers servers() {
        if (running == null) {
            throw new IllegalStateException("Nothing runs");
        }
        return running;
    }

    private void insertParticipant() throws SQLException {
        try (var connection = servers().database().superuser("link");
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into roster.participant (organization_id, given_name, family_name)
                    select id, 'Juniper', 'Vale' from party.organization where host = 'organization.localhost'
                    """);
        }
    }

    @Test
    void answersThePersonWhoSignedInAtKeycloak() {
        var data = answer(accessToken(), """
                {
                  viewer { givenName familyName role organization { name } }
                  participants(first: 5) { edges { node { id givenName familyName } } }
                }
                """);

        assertThat(data.required("viewer")).isEqualTo(JsonMapper.shared().readTree("""
                {"givenName": "Robin", "familyName": "First", "role": "ADMIN",
                 "organization": {"name": "First Organization"}}
                """));
        var participant =
                data.required("participants").required("edges").required(0).required("node");
        assertThat(participant.required("givenName").asString()).isEqualTo("Juniper");
        var id = participant.required("id").asString();
        assertThat(answer(accessToken(), "{ participant(id: \"" + id + "\") { familyName } }")
                        .required("participant")
                        .required("familyName")
                        .asString())
                .isEqualTo("Vale");
    }

    @Test
    void givesAShortLivedAccessTokenForThisAudienceOnly() {
        var header = part(accessToken(), 0);
        var claims = part(accessToken(), 1);

        assertThat(header.required("typ").asString()).isEqualTo("at+jwt");
        assertThat(header.required("alg").asString()).isEqualTo("RS256");
        assertThat(claims.required("aud").asString()).isEqualTo("student-success-link");
        assertThat(claims.required("sub").asString())
                .isEqualTo(Realm.read().person().required("id").asString());
        assertThat(claims.required("scope").asString().split(" ", -1)).contains("student-data");
        assertThat(claims.required("exp").asLong() - claims.required("iat").asLong())
                .isLessThanOrEqualTo(900);
        // No name, address or role: the application takes none from a token.
        assertThat(claims.propertyNames()).doesNotContain("email", "name", "realm_access", "resource_access");
    }

    @Test
    void refusesTheIdToken() {
        assertThat(status(tokens.required("id_token").asString())).isEqualTo(401);
    }

    @Test
    void refusesWhoBringsNoToken() {
        assertThat(ask(null, "{ viewer { role } }").statusCode()).isEqualTo(401);
    }

    /** The control of the next three: a token from the same kind of client, right in everything. */
    @Test
    void acceptsTheTokenOfASecondClientLikeTheFirst() {
        addClient("second-client", client -> {});

        assertThat(status(token("second-client", username(), CHOSEN))).isEqualTo(200);
    }

    @Test
    void refusesATokenForAnotherAudience() {
        addClient(
                "other-audience",
                client -> ((ObjectNode)
                                client.required("protocolMappers").required(0).required("config"))
                        .put("included.custom.audience", "another-application"));

        assertThat(status(token("other-audience", username(), CHOSEN))).isEqualTo(401);
    }

    @Test
    void refusesATokenThatDoesNotSayThatItIsAnAccessToken() {
        addClient(
                "plain-type",
                client ->
                        ((ObjectNode) client.required("attributes")).put("access.token.header.type.rfc9068", "false"));
        var token = token("plain-type", username(), CHOSEN);

        assertThat(part(token, 0).required("typ").asString()).isEqualTo("JWT");
        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void refusesATokenOfAnotherRealm() {
        var realm = Realm.read().filled(servers().signInEnvironment()).json();
        realm.put("realm", "other-realm");
        ((ObjectNode) realm.required("clients").required(0)).put("directAccessGrantsEnabled", true);
        ((ObjectNode) realm.required("users").required(0)).remove(List.of("id", "requiredActions"));
        administer("", realm);

        var token = token("other-realm", client(), username(), password());

        assertThat(part(token, 0).required("typ").asString()).isEqualTo("at+jwt");
        assertThat(part(token, 1).required("aud").asString()).isEqualTo("student-success-link");
        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void forbidsWhomTheDatabaseDoesNotKnow() {
        addClient("for-a-stranger", client -> {});
        var stranger = Realm.read().filled(servers().signInEnvironment()).person();
        stranger.remove(List.of("id", "requiredActions"));
        stranger.put("username", "stranger").put("email", "stranger@organization.example");
        administer("/student-success-link/users", stranger);

        assertThat(status(token("for-a-stranger", "stranger", password()))).isEqualTo(403);
    }

    @Test
    void forbidsTheAddressOfAnother() {
        assertThat(ask(accessToken(), "{ viewer { role } }", "district.localhost")
                        .statusCode())
                .isEqualTo(403);
    }

    /** RFC 7636: whoever steals a code on its way cannot use it. */
    @Test
    void givesNoCodeWithoutAProofAndToNoOtherAddress() {
        var withoutProof =
                new Browser(servers().issuer(), client(), servers().organizationAddress()).ask(Map.of("scope", SCOPE));
        var elsewhere = new Browser(servers().issuer(), client(), "http://elsewhere.localhost:8080")
                .ask(Map.of("scope", SCOPE, "code_challenge", "A".repeat(43), "code_challenge_method", "S256"));

        var back = withoutProof.headers().firstValue("Location").orElse("");
        assertThat(back).startsWith(servers().organizationAddress());
        assertThat(Browser.query(back))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("code");
        assertThat(elsewhere.statusCode()).isEqualTo(400);
    }

    private static String client() {
        return Realm.read().client().required("clientId").asString();
    }

    private static String username() {
        return Realm.read().person().required("username").asString();
    }

    private String password() {
        return String.valueOf(servers().signInEnvironment().get("FIRST_PERSON_PASSWORD"));
    }

    private String accessToken() {
        return tokens.required("access_token").asString();
    }

    private static JsonNode part(String token, int index) {
        var part = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return JsonMapper.shared().readTree(new String(part, StandardCharsets.UTF_8));
    }

    private int status(String token) {
        return ask(token, "{ viewer { role } }").statusCode();
    }

    private JsonNode answer(String token, String query) {
        var answer = JsonMapper.shared().readTree(ask(token, query).body());
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.required("data");
    }

    private HttpResponse<String> ask(@Nullable String token, String query) {
        return ask(token, query, HOST);
    }

    private HttpResponse<String> ask(@Nullable String token, String query, String host) {
        var port = servers().applicationPort();
        var request = Http.json("http://127.0.0.1:" + port + "/graphql", Map.of("query", query))
                .header("Host", host + ":" + port)
                .header("Accept", "application/json");
        return Http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    /** Adds the realm's client once more under another name, with passwords as a grant and one thing changed. */
    private void addClient(String name, Consumer<ObjectNode> change) {
        var client = Realm.read().filled(servers().signInEnvironment()).client();
        client.put("clientId", name).put("directAccessGrantsEnabled", true);
        change.accept(client);
        administer("/student-success-link/clients", client);
    }

    private String token(String client, String username, String password) {
        return token("student-success-link", client, username, password);
    }

    private String token(String realm, String client, String username, String password) {
        return Http.answer(Http.form(
                        servers().signIn() + "/realms/" + realm + "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type", "password",
                                "client_id", client,
                                "username", username,
                                "password", password,
                                "scope", SCOPE)))
                .required("access_token")
                .asString();
    }

    private String administrator() {
        var environment = servers().signInEnvironment();
        return Http.answer(Http.form(
                        servers().signIn() + "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                String.valueOf(environment.get("KC_BOOTSTRAP_ADMIN_USERNAME")),
                                "password",
                                String.valueOf(environment.get("KC_BOOTSTRAP_ADMIN_PASSWORD")))))
                .required("access_token")
                .asString();
    }

    private void administer(String path, ObjectNode representation) {
        HttpRequest.Builder request = Http.json(servers().signIn() + "/admin/realms" + path, representation)
                .header("Authorization", "Bearer " + administrator);
        Http.answer(request);
    }
}
