package link.studentsuccess.demo;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Which connector reads which district, how, and when. */
final class DemoFeeds {

    /** What the feeds of this machine refer to. */
    record References(String clientSecret, String attendanceFolder, String sftpPassword, String saltCreekFolder) {}

    private final Sql sql;
    private final DemoDistricts districts;

    DemoFeeds(Sql sql, DemoDistricts districts) {
        this.sql = sql;
        this.districts = districts;
    }

    static UUID oneRoster() {
        return Ids.of("feed", "oneroster");
    }

    static UUID attendance() {
        return Ids.of("feed", "attendance");
    }

    static UUID flatFiles() {
        return Ids.of("feed", "flat-files");
    }

    static UUID saltCreekRoster() {
        return Ids.of("feed", "salt-creek-roster");
    }

    void insert() throws SQLException {
        insert(
                oneRoster(),
                Place.PUGET_RIDGE,
                "Student information system",
                "oneroster",
                List.of("ENROLLMENT", "GRADES"),
                "0 15 5 * * *");
        insert(attendance(), Place.PUGET_RIDGE, "Attendance files", "csv", List.of("ATTENDANCE"), "0 45 5 * * MON-FRI");
        insert(
                flatFiles(),
                Place.RAINIER_VALLEY,
                "Weekly files",
                "csv",
                List.of(
                        "ENROLLMENT",
                        "ATTENDANCE",
                        "GRADES",
                        "SCHEDULE",
                        "ASSIGNMENTS",
                        "CONTACT",
                        "DEMOGRAPHICS",
                        "ASSESSMENTS",
                        "ATTENDANCE_REASON",
                        "DISCIPLINE",
                        "SPECIAL_EDUCATION",
                        "SECTION_504",
                        "MULTILINGUAL",
                        "HOUSING_FOSTER",
                        "MEAL_STATUS"),
                "0 30 6 * * MON");
        insert(saltCreekRoster(), Place.SALT_CREEK, "Roster files", "csv", List.of("ENROLLMENT"), "0 0 6 * * *");
        // Announced by the district, but nothing has been sent: it does not run yet.
        insert(
                Ids.of("feed", "salt-creek-attendance"),
                Place.SALT_CREEK,
                "Attendance files",
                "csv",
                List.of("ATTENDANCE"),
                "0 30 6 * * *");
        sql.run("update sync.feed set enabled = false where id = ?", Ids.of("feed", "salt-creek-attendance"));
        neutralise("COURSE", "Resource Math", "Mathematics", "SPECIAL_EDUCATION");
        neutralise("SCHOOL", "4209", "Another school of the district", "SPECIAL_EDUCATION");
        neutralise("EXIT_TYPE", "Incarcerated", "LEFT", "DISCIPLINE");
        neutralise("ASSESSMENT", "WA-AIM", "State assessment", "SPECIAL_EDUCATION");
    }

    /** What Rainier Valley's values would give away, and what is shown in their place. */
    private void neutralise(String kind, String value, String neutral, String category) throws SQLException {
        sql.run(
                "insert into sync.reveal_map (district_id, kind, value, neutral, category) values (?, ?, ?, ?, ?)",
                Place.RAINIER_VALLEY.id(),
                kind,
                value,
                neutral,
                category);
    }

    private void insert(UUID id, Place district, String name, String connector, List<String> categories, String cron)
            throws SQLException {
        sql.run("""
                insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone)
                values (?, ?, ?, ?, '{}', ?, ?, ?)
                """, id, district.id(), name, connector, categories, cron, DemoParties.ZONE);
    }

    /** Ports and folders may differ from the last start. */
    void refresh(References references) throws SQLException {
        var pugetRidge = districts.pugetRidge();
        sql.run(
                """
                update sync.feed set settings = jsonb_build_object(
                  'baseUrl', ?::text, 'gradebookUrl', ?::text, 'tokenUrl', ?::text, 'clientId', ?::text,
                  'clientSecret', ?::text, 'pageSize', '500')
                where id = ?
                """,
                pugetRidge.oneRosterBase().toString(),
                pugetRidge.gradebookBase().toString(),
                pugetRidge.tokenAddress().toString(),
                pugetRidge.clientId(),
                references.clientSecret(),
                oneRoster());
        sql.run(
                "update sync.feed set settings = jsonb_build_object('folder', ?::text) where id = ?",
                references.attendanceFolder(),
                attendance());
        var valley = districts.rainierValley();
        sql.run(
                """
                update sync.feed set settings = jsonb_build_object(
                  'sftpHost', ?::text, 'sftpPort', ?::text, 'sftpUser', ?::text, 'sftpHostKey', ?::text,
                  'sftpPassword', ?::text, 'folder', ?::text, 'mapping', ?::text)
                where id = ?
                """,
                valley.sftpHost(),
                String.valueOf(valley.sftpPort()),
                valley.sftpUser(),
                valley.hostKey(),
                references.sftpPassword(),
                valley.folder(),
                valley.mapping(),
                flatFiles());
        sql.run(
                "update sync.feed set settings = jsonb_build_object('folder', ?::text) where id = ?",
                references.saltCreekFolder(),
                saltCreekRoster());
    }
}
