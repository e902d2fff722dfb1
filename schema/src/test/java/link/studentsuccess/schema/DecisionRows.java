package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Writes a world of access-decisions.csv as rows, and itself the places, the child and what the district delivers. */
record DecisionRows(Connection connection, DecisionWorld world) {

    private static final List<String> DELIVERED = List.of(
            "ENROLLMENT",
            "ATTENDANCE",
            "ATTENDANCE_REASON",
            "GRADES",
            "DISCIPLINE",
            "SPECIAL_EDUCATION",
            "HOUSING_FOSTER",
            "MEAL_STATUS");

    /** The caller rolls back. */
    void insert() throws SQLException {
        var staff = new DecisionStaff(connection, world);
        insertPlaces();
        staff.insertViewer();
        insertChild();
        staff.insertCaseload();
        insertDelivered();
        new DecisionDocuments(connection, world, staff).insert();
    }

    private void insertPlaces() throws SQLException {
        Insert.into("party.operator")
                .with("name", "Operator")
                .with("host", "operator.example")
                .with("zone", DecisionWorld.OPERATOR_ZONE)
                .run(connection);
        insertDistrict(world.district, "d.example");
        insertDistrict(world.otherDistrict, "e.example");
        insertOrganization(world.organization, "one.example");
        insertOrganization(world.otherOrganization, "two.example");
        Insert.into("party.program")
                .with("id", world.program)
                .with("organization_id", world.organization)
                .with("name", "Tutoring")
                .with("sharing", world.sharing)
                .with("site", world.programSite)
                .run(connection);
        Insert.into("party.program")
                .with("id", world.otherProgram)
                .with("organization_id", world.organization)
                .with("name", "Chess")
                .run(connection);
    }

    private void insertDistrict(UUID id, String host) throws SQLException {
        Insert.into("party.district")
                .with("id", id)
                .with("name", host)
                .with("host", host)
                .with("zone", world.zone)
                .run(connection);
    }

    private void insertOrganization(UUID id, String host) throws SQLException {
        Insert.into("party.organization")
                .with("id", id)
                .with("name", host)
                .with("host", host)
                .run(connection);
    }

    private void insertChild() throws SQLException {
        Insert.into("roster.participant")
                .with("id", world.participant)
                .with("organization_id", world.organization)
                .with("given_name", "Ana")
                .with("family_name", "Diaz")
                .with("birth_date", world.born)
                .with("entered_college_on", world.enteredCollege)
                .run(connection);
        Insert.into("roster.student")
                .with("id", world.student)
                .with("organization_id", world.organization)
                .with("participant_id", world.participant)
                .with("district_id", world.district)
                .with("district_student_id", world.typedNumber)
                .run(connection);
        Insert.into("roster.program_enrollment")
                .with("organization_id", world.organization)
                .with("participant_id", world.participant)
                .with("program_id", world.program)
                .with("served", world.service)
                .run(connection);
    }

    private void insertDelivered() throws SQLException {
        Insert.into("sync.feed")
                .with("id", world.feed)
                .with("district_id", world.district)
                .with("name", "All")
                .with("connector", "x")
                .with("settings", "{}")
                .with("categories", DELIVERED)
                .with("cron", "-")
                .with("zone", "UTC")
                .run(connection);
        for (var category : DELIVERED) {
            Insert.into("sync.freshness")
                    .with("district_id", world.district)
                    .with("category", category)
                    .with("feed_id", world.feed)
                    .with("published_at", "2026-11-16")
                    .run(connection);
        }
        var school = UUID.randomUUID();
        delivered("record.school", "s")
                .with("id", school)
                .with("name", "School")
                .with("code", "1")
                .run(connection);
        var student = UUID.randomUUID();
        delivered("record.student", "u")
                .with("id", student)
                .with("district_student_id", "100123")
                .with("given_name", "Ana")
                .with("family_name", "Diaz")
                .with("birth_date", world.born)
                .run(connection);
        if (world.enrolled) {
            delivered("record.enrollment", "e")
                    .with("student_id", student)
                    .with("school_id", school)
                    .with("school_year", 2027)
                    .with("entry_date", "2026-09-02")
                    .run(connection);
        }
        if (world.matched) {
            Insert.into("record.student_match")
                    .with("student_id", world.student)
                    .with("district_id", world.district)
                    .with("record_id", student)
                    .with("proved_at", "2026-11-16")
                    .run(connection);
        }
    }

    private Insert delivered(String table, String key) {
        return Insert.into(table)
                .with("district_id", world.district)
                .with("feed_id", world.feed)
                .with("source_key", key)
                .with("content_hash", "");
    }
}
