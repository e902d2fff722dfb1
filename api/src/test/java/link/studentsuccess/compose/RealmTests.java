package link.studentsuccess.compose;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.EnumTypeDefinition;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;

/** Client, audience and scopes are named in the realm, in the application and in the dashboard: the same in all. */
class RealmTests {

    private final Realm realm = Realm.read();
    private final JsonNode signIn =
            ComposeFile.yaml(resource("application.yml")).required("link").required("sign-in");

    @Test
    void namesTheClientOfTheDashboard() {
        assertThat(realm.client().required("clientId").asString())
                .isEqualTo(signIn.required("client-id").asString());
    }

    @Test
    void issuesTokensForTheAudienceThatTheApplicationAsksFor() {
        var mapper = realm.client().required("protocolMappers").required(0);

        assertThat(mapper.required("protocolMapper").asString()).isEqualTo("oidc-audience-mapper");
        assertThat(mapper.required("config")
                        .required("included.custom.audience")
                        .asString())
                .isEqualTo(signIn.required("audience").asString());
        assertThat(mapper.required("config").required("access.token.claim").asString())
                .isEqualTo("true");
        assertThat(mapper.required("config").required("id.token.claim").asString())
                .isEqualTo("false");
    }

    /** A token may be as narrow as one category; the database reads the scope's name. */
    @Test
    void offersAScopeForAllStudentDataAndOneForEachCategory() {
        var expected = new TreeSet<>(List.of("basic", "profile", "student-data"));
        for (var category : categories()) {
            expected.add("student-data:" + category.toLowerCase(Locale.ROOT));
        }

        assertThat(realm.scopes()).isEqualTo(expected);
        assertThat(Realm.texts(realm.client().required("defaultClientScopes"))).containsExactly("basic");
        expected.remove("basic");
        assertThat(Realm.texts(realm.client().required("optionalClientScopes"))).isEqualTo(expected);
    }

    private static List<String> categories() {
        var definition = new SchemaParser()
                .parse(resource("graphql/base.graphqls"))
                .getTypeOrNull("DataCategory", EnumTypeDefinition.class);
        assertThat(definition).isNotNull();
        return definition.getEnumValueDefinitions().stream()
                .map(value -> value.getName())
                .toList();
    }

    /** RFC 7636 and RFC 9068: a code is of use to its asker only, and an access token says that it is one. */
    @Test
    void demandsProofFromThePublicClientAndNothingLess() {
        var client = realm.client();

        assertThat(client.required("publicClient").asBoolean()).isTrue();
        assertThat(client.required("standardFlowEnabled").asBoolean()).isTrue();
        for (var flow : List.of("implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled")) {
            assertThat(client.required(flow).asBoolean()).as(flow).isFalse();
        }
        assertThat(client.required("attributes")
                        .required("pkce.code.challenge.method")
                        .asString())
                .isEqualTo("S256");
        assertThat(client.required("attributes")
                        .required("access.token.header.type.rfc9068")
                        .asString())
                .isEqualTo("true");
        assertThat(client.required("attributes")
                        .required("access.token.signed.response.alg")
                        .asString())
                .isEqualTo("RS256");
        assertThat(realm.json().required("accessTokenLifespan").asInt()).isBetween(60, 900);
    }

    @Test
    void leadsBackToTheAddressesOfItsEnvironmentOnly() {
        var redirects = Realm.texts(realm.client().required("redirectUris"));

        assertThat(redirects).allMatch(address -> address.matches("\\$\\{[A-Z]+_ADDRESS}/signed-in"));
        assertThat(Realm.texts(realm.client().required("webOrigins")))
                .hasSameSizeAs(redirects)
                .allMatch(address -> address.matches("\\$\\{[A-Z]+_ADDRESS}"));
        assertThat(ComposeFile.read().environment("sign-in").keySet()).containsAll(realm.variables());
    }

    @Test
    void holdsNoPasswordAndLetsTheFirstPersonChooseOne() {
        var person = realm.person();

        assertThat(person.required("credentials").required(0).required("value").asString())
                .isEqualTo("${FIRST_PERSON_PASSWORD}");
        assertThat(Realm.texts(person.required("requiredActions"))).containsExactly("UPDATE_PASSWORD");
        assertThat(realm.text()).doesNotContain("secret");
    }

    private static String resource(String name) {
        try {
            return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
