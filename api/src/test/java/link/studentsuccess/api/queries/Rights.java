package link.studentsuccess.api.queries;

import static link.studentsuccess.api.queries.Canary.OWN;
import static link.studentsuccess.api.queries.Canary.PROGRAM;
import static link.studentsuccess.api.queries.Canary.SHARED_WITH_DISTRICT;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.queries.Viewer.Membership;
import link.studentsuccess.schema.oracle.Verdicts;
import org.jspecify.annotations.Nullable;

/** Of whom a viewer may be told what, by category: enrollments, participants, records or programs. */
record Rights(Map<String, Set<UUID>> open) {

    private static final List<String> CATEGORIES =
            Stream.of(DataCategory.values()).map(Enum::name).toList();

    boolean allow(Canary canary) {
        return canary.categories().stream()
                .map(category -> open.getOrDefault(category, Set.of()))
                .anyMatch(those -> canary.holders().stream().anyMatch(those::contains));
    }

    Set<UUID> participants() {
        return open.getOrDefault(OWN, Set.of());
    }

    static Rights of(Viewer viewer, Verdicts verdicts, Connection connection) throws SQLException {
        var membership = viewer.membership();
        return new Rights(membership == null ? Map.of() : open(viewer, membership, verdicts, connection));
    }

    private static Map<String, Set<UUID>> open(
            Viewer viewer, Membership membership, Verdicts verdicts, Connection connection) throws SQLException {
        var place = membership.place().id();
        return switch (membership.role()) {
            case "OPERATOR" -> Map.of(PROGRAM, ids(connection, "select id from party.program", null));
            case "DISTRICT_STEWARD", "SCHOOL_STAFF" -> ofDistrict(viewer, membership, verdicts, connection);
            default -> {
                var asker =
                        new Verdicts.Asker(membership.id(), viewer.tokenCategories(), membership.byServiceAccount());
                var open = new HashMap<>(verdicts.enrollments(asker, CATEGORIES));
                open.put(OWN, verdicts.participants(asker));
                var programs = ids(connection, "select id from party.program where organization_id = ?", place);
                programs.addAll(verdicts.partnersPrograms(asker));
                open.put(PROGRAM, programs);
                yield open;
            }
        };
    }

    /** A district's staff: what is shared with it, for school staff of their schools; a steward the consents to decide about. */
    private static Map<String, Set<UUID>> ofDistrict(
            Viewer viewer, Membership membership, Verdicts verdicts, Connection connection) throws SQLException {
        var open = new HashMap<String, Set<UUID>>();
        var token = viewer.tokenCategories();
        var district = membership.place().id();
        if (membership.role().equals("DISTRICT_STEWARD") && (token == null || !token.isEmpty())) {
            open.put(OWN, ids(connection, """
                    select participant_id
                    from document.consent
                    where district_id = ?
                      and (verified_on is null and refused_at is null and revoked_at is null and state = 'ACTIVE'
                        or revoked_by_signer_id <> signer_id and withdrawal_decision is null)
                    """, district));
        }
        if (token == null || token.contains("PARTICIPATION")) {
            var records = verdicts.recordsSharedWithDistrict(district);
            if (membership.role().equals("SCHOOL_STAFF")) {
                records.retainAll(ids(connection, """
                        select e.student_id
                        from record.enrollment e
                        join record.school s on s.district_id = e.district_id and s.id = e.school_id
                        where s.code = any((select school_codes from party.membership where id = ?)::text[])
                        """, membership.id()));
            }
            var shared = new HashSet<>(records);
            for (var record : records) {
                shared.addAll(ids(connection, "select id from record.enrollment where student_id = ?", record));
            }
            open.put(SHARED_WITH_DISTRICT, shared);
            open.put(PROGRAM, verdicts.programsSharedWithDistrict(records));
        }
        return open;
    }

    private static Set<UUID> ids(Connection connection, String sql, @Nullable UUID parameter) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            if (parameter != null) {
                query.setObject(1, parameter);
            }
            var ids = new HashSet<UUID>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }
}
