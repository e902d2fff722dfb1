package link.studentsuccess.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Four organizations, three districts, their people, agreements and consents, so that each named child's case is true
 * today. Written once into an empty database, all at once; what depends on the machine and the calendar is brought up
 * to date at every start.
 */
final class DemoSeed {

    /** What changes from one start to the next. */
    record Machine(String issuer, DemoFeeds.References references) {}

    private final Connection connection;
    private final Sql sql;
    private final DemoDistricts districts;
    private final Machine machine;

    DemoSeed(Connection connection, DemoDistricts districts, Machine machine) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.districts = districts;
        this.machine = machine;
    }

    void run() throws SQLException {
        connection.setAutoCommit(false);
        var feeds = new DemoFeeds(sql, districts);
        if (isEmpty()) {
            var documents = new DemoDocuments(sql, districts);
            var children = new DemoChildren(sql, districts, documents);
            new DemoParties(sql, districts.today()).insert(machine.issuer());
            documents.insertAgreements();
            feeds.insert();
            children.insert();
            children.insertCaseloads();
        }
        for (var person : Person.values()) {
            sql.run("update party.staff set issuer = ? where id = ?", machine.issuer(), person.staffId());
        }
        feeds.refresh(machine.references());
        refreshBirthDates();
        connection.commit();
        connection.setAutoCommit(true);
    }

    private boolean isEmpty() throws SQLException {
        try (var statement = connection.createStatement();
                var operators = statement.executeQuery("select from party.operator")) {
            return !operators.next();
        }
    }

    /** The sample districts keep their children at their age: from one school year to the next they are born later. */
    private void refreshBirthDates() throws SQLException {
        var birthDates = new HashMap<String, LocalDate>();
        districts
                .pugetRidge()
                .students()
                .forEach(s -> birthDates.put(Place.PUGET_RIDGE.id() + s.districtStudentId(), s.birthDate()));
        districts
                .rainierValley()
                .students()
                .forEach(s -> birthDates.put(Place.RAINIER_VALLEY.id() + s.districtStudentId(), s.birthDate()));
        birthDates.put(
                Place.SALT_CREEK.id() + SaltCreek.IMANI_NUMBER,
                districts.saltCreek().imanisBirthDate());
        for (var typed : typedNumbers().entrySet()) {
            var birthDate = birthDates.get(typed.getValue());
            if (birthDate != null) {
                refreshBirthDate(typed.getKey(), birthDate);
            }
        }
    }

    private Map<UUID, String> typedNumbers() throws SQLException {
        var numbers = new HashMap<UUID, String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select participant_id, district_id || district_student_id from roster.student")) {
            while (rows.next()) {
                numbers.put(rows.getObject(1, UUID.class), rows.getString(2));
            }
        }
        return numbers;
    }

    private void refreshBirthDate(UUID participant, LocalDate birthDate) throws SQLException {
        sql.run(
                "update roster.participant set birth_date = ? where id = ? and birth_date is distinct from ?",
                birthDate,
                participant,
                birthDate);
        sql.run("""
                update document.consent set student_birth_date = ?
                where participant_id = ? and student_birth_date is distinct from ?
                """, birthDate, participant, birthDate);
    }
}
