package link.studentsuccess.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements that docker-compose.yml speaks of let the realm's person in, and nobody else. */
class FirstPersonTests {

    private final ComposeFile compose = ComposeFile.read();
    private final String issuer =
            String.valueOf(compose.environment("application").get("LINK_SIGNIN_ISSUER"));
    private final String subject = Realm.read().person().required("id").asString();

    @Test
    void letsThePersonOfTheRealmInAndNobodyElse(@TempDir Path folder) throws SQLException {
        var variables = passwords(compose);

        try (var database = ComposeDatabase.start(compose, variables, folder.resolve("pg"))) {
            database.migrate(compose.environment("application", variables));
            assertThat(find(database, issuer, subject, "organization.localhost"))
                    .containsExactly("nobody", "UNKNOWN_ADDRESS");

            database.runAsOwner(compose.firstPersonSql());

            assertThat(find(database, issuer, subject, "organization.localhost"))
                    .containsExactly("ADMIN", "welcome");
            assertThat(find(database, issuer, "somebody-else", "organization.localhost"))
                    .containsExactly("nobody", "UNKNOWN_PERSON");
            assertThat(find(database, issuer, subject, "district.localhost"))
                    .containsExactly("nobody", "NOT_ACTIVE_HERE");
            assertThat(find(database, issuer, subject, "operator.localhost"))
                    .containsExactly("nobody", "NOT_ACTIVE_HERE");
        }
    }

    private static List<String> find(ComposeDatabase database, String issuer, String subject, String host)
            throws SQLException {
        try (var connection = database.superuser("link");
                var statement = connection.prepareStatement("select coalesce(role, 'nobody'), coalesce(refusal,"
                        + " 'welcome') from access.find_viewer(?, ?, ?, now())")) {
            statement.setString(1, issuer);
            statement.setString(2, subject);
            statement.setString(3, host);
            try (var rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return List.of(rows.getString(1), rows.getString(2));
            }
        }
    }

    /** Values of the kind that .env holds, one for every variable without a default. */
    static Map<String, String> passwords(ComposeFile compose) {
        var values = new HashMap<String, String>();
        for (var name : compose.requiredVariables()) {
            values.put(name, "Of-A-Test-Only-" + name.toLowerCase(Locale.ROOT) + "-0123456789");
        }
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            values.put("SEAL_KEY", base64(pair.getPrivate()));
            values.put("SEAL_PUBLIC_KEY", base64(pair.getPublic()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
