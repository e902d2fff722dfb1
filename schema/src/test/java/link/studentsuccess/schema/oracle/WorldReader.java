package link.studentsuccess.schema.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Statement;
import org.jspecify.annotations.Nullable;

/** Reads a database as it is into a world, whose ids are those of the rows. The connection must be bound by no rule. */
final class WorldReader {

    private interface Reading {
        void row(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final World world;

    private WorldReader(Connection connection) throws SQLException {
        this.connection = connection;
        var zones = new ArrayList<ZoneId>();
        var statements = new ArrayList<Statement>();
        read("select zone from party.operator", row -> zones.add(ZoneId.of(row.getString(1))));
        read(
                "select version, effective_on from party.confidentiality_statement",
                row -> statements.add(new Statement(row.getString(1), row.getObject(2, LocalDate.class))));
        this.world = new World(new World.Deployment(zones.get(0), statements));
    }

    static World read(Connection connection) throws SQLException {
        var reader = new WorldReader(connection);
        reader.places();
        reader.people();
        reader.children();
        reader.agreements();
        reader.consents();
        reader.holds();
        reader.records();
        return reader.world;
    }

    private void places() throws SQLException {
        read("select id, zone from party.district", row -> {
            var district = add(new World.District(), row);
            district.zone = ZoneId.of(row.getString("zone"));
        });
        read("select id from party.organization", row -> add(new World.Organization(), row));
        read("select id, organization_id, site, sharing = 'NEVER' as never from party.program", row -> {
            var program = add(new World.Program(), row);
            program.organization = row.getString("organization_id");
            program.site = row.getString("site");
            program.neverShared = row.getBoolean("never");
        });
        read("""
                select f.id, f.district_id, f.categories,
                  array(select x.category from sync.freshness x where x.district_id = f.district_id) as published
                from sync.feed f
                """, row -> {
            var feed = add(new World.Feed(), row);
            feed.district = row.getString("district_id");
            feed.categories = set(row, "categories");
            feed.published = set(row, "published");
        });
    }

    private void people() throws SQLException {
        read("""
                select s.id,
                  array(
                    select c.version
                    from party.statement_acceptance a
                    join party.confidentiality_statement c on c.id = a.statement_id
                    where a.staff_id = s.id and a.accepted_at <= now()) as accepted
                from party.staff s
                """, row -> add(new World.Staff(), row).acceptedVersions = set(row, "accepted"));
        read("select id, staff_id, " + days("valid") + " from party.training_record", row -> {
            var training = add(new World.Training(), row);
            training.staff = row.getString("staff_id");
            training.valid = days(row, "valid");
        });
        read(
                "select id, staff_id, organization_id, role, programs, categories, kind, deactivated_at, "
                        + "greatest(accepted_at, reactivated_at, (select max(r.at) from ledger.request r"
                        + " where r.membership_id = m.id and r.service_account_id is null)) as used, "
                        + days("active")
                        + ", background_check is not null as checked, " + days("background_check")
                        + " from party.membership m where organization_id is not null",
                row -> {
                    var member = add(new World.Member(), row);
                    member.staff = row.getString("staff_id");
                    member.organization = row.getString("organization_id");
                    member.role = row.getString("role");
                    member.programs = setOrNull(row, "programs");
                    member.categories = setOrNull(row, "categories");
                    member.kind = row.getString("kind");
                    member.deactivatedAt = instant(row, "deactivated_at");
                    member.active = days(row, "active");
                    var used = instant(row, "used");
                    member.signIns = used == null ? Set.of() : Set.of(used);
                    member.backgroundCheck = row.getBoolean("checked") ? days(row, "background_check") : null;
                });
        read(
                "select id, membership_id, participant_id, program_id, site, cover_for, " + days("assigned")
                        + " from roster.caseload_assignment",
                row -> {
                    var assignment = add(new World.Assignment(), row);
                    assignment.member = row.getString("membership_id");
                    assignment.participant = row.getString("participant_id");
                    assignment.program = row.getString("program_id");
                    assignment.site = row.getString("site");
                    assignment.coverFor = row.getString("cover_for");
                    assignment.days = days(row, "assigned");
                });
    }

    private void children() throws SQLException {
        read("""
                select id, organization_id, entered_college_on, destroyed_at is not null or merged_into is not null as gone
                from roster.participant
                """, row -> {
            var participant = add(new World.Participant(), row);
            participant.organization = row.getString("organization_id");
            participant.enteredCollegeOn = row.getObject("entered_college_on", LocalDate.class);
            participant.destroyed = row.getBoolean("gone");
        });
        read("select id, participant_id, program_id, " + days("served") + " from roster.program_enrollment", row -> {
            var service = add(new World.Service(), row);
            service.participant = row.getString("participant_id");
            service.program = row.getString("program_id");
            service.days = days(row, "served");
        });
        // Where a match is proved, the district's own spelling of the number.
        read("""
                select s.id, s.participant_id, s.district_id, m.record_id,
                  coalesce(r.district_student_id, s.district_student_id, '') as number
                from roster.student s
                left join record.student_match m on m.student_id = s.id and m.district_id = s.district_id
                left join record.student r on r.district_id = m.district_id and r.id = m.record_id
                """, row -> {
            var student = add(new World.Student(), row);
            student.participant = row.getString("participant_id");
            student.district = row.getString("district_id");
            student.districtStudentId = row.getString("number");
            student.record = row.getString("record_id");
        });
    }

    private void agreements() throws SQLException {
        read("select id, organization_id, " + days("in_force") + " from document.operator_agreement", row -> {
            var agreement = add(new World.OperatorAgreement(), row);
            agreement.organization = row.getString("organization_id");
            agreement.inForce = days(row, "in_force");
        });
        read("""
                select id, operator_agreement_id, program_id, audience, agreed_at, withdrawn_at from document.sharing_opt_in
                """, row -> {
            var optIn = add(new World.OptIn(), row);
            optIn.agreement = row.getString("operator_agreement_id");
            optIn.program = row.getString("program_id");
            optIn.audience = row.getString("audience");
            optIn.agreedAt = known(row, "agreed_at");
            optIn.withdrawnAt = instant(row, "withdrawn_at");
        });
        read("""
                select id, organization_id, district_id, categories, school_codes, school_years,
                  basis = 'SCHOOL_OFFICIAL' as school_official, coalesce(designated_categories, '{}') as designated,
                  verification, operator_is_agent, wind_down_days, staff_kinds, requires_background_check,
                  requires_named_staff,
                """ + days("in_force") + " from document.district_agreement", this::districtAgreement);
        read("""
                select district_agreement_id::text || membership_id as id, district_agreement_id, membership_id,
                """ + days("named") + " from document.named_staff", row -> {
            var named = add(new World.Named(), row);
            named.agreement = row.getString("district_agreement_id");
            named.member = row.getString("membership_id");
            named.days = days(row, "named");
        });
        read(
                "select id, district_agreement_id, district_student_id, " + days("in_force")
                        + " from document.designation",
                row -> {
                    var designation = add(new World.Designation(), row);
                    designation.agreement = row.getString("district_agreement_id");
                    designation.districtStudentId = row.getString("district_student_id");
                    designation.inForce = days(row, "in_force");
                });
    }

    private void districtAgreement(ResultSet row) throws SQLException {
        var agreement = add(new World.DistrictAgreement(), row);
        agreement.organization = row.getString("organization_id");
        agreement.district = row.getString("district_id");
        agreement.inForce = days(row, "in_force");
        agreement.categories = set(row, "categories");
        agreement.schools = setOrNull(row, "school_codes");
        var years = setOrNull(row, "school_years");
        agreement.years =
                years == null ? null : years.stream().map(Integer::valueOf).collect(Collectors.toSet());
        agreement.schoolOfficial = row.getBoolean("school_official");
        agreement.designated = set(row, "designated");
        agreement.verification = row.getString("verification");
        agreement.operatorIsAgent = row.getBoolean("operator_is_agent");
        agreement.windDownDays = row.getInt("wind_down_days");
        agreement.staffKinds = setOrNull(row, "staff_kinds");
        agreement.backgroundCheck = row.getBoolean("requires_background_check");
        agreement.namedStaff = row.getBoolean("requires_named_staff");
    }

    private void consents() throws SQLException {
        read("""
                select g.id, g.participant_id, g.capacity, g.restricted_at, m.district_id
                from document.signer g
                left join party.membership m on m.id = g.restricted_by
                """, row -> {
            var signer = add(new World.Signer(), row);
            signer.participant = row.getString("participant_id");
            signer.capacity = row.getString("capacity");
            signer.restrictedAt = instant(row, "restricted_at");
            signer.restrictedBy = row.getString("district_id");
        });
        read("""
                select id, participant_id, district_id, kind, signer_id, signed_on, categories, audiences, parties, purpose, proof,
                  student_birth_date, state, evidence, attested_by, drawn, verified_on, refused_at, revoked_at,
                  revoked_by_signer_id, withdrawal_decision, recorded_at,
                """ + days("in_force") + " from document.consent", this::consent);
    }

    private void consent(ResultSet row) throws SQLException {
        var consent = add(new World.Consent(), row);
        consent.participant = row.getString("participant_id");
        consent.district = row.getString("district_id");
        consent.kind = row.getString("kind");
        consent.signer = row.getString("signer_id");
        consent.signedOn = row.getObject("signed_on", LocalDate.class);
        consent.inForce = days(row, "in_force");
        consent.categories = set(row, "categories");
        consent.audiences = set(row, "audiences");
        consent.parties = set(row, "parties");
        consent.purpose = row.getString("purpose");
        consent.proof = row.getString("proof");
        consent.studentBirthDate = row.getObject("student_birth_date", LocalDate.class);
        consent.draft = row.getString("state").equals("DRAFT");
        consent.byLink = row.getString("evidence").equals("LINK");
        consent.attested = row.getString("attested_by") != null;
        consent.drawn = row.getBoolean("drawn");
        consent.verifiedOn = row.getObject("verified_on", LocalDate.class);
        consent.refusedAt = instant(row, "refused_at");
        consent.revokedAt = instant(row, "revoked_at");
        consent.revokedBy = row.getString("revoked_by_signer_id");
        consent.reopened = "REOPEN".equals(row.getString("withdrawal_decision"));
        consent.recorded = known(row, "recorded_at");
    }

    private void holds() throws SQLException {
        read("""
                select id, kind, district_id, district_student_id, organization_id, participant_id, staff_id, membership_id,
                  operator_agreement_id, district_agreement_id, feed_id, begins, ends
                from document.hold
                """, row -> {
            var hold = add(new World.Hold(), row);
            hold.remove = row.getString("kind").equals("REMOVE");
            hold.district = row.getString("district_id");
            hold.districtStudentId = row.getString("district_student_id");
            hold.organization = row.getString("organization_id");
            hold.participant = row.getString("participant_id");
            hold.staff = row.getString("staff_id");
            hold.member = row.getString("membership_id");
            hold.operatorAgreement = row.getString("operator_agreement_id");
            hold.districtAgreement = row.getString("district_agreement_id");
            hold.feed = row.getString("feed_id");
            hold.begins = known(row, "begins");
            hold.ends = instant(row, "ends");
        });
    }

    private void records() throws SQLException {
        read("select id, district_id, district_student_id, birth_date from record.student", row -> {
            var record = add(new World.SchoolRecord(), row);
            record.district = row.getString("district_id");
            record.districtStudentId = row.getString("district_student_id");
            record.born = row.getObject("birth_date", LocalDate.class);
        });
        read("""
                select district_id || '/' || school_year as id, district_id, school_year, min(date) as day
                from record.calendar_day
                where instructional
                group by district_id, school_year
                """, row -> {
            var first = add(new World.FirstSchoolDay(), row);
            first.district = row.getString("district_id");
            first.year = row.getInt("school_year");
            first.day = row.getObject("day", LocalDate.class);
        });
        read("""
                select e.id, e.student_id, coalesce(s.code, '') as school, e.school_year, e.entry_date, e.exit_date
                from record.enrollment e
                join record.school s on s.district_id = e.district_id and s.id = e.school_id
                """, row -> {
            var enrollment = add(new World.Enrollment(), row);
            enrollment.record = row.getString("student_id");
            enrollment.school = row.getString("school");
            enrollment.year = row.getInt("school_year");
            enrollment.entry = row.getObject("entry_date", LocalDate.class);
            enrollment.exit = row.getObject("exit_date", LocalDate.class);
        });
    }

    private <T extends World.Element> T add(T element, ResultSet row) throws SQLException {
        element.id = row.getString("id");
        return world.add(element);
    }

    private void read(String sql, Reading reading) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reading.row(rows);
            }
        }
    }

    /** A range as two columns; nothing of it, where it is empty or absent. */
    private static String days(String column) {
        return "coalesce(case when not isempty(%1$s) then coalesce(nullif(lower(%1$s), '-infinity'), '1900-01-01') end, '1900-01-01') as %1$s_from, "
                        .formatted(column)
                + "case when isempty(%1$s) then '1900-01-01' else nullif(upper(%1$s), 'infinity') end as %1$s_until"
                        .formatted(column);
    }

    private static Days days(ResultSet row, String column) throws SQLException {
        return new Days(
                row.getObject(column + "_from", LocalDate.class), row.getObject(column + "_until", LocalDate.class));
    }

    private static Set<String> set(ResultSet row, String column) throws SQLException {
        var values = setOrNull(row, column);
        return values == null ? Set.of() : values;
    }

    private static @Nullable Set<String> setOrNull(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null
                ? null
                : Stream.of((Object[]) array.getArray()).map(String::valueOf).collect(Collectors.toSet());
    }

    private static Instant known(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
