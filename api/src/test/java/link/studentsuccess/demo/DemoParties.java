package link.studentsuccess.demo;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The operator, districts, organizations with their programs, and the people. */
final class DemoParties {

    static final String ZONE = "America/Los_Angeles";
    static final String AFTER_SCHOOL = "After School Tutoring";
    static final String SUMMER_BRIDGE = "Summer Bridge";
    static final String HOMEWORK_CLUB = "Homework Club";
    static final String FAMILY_SUPPORT = "Family Support";
    static final String CHESS = "Chess and Talk";
    static final String WALKING_GROUP = "Walking Group";

    private static final UUID STATEMENT = Ids.of("confidentiality-statement", "1");

    private final Sql sql;
    private final LocalDate today;

    DemoParties(Sql sql, LocalDate today) {
        this.sql = sql;
        this.today = today;
    }

    static UUID program(String name) {
        return Ids.of("program", name);
    }

    void insert(String issuer) throws SQLException {
        sql.run(
                "insert into party.operator (id, name, host, zone) values (?, ?, ?, ?)",
                Place.OPERATOR.id(),
                Place.OPERATOR.title(),
                Place.OPERATOR.host(),
                ZONE);
        for (var place : Place.DISTRICTS) {
            sql.run(
                    "insert into party.district (id, name, host, zone) values (?, ?, ?, ?)",
                    place.id(),
                    place.title(),
                    place.host(),
                    ZONE);
        }
        for (var place : Place.ORGANIZATIONS) {
            sql.run(
                    "insert into party.organization (id, name, host) values (?, ?, ?)",
                    place.id(),
                    place.title(),
                    place.host());
        }
        insertProgram(Place.SOUND_REACH, AFTER_SCHOOL, "TUTORING", "ALLOWED");
        insertProgram(Place.SOUND_REACH, SUMMER_BRIDGE, "SUMMER", "ALLOWED");
        insertProgram(Place.HARBOR_LIGHTS, HOMEWORK_CLUB, "AFTER_SCHOOL", "ALLOWED");
        insertProgram(Place.HARBOR_LIGHTS, FAMILY_SUPPORT, "CASE_MANAGEMENT", "NEVER");
        insertProgram(Place.CEDAR_PATH, WALKING_GROUP, "OTHER", "ALLOWED");
        insertProgram(Place.BRIDGEWAY, CHESS, "MENTORING", "ALLOWED");
        sql.run(
                "insert into party.confidentiality_statement (id, version, text, effective_on) values (?, ?, ?, ?)",
                STATEMENT,
                "1",
                "I keep what I learn about students to myself, use it only to support them, and report every mistake at once.",
                today.minusDays(400));
        for (var person : Person.values()) {
            insertPerson(person, issuer);
        }
        sql.run(
                "insert into party.service_account (id, organization_id, name, client_id, owner_id) values (?, ?, ?, ?, ?)",
                Ids.of("service-account", "tutoring-board"),
                Place.SOUND_REACH.id(),
                "Tutoring board",
                "tutoring-board",
                Person.MARIA.membershipId());
    }

    private void insertProgram(Place organization, String name, String kind, String sharing) throws SQLException {
        sql.run(
                "insert into party.program (id, organization_id, name, kind, sharing) values (?, ?, ?, ?, ?)",
                program(name),
                organization.id(),
                name,
                kind,
                sharing);
    }

    private void insertPerson(Person person, String issuer) throws SQLException {
        sql.run(
                "insert into party.staff (id, issuer, subject, given_name, family_name, email)"
                        + " values (?, ?, ?, ?, ?, ?)",
                person.staffId(),
                issuer,
                person.subject(),
                person.givenName(),
                person.familyName(),
                person.email());
        sql.run(
                """
                insert into party.membership
                  (id, staff_id, organization_id, district_id, role, programs, categories, school_codes, active)
                select ?, ?,
                  (select id from party.organization where id = ?),
                  (select id from party.district where id = ?),
                  ?, nullif(?, '{}'::uuid[]), nullif(?::text[], '{}'), nullif(?::text[], '{}'), daterange(?, ?)
                """,
                person.membershipId(),
                person.staffId(),
                person.place().id(),
                person.place().id(),
                person.role(),
                person == Person.PAT ? List.of(program(SUMMER_BRIDGE)) : List.of(),
                person.categories(),
                person.schoolCodes(),
                today.minusDays(500),
                person.active() ? today.plusYears(5) : today.minusDays(40));
        if (person.accepted()) {
            sql.run(
                    "insert into party.statement_acceptance (staff_id, statement_id, accepted_at) values (?, ?, ?::date)",
                    person.staffId(),
                    STATEMENT,
                    today.minusDays(380));
        }
        if (person.trained()) {
            sql.run(
                    "insert into party.training_record (id, staff_id, title, valid) values (?, ?, ?, daterange(?, ?))",
                    Ids.of("training", person.name()),
                    person.staffId(),
                    "FERPA and student data privacy",
                    today.minusDays(120),
                    today.plusDays(610));
        }
    }
}
