package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * "Nothing a role can do that access.md does not name": the catalog, read right by right, against a file a role. A
 * further right is a further line there; a further role a further file, named below.
 */
class RightsTests {

    private static final List<String> ROLES = List.of("owner", "policy", "request", "engine", "sealer", "public");

    @Test
    void rolesMayWhatIsWrittenDownAndNothingElse() throws SQLException {
        var written = new TreeMap<String, Set<String>>();
        for (var role : ROLES) {
            written.put(role, new TreeSet<>(writtenDown(role)));
        }

        try (var connection = TestDatabase.shared().as("postgres")) {
            assertThat(rights(connection)).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant select on record.student to link_request",
                "grant select (given_name) on record.student to link_request",
                "grant update on document.consent to link_request",
                "revoke insert (cause) on document.hold from link_request",
                "grant execute on function access.windows(timestamptz, uuid[], text[]) to link_request",
                "grant create on schema roster to link_engine",
                "grant usage on sequence party.probe to link_sealer",
                "grant link_policy to link_engine",
                "create policy further on record.grade for select to link_request using (true)",
                "alter policy owner_reads on record.grade to link_owner, link_sealer",
                "drop policy released_grades on record.grade",
                "alter role link_request set statement_timeout = 0",
                "alter table record.grade owner to link_engine",
                "grant select on record.grade to public",
                "create role link_further login"
            })
    void noticesARightMoreOrLess(String plant) throws SQLException {
        try (var connection = TestDatabase.shared().as("postgres");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create sequence party.probe");
            var before = rights(connection);

            statement.execute(plant);

            assertThat(rights(connection)).isNotEqualTo(before);
        } // closing without a commit rolls back
    }

    @Test
    void filesAreReadable() {
        for (var role : ROLES) {
            assertThat(writtenDown(role)).as(role).isSorted().doesNotHaveDuplicates();
        }
    }

    private static Map<String, Set<String>> rights(Connection connection) throws SQLException {
        var rights = new TreeMap<String, Set<String>>();
        ROLES.forEach(role -> rights.put(role, new TreeSet<>()));
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TestDatabase.read("/rights.sql"))) {
            while (rows.next()) {
                rights.computeIfAbsent(rows.getString(1).replace("link_", ""), role -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        return rights;
    }

    private static List<String> writtenDown(String role) {
        return TestDatabase.read("/" + role + "-role.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
