package link.studentsuccess.api.queries;

import static link.studentsuccess.api.queries.Canary.LABEL;
import static link.studentsuccess.api.queries.Canary.OF_DISTRICT;
import static link.studentsuccess.api.queries.Canary.OWN;
import static link.studentsuccess.api.queries.Canary.SHARED_WITH_DISTRICT;
import static link.studentsuccess.api.queries.Canary.SIGNER;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.queries.Viewer.Membership;
import link.studentsuccess.schema.oracle.Verdicts;

/**
 * Of whom a viewer may be told what, by category: enrollments, participants, records, program enrollments or a district;
 * and what the oracle says when it is something else.
 */
record Rights(Map<String, Set<UUID>> open, Why why) {

    static final Set<String> CATEGORIES =
            Stream.of(DataCategory.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private static final Why NOTHING = (category, holders) -> category + ": nobody of the staff here";

    /** What the oracle answers about a category of these holders. */
    interface Why {
        String of(String category, Set<UUID> holders);
    }

    boolean allow(Canary canary) {
        return !allowedBy(canary).isEmpty();
    }

    /** Where statistics are told a school is a label, too. */
    boolean allowInStatistics(Canary canary) {
        return allow(canary) || opens(canary, LABEL);
    }

    private boolean opens(Canary canary, String category) {
        return canary.categories().contains(category)
                && canary.holders().stream().anyMatch(open.getOrDefault(category, Set.of())::contains);
    }

    /** The categories by which it may be told. */
    Set<String> allowedBy(Canary canary) {
        return canary.categories().stream()
                .filter(category -> !category.equals(LABEL) && opens(canary, category))
                .collect(Collectors.toSet());
    }

    /** The reasons of the categories that would tell it. */
    String reasons(Canary canary) {
        return canary.categories().stream()
                .sorted()
                .map(category -> CATEGORIES.contains(category)
                        ? why.of(category, canary.holders())
                        : category + ": of none of these")
                .collect(Collectors.joining("; "));
    }

    Set<UUID> participants() {
        return open.getOrDefault(OWN, Set.of());
    }

    static Rights of(Viewer viewer, Verdicts verdicts, Connection connection) throws SQLException {
        var membership = viewer.membership();
        if (membership == null || membership.role().equals("OPERATOR")) {
            return new Rights(Map.of(), NOTHING);
        }
        return switch (membership.role()) {
            case "DISTRICT_STEWARD", "SCHOOL_STAFF" ->
                new Rights(ofDistrict(viewer, membership, verdicts, connection), NOTHING);
            default -> ofOrganization(viewer, membership, verdicts, connection);
        };
    }

    private static Rights ofOrganization(Viewer viewer, Membership membership, Verdicts verdicts, Connection connection)
            throws SQLException {
        var asker = new Verdicts.Asker(membership.id(), viewer.tokenCategories(), membership.byServiceAccount());
        var open = new HashMap<>(verdicts.enrollments(asker, List.copyOf(CATEGORIES)));
        open.put(OWN, verdicts.participants(asker));
        open.put("PARTICIPATION", verdicts.sharedWithPartners(asker));
        open.put(
                LABEL,
                ids(
                        connection,
                        "select district_id from document.district_agreement where organization_id = ?",
                        membership.place().id()));
        return new Rights(open, (category, holders) -> verdicts.why(asker, category, holders));
    }

    /** A district's staff: what is shared with it, for school staff of their schools; a steward the consents and matches to decide about. */
    private static Map<String, Set<UUID>> ofDistrict(
            Viewer viewer, Membership membership, Verdicts verdicts, Connection connection) throws SQLException {
        var open = new HashMap<String, Set<UUID>>();
        var token = viewer.tokenCategories();
        var district = membership.place().id();
        if (membership.role().equals("DISTRICT_STEWARD")) {
            open.put(OF_DISTRICT, Set.of(district));
        }
        if (membership.role().equals("DISTRICT_STEWARD") && (token == null || !token.isEmpty())) {
            open.put(OWN, ids(connection, """
                    with district as (select ?::uuid as id)
                    select c.participant_id
                    from document.consent c
                    cross join district
                    where c.district_id = district.id
                      and (c.verified_on is null and c.refused_at is null and c.revoked_at is null and c.state = 'ACTIVE'
                        or c.revoked_by_signer_id <> c.signer_id and c.withdrawal_decision is null)
                    union
                    select s.participant_id
                    from roster.student s
                    join (
                      select student_id, district_id from sync.match_candidate
                      union
                      select student_id, district_id from sync.broken_match
                    ) x on x.student_id = s.id
                    cross join district
                    where x.district_id = district.id
                    """, district));
            open.put(
                    SIGNER,
                    ids(connection, "select participant_id from roster.student where district_id = ?", district));
        }
        if (token == null || token.contains("PARTICIPATION")) {
            open.put(SHARED_WITH_DISTRICT, shared(membership, verdicts, connection));
        }
        return open;
    }

    private static Set<UUID> shared(Membership membership, Verdicts verdicts, Connection connection)
            throws SQLException {
        var schools = membership.role().equals("SCHOOL_STAFF") ? schools(membership, connection) : null;
        var records = verdicts.recordsSharedWithDistrict(membership.place().id(), schools);
        var shared = new HashSet<>(records);
        shared.addAll(verdicts.sharedWithDistrict(records));
        shared.addAll(verdicts.enrollmentsToday(records));
        return shared;
    }

    private static Set<String> schools(Membership membership, Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement("select unnest(school_codes) from party.membership where id = ?")) {
            query.setObject(1, membership.id());
            var schools = new HashSet<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    schools.add(rows.getString(1));
                }
            }
            return schools;
        }
    }

    private static Set<UUID> ids(Connection connection, String sql, UUID parameter) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, parameter);
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
