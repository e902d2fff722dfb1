package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Student;

/** What the policy decides about loaded worlds. */
record Database(Connection connection, Loader loader) {

    record Asked(String student, String category) {}

    /** The two answers to one question. */
    record Disagreement(Decision oracle, Decision database) {

        String kind() {
            return oracle.outcome() + ", but the database " + database.outcome()
                    + (outcomes() ? "" : ", in the days or rows");
        }

        /** Whether the answers are others, and not only until when. */
        boolean outcomes() {
            return !oracle.outcome().equals(database.outcome());
        }
    }

    /** What the oracle and the database say otherwise about a question. */
    Map<Asked, Disagreement> disagreements(World world, Question question) throws SQLException {
        var decided = decide(world, question);
        var disagreements = new HashMap<Asked, Disagreement>();
        expected(world, question).forEach((asked, expected) -> {
            var actual = decided.getOrDefault(asked, Decision.closed(Decision.INVISIBLE));
            if (!actual.equals(expected)) {
                disagreements.put(asked, new Disagreement(expected, actual));
            }
        });
        return disagreements;
    }

    /** Plans are made once: the policy's functions take longer to plan than to run. The caller's transaction begins. */
    static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("set jit = off");
        }
        connection.setAutoCommit(false);
    }

    /** Loads worlds of one deployment, and asks in the role of the policy; the caller rolls back. */
    static Database load(Connection connection, List<World> worlds) throws SQLException {
        var loader = Loader.load(connection, worlds);
        try (var statement = connection.createStatement()) {
            statement.execute("set local role link_policy");
        }
        return new Database(connection, loader);
    }

    /** Every student in every category; who is missing does not exist for the viewer. */
    Map<Asked, Decision> decide(World world, Question question) throws SQLException {
        try (var query = connection.prepareStatement(
                "select student_id, category, granted, reason, enrollments, since, until, records_from"
                        + " from access.decide(?, ?, ?::timestamptz, ?, ?)")) {
            query.setObject(1, loader.uuid(world, question.member()));
            query.setArray(
                    2,
                    question.tokenCategories() == null
                            ? null
                            : array("text", question.tokenCategories().toArray()));
            query.setString(3, question.at().toString());
            query.setArray(4, students(world));
            query.setArray(5, array("text", Categories.ALL.toArray()));
            return decisions(query);
        }
    }

    /** The same by whom the transaction has entered; what is granted is recorded and can be read. */
    Map<Asked, Decision> open(World world) throws SQLException {
        try (var query = connection.prepareStatement(
                "select student_id, category, granted, reason, enrollments, since, until, records_from from access.open(?, ?)")) {
            query.setArray(1, students(world));
            query.setArray(2, array("text", Categories.ALL.toArray()));
            return decisions(query);
        }
    }

    private Map<Asked, Decision> decisions(PreparedStatement query) throws SQLException {
        var decisions = new HashMap<Asked, Decision>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                var opened = Arrays.stream((UUID[]) rows.getArray(5).getArray())
                        .map(loader::name)
                        .collect(toSet());
                decisions.put(
                        new Asked(loader.name(rows.getObject(1, UUID.class)), rows.getString(2)),
                        new Decision(
                                rows.getBoolean(3) ? Decision.ALLOW : rows.getString(4),
                                opened,
                                rows.getObject(6, LocalDate.class),
                                rows.getObject(7, LocalDate.class),
                                rows.getObject(8, Integer.class)));
            }
        }
        return decisions;
    }

    /** What the viewer of the transaction is told of what partners do, of what it has opened. */
    Set<Sharing.Told> toldOfPartners(World world) throws SQLException {
        try (var query =
                connection.prepareStatement("select student_id, program_name from access.shared_participation(?)")) {
            query.setArray(1, students(world));
            var told = new HashSet<Sharing.Told>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    told.add(new Sharing.Told(loader.name(rows.getObject(1, UUID.class)), rows.getString(2)));
                }
            }
            return told;
        }
    }

    /** The services that organizations share with an audience of the child of a record. */
    Set<String> shared(World world, Question question, Student student, String audience) throws SQLException {
        try (var query = connection.prepareStatement(
                "select program_enrollment_id from access.shared_enrollments(?::timestamptz, ?, ?, ?)")) {
            query.setString(1, question.at().toString());
            query.setObject(2, loader.uuid(world, student.district));
            query.setObject(3, loader.uuid(world, Objects.requireNonNull(student.record)));
            query.setString(4, audience);
            var shared = new HashSet<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    shared.add(loader.name(rows.getObject(1, UUID.class)));
                }
            }
            return shared;
        }
    }

    /** The ids that a query finds, in whichever world: by their names alone one of another world would not be noticed. */
    Set<UUID> ids(String query) throws SQLException {
        var ids = new HashSet<UUID>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    private Array students(World world) throws SQLException {
        return array(
                "uuid",
                world.all(Student.class)
                        .map(student -> loader.uuid(world, student.id))
                        .toArray());
    }

    static Map<Asked, Decision> expected(World world, Question question) {
        return asked(world).collect(toMap(asked -> asked, asked -> expected(world, question, asked)));
    }

    static Decision expected(World world, Question question, Asked asked) {
        return Oracle.decide(world, question, world.one(Student.class, asked.student()), asked.category());
    }

    /** Every student of a world in every category. */
    static Stream<Asked> asked(World world) {
        return world.all(Student.class)
                .flatMap(student -> Categories.ALL.stream().map(category -> new Asked(student.id, category)));
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }
}
