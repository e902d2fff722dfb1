package link.studentsuccess.api.queries;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** The ids of everything in the world, whoever's it is, each with the organization it belongs to. */
final class Things {

    private record Thing(UUID id, @Nullable UUID organization) {}

    private static final Map<Id, String> TABLES = Map.ofEntries(
            Map.entry(Id.PARTICIPANT, "roster.participant"),
            Map.entry(Id.STUDENT, "roster.student"),
            Map.entry(Id.ORGANIZATION, "party.organization"),
            Map.entry(Id.DISTRICT, "party.district"),
            Map.entry(Id.PROGRAM, "party.program"),
            Map.entry(Id.PROGRAM_ATTENDANCE, "roster.program_attendance"),
            Map.entry(Id.PROGRAM_ENROLLMENT, "roster.program_enrollment"),
            Map.entry(Id.PARTICIPANT_IMPORT, "roster.participant_import"),
            Map.entry(Id.OPERATOR_AGREEMENT, "document.operator_agreement"),
            Map.entry(Id.DISTRICT_AGREEMENT, "document.district_agreement"),
            Map.entry(Id.CONSENT, "document.consent"),
            Map.entry(Id.FEED, "sync.feed"),
            Map.entry(Id.PULL, "sync.pull"),
            Map.entry(Id.STAFF, "party.membership"),
            Map.entry(Id.FILE, "document.file"),
            Map.entry(Id.SHARING_OPT_IN, "document.sharing_opt_in"),
            Map.entry(Id.HOLD, "document.hold"),
            Map.entry(Id.DESIGNATION, "document.designation"),
            Map.entry(Id.PRINCIPAL, "document.principal"),
            Map.entry(Id.SIGNER, "document.signer"),
            Map.entry(Id.CONSENT_DOCUMENT, "document.consent_document"),
            Map.entry(Id.CONSENT_QUESTION, "document.consent_question"),
            Map.entry(Id.CASELOAD_ASSIGNMENT, "roster.caseload_assignment"),
            Map.entry(Id.CONFIDENTIALITY_STATEMENT, "party.confidentiality_statement"),
            Map.entry(Id.TRAINING, "party.training_record"),
            Map.entry(Id.MATCH, "sync.match_candidate"),
            Map.entry(Id.SERVICE_ACCOUNT, "party.service_account"));

    private final Map<Id, List<Thing>> things = new EnumMap<>(Id.class);

    private Things() {}

    static Things of(Connection connection) throws SQLException {
        var all = new Things();
        for (var kind : Id.values()) {
            all.things.put(kind, read(connection, TABLES.get(kind)));
        }
        return all;
    }

    private static List<Thing> read(Connection connection, @Nullable String table) throws SQLException {
        var found = new ArrayList<Thing>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, to_jsonb(t) ->> 'organization_id' as organization from "
                        + table + " t order by id")) {
            while (rows.next()) {
                found.add(new Thing(
                        rows.getObject(1, UUID.class),
                        rows.getObject(2) == null ? null : UUID.fromString(rows.getString(2))));
            }
        }
        return found;
    }

    /** Any of a kind; now and then one that is not there. */
    String any(Id kind, Random random) {
        var those = things.getOrDefault(kind, List.of());
        return those.isEmpty() || random.nextInt(20) == 0
                ? unknown(kind, random)
                : kind.of(those.get(random.nextInt(those.size())).id());
    }

    /** One of somebody else's; of what is nobody's, or everybody's, one that is not there. */
    String foreign(Id kind, @Nullable UUID organization, Random random) {
        var those = things.getOrDefault(kind, List.of()).stream()
                .filter(thing -> thing.organization() != null
                        && organization != null
                        && !organization.equals(thing.organization()))
                .toList();
        return those.isEmpty() || random.nextBoolean()
                ? unknown(kind, random)
                : kind.of(those.get(random.nextInt(those.size())).id());
    }

    static String unknown(Id kind, Random random) {
        return kind.of(new UUID(random.nextLong(), random.nextLong()));
    }
}
