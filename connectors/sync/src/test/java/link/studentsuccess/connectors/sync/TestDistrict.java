package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A district of its own per test, with one organization that has agreements with it and serves participants. */
final class TestDistrict {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<String> RECORDS = List.of(
            "school",
            "calendar_day",
            "student",
            "student_match",
            "enrollment",
            "attendance_event",
            "attendance_summary",
            "section",
            "grade",
            "grade_summary",
            "scheduled_class",
            "contact",
            "demographics");

    final UUID id;
    private final UUID organization;
    private final UUID program;

    TestDistrict() throws SQLException {
        this(newDistrict());
    }

    private TestDistrict(UUID district) throws SQLException {
        var n = COUNT.incrementAndGet();
        id = district;
        organization = insert(
                "insert into party.organization (name, host) values (:name, :host) returning id",
                Map.of("name", "Organization " + n, "host", "o" + n + ".example"));
        program = insert(
                "insert into party.program (organization_id, name) values (:organization, 'Tutoring') returning id",
                Map.of("organization", organization));
        execute("""
                insert into document.operator_agreement (organization_id, in_force)
                values (:organization, daterange(current_date - 400, current_date + 400))
                """, Map.of("organization", organization));
        execute("""
                insert into document.district_agreement (organization_id, district_id, in_force, categories, purpose)
                values (:organization, :district, daterange(current_date - 400, current_date + 400),
                  array['ENROLLMENT', 'ATTENDANCE', 'GRADES', 'SCHEDULE', 'CONTACT', 'DEMOGRAPHICS', 'SPECIAL_EDUCATION'],
                  'Tutoring')
                """, Map.of("organization", organization, "district", id));
    }

    /** The same district as another organization knows it. */
    TestDistrict ofAnotherOrganization() throws SQLException {
        return new TestDistrict(id);
    }

    private static UUID newDistrict() throws SQLException {
        var n = COUNT.incrementAndGet();
        execute("""
                insert into party.operator (name, host, zone)
                values ('Operator', 'operator.example', 'America/Los_Angeles')
                on conflict do nothing
                """, Map.of());
        return insert("""
                insert into party.district (name, host, zone)
                values (:name, :host, 'America/Los_Angeles')
                returning id
                """, Map.of("name", "District " + n, "host", "d" + n + ".example"));
    }

    UUID feed(String connector, List<String> categories, Map<String, String> settings) throws SQLException {
        var json = new TreeMap<>(settings)
                .entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\": \"" + e.getValue() + "\"")
                        .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
        return insert(
                """
                insert into sync.feed (district_id, name, connector, settings, categories, cron, zone)
                values (:district, :name, :connector, :settings::jsonb, string_to_array(:categories, ','), '0 0 2 * * *',
                  'America/Los_Angeles')
                returning id
                """,
                Map.of(
                        "district", id,
                        "name", connector + " " + COUNT.incrementAndGet(),
                        "connector", connector,
                        "settings", json,
                        "categories", String.join(",", categories)));
    }

    /** A participant with a student of this district and a consent for both categories. */
    UUID consented(@Nullable String districtStudentId, String given, String family, @Nullable LocalDate birthDate)
            throws SQLException {
        return consented(districtStudentId, given, family, birthDate, "ENROLLMENT,ATTENDANCE");
    }

    UUID consented(
            @Nullable String districtStudentId,
            String given,
            String family,
            @Nullable LocalDate birthDate,
            String categories)
            throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            var participant = Sql.of(connection, """
                            insert into roster.participant (organization_id, given_name, family_name, birth_date)
                            values (:organization, :given, :family, :birth)
                            returning id
                            """)
                    .set("organization", organization)
                    .set("given", given)
                    .set("family", family)
                    .set("birth", (Object) birthDate)
                    .one(row -> Sql.uuid(row, "id"));
            Sql.of(connection, """
                            insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                            values (:organization, :participant, :program, daterange(current_date - 100, null))
                            """)
                    .set("organization", organization)
                    .set("participant", participant)
                    .set("program", program)
                    .update();
            var signer = Sql.of(connection, """
                            insert into document.signer (organization_id, participant_id, name, capacity)
                            values (:organization, :participant, 'A parent', 'PARENT')
                            returning id
                            """)
                    .set("organization", organization)
                    .set("participant", participant)
                    .one(row -> Sql.uuid(row, "id"));
            Sql.of(connection, """
                            insert into document.consent (organization_id, participant_id, district_id, signer_id, signed_on,
                              in_force, categories, parties, purpose, student_birth_date)
                            values (:organization, :participant, :district, :signer, current_date - 50,
                              daterange(current_date - 50, current_date + 300), string_to_array(:categories, ','),
                              array['ORGANIZATION', 'OPERATOR'], 'Tutoring', :birth)
                            """)
                    .set("organization", organization)
                    .set("participant", participant)
                    .set("district", id)
                    .set("signer", signer)
                    .set("categories", categories)
                    .set("birth", (Object) birthDate)
                    .update();
            return Sql.of(connection, """
                            insert into roster.student (organization_id, participant_id, district_id, district_student_id)
                            values (:organization, :participant, :district, :number)
                            returning id
                            """)
                    .set("organization", organization)
                    .set("participant", participant)
                    .set("district", id)
                    .set("number", (Object) districtStudentId)
                    .one(row -> Sql.uuid(row, "id"));
        }
    }

    /** From which day the district releases the grades of a grading period; without a day its word is taken back. */
    void releases(int schoolYear, String gradingPeriod, @Nullable LocalDate on) throws SQLException {
        execute("""
                delete from sync.grade_release
                where district_id = :district and school_year = :year and grading_period = :period
                """, Map.of("district", id, "year", schoolYear, "period", gradingPeriod));
        if (on != null) {
            execute("""
                    insert into sync.grade_release (district_id, school_year, grading_period, released_on)
                    values (:district, :year, :period, :on)
                    """, Map.of("district", id, "year", schoolYear, "period", gradingPeriod, "on", on));
        }
    }

    /** The student's consent as it stands from now on. */
    void consentsTo(UUID student, String categories) throws SQLException {
        execute("""
                update document.consent
                set revoked_at = null, categories = string_to_array(:categories, ',')
                where participant_id = (select participant_id from roster.student where id = :student)
                """, Map.of("categories", categories, "student", student));
    }

    void revoke(UUID student) throws SQLException {
        execute("""
                update document.consent
                set revoked_at = now()
                where participant_id = (select participant_id from roster.student where id = :student)
                """, Map.of("student", student));
    }

    /** A steward's, on a feed or the whole district, by the column that names it. */
    void hold(String column, UUID target, String cause, int daysAgo) throws SQLException {
        execute("""
                with person as (
                  insert into party.staff (issuer, subject, given_name, family_name, email)
                  values ('issuer', gen_random_uuid()::text, 'Steph', 'Yamada', 's@example.org')
                  returning id
                ), steward as (
                  insert into party.membership (staff_id, district_id, role, active)
                  select id, :district, 'DISTRICT_STEWARD', daterange(current_date, null) from person
                  returning id
                )
                insert into document.hold (kind, %s, cause, begins, set_by)
                select 'CLOSE', :target, :cause, now() - make_interval(days => :days), id from steward
                """.formatted(column), Map.of("district", id, "target", target, "cause", cause, "days", daysAgo));
    }

    /** District student IDs of the published records that are matched with this student. */
    List<String> matched(UUID student) throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            return Sql.of(connection, """
                            select s.district_student_id
                            from record.student_match m
                            join record.student s on s.district_id = m.district_id and s.id = m.record_id
                            where m.student_id = :student
                            """).set("student", student).list(row -> row.getString("district_student_id"));
        }
    }

    long count(String table) throws SQLException {
        return number("select count(*) as n from record." + table + " where district_id = :district");
    }

    long number(String query) throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            return Sql.of(connection, query).set("district", id).one(row -> row.getLong("n"));
        }
    }

    String text(String query) throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            return Sql.of(connection, query).set("district", id).one(row -> row.getString(1));
        }
    }

    /** Every published row with the transaction that wrote it: equal before and after means nothing was written. */
    List<String> writes() throws SQLException {
        var rows = new java.util.ArrayList<String>();
        try (var connection = TestDatabase.shared().asSuperuser()) {
            for (var table : RECORDS) {
                rows.addAll(Sql.of(
                                connection,
                                "select tableoid::text || ' ' || ctid || ' ' || xmin as row from record." + table
                                        + " where district_id = :district order by 1")
                        .set("district", id)
                        .list(row -> row.getString("row")));
            }
        }
        return rows;
    }

    static void execute(String text, Map<String, Object> values) throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            var sql = Sql.of(connection, text);
            values.forEach(sql::set);
            sql.update();
        }
    }

    private static UUID insert(String text, Map<String, Object> values) throws SQLException {
        try (var connection = TestDatabase.shared().asSuperuser()) {
            var sql = Sql.of(connection, text);
            values.forEach(sql::set);
            return sql.one(row -> Sql.uuid(row, "id"));
        }
    }
}
