package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.About;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/** What the policy decides about loaded worlds. */
record Database(Connection connection, Loader loader) {

    record Asked(String student, String category) {}

    /** A question about a loaded world. */
    record Posed(World world, Question question) implements About {}

    /** The two answers to one question. */
    record Disagreement(Posed posed, Asked asked, Decision oracle, Decision database) {

        String kind() {
            return oracle.outcome() + ", but the database " + database.outcome()
                    + (outcomes() ? "" : ", in the days or rows");
        }

        /** Whether the answers are others, and not only until when. */
        boolean outcomes() {
            return !oracle.outcome().equals(database.outcome());
        }
    }

    /** What the oracle and the database say otherwise. */
    List<Disagreement> disagreements(List<Posed> posed) throws SQLException {
        var decided = decide(posed);
        var disagreements = new ArrayList<Disagreement>();
        for (var i = 0; i < posed.size(); i++) {
            var each = posed.get(i);
            var answers = decided.get(i);
            expected(each.world(), each.question()).forEach((asked, expected) -> {
                var actual = answers.getOrDefault(asked, Decision.closed(Decision.INVISIBLE));
                if (!actual.equals(expected)) {
                    disagreements.add(new Disagreement(each, asked, expected, actual));
                }
            });
        }
        return disagreements;
    }

    /** Plans are made once: the policy's functions take longer to plan than to run. The caller's transaction begins. */
    static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("set jit = off");
            // Worlds come and go, and the planner knows of none: what it believes to be empty it would read whole, for
            // each row.
            statement.execute("set enable_seqscan = off");
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

    /**
     * For each question every student in every category; who is missing does not exist for the viewer. One statement asks all:
     * it is planned once.
     */
    List<Map<Asked, Decision>> decide(List<Posed> posed) throws SQLException {
        try (var query = connection.prepareStatement("""
                select d.student_id, d.category, d.granted, d.reason, d.enrollments, d.since, d.until, d.records_from, q.n
                from unnest(?, ?, ?::timestamptz[], ?) with ordinality q (member, token_categories, at, students, n)
                cross join lateral access.decide(q.member, q.token_categories::text[], q.at, q.students::uuid[], ?) d
                """)) {
            query.setArray(
                    1,
                    each(posed, "uuid", p -> loader.uuid(p.world(), p.question().member())));
            query.setArray(2, each(posed, "text", p -> {
                var categories = p.question().tokenCategories();
                return categories == null ? null : "{" + String.join(",", categories) + "}";
            }));
            query.setArray(3, each(posed, "text", p -> p.question().at()));
            query.setArray(4, each(posed, "text", p -> students(p.world()).collect(joining(",", "{", "}"))));
            query.setArray(5, connection.createArrayOf("text", Categories.ALL.toArray()));
            var decisions = new ArrayList<Map<Asked, Decision>>();
            posed.forEach(p -> decisions.add(new HashMap<>()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    decisions.get(rows.getInt(9) - 1).put(asked(rows), decision(rows));
                }
            }
            return decisions;
        }
    }

    /** The same by whom the transaction has entered; what is granted is recorded and can be read. */
    Map<Asked, Decision> open(World world) throws SQLException {
        try (var query = connection.prepareStatement(
                "select student_id, category, granted, reason, enrollments, since, until, records_from from access.open(?::uuid[], ?)")) {
            query.setArray(1, connection.createArrayOf("text", students(world).toArray()));
            query.setArray(2, connection.createArrayOf("text", Categories.ALL.toArray()));
            var decisions = new HashMap<Asked, Decision>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    decisions.put(asked(rows), decision(rows));
                }
            }
            return decisions;
        }
    }

    private Asked asked(ResultSet row) throws SQLException {
        return new Asked(loader.name(row.getObject(1, UUID.class)), row.getString(2));
    }

    private Decision decision(ResultSet row) throws SQLException {
        var opened = Arrays.stream((UUID[]) row.getArray(5).getArray())
                .map(loader::name)
                .collect(toSet());
        return new Decision(
                row.getBoolean(3) ? Decision.ALLOW : row.getString(4),
                opened,
                row.getObject(6, LocalDate.class),
                row.getObject(7, LocalDate.class),
                row.getObject(8, Integer.class));
    }

    /** What the viewer of the transaction is told of what partners do, of what it has opened. */
    Set<Sharing.Told> toldOfPartners(World world) throws SQLException {
        try (var query = connection.prepareStatement(
                "select student_id, program_name from access.shared_participation(?::uuid[])")) {
            query.setArray(1, connection.createArrayOf("text", students(world).toArray()));
            var told = new HashSet<Sharing.Told>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    told.add(new Sharing.Told(loader.name(rows.getObject(1, UUID.class)), rows.getString(2)));
                }
            }
            return told;
        }
    }

    /** The services that organizations share of each child with each audience, all in one statement. */
    List<Set<String>> shared(List<Sharee> sharees) throws SQLException {
        try (var query = connection.prepareStatement("""
                select q.n, e.program_enrollment_id
                from unnest(?::timestamptz[], ?, ?, ?) with ordinality q (at, district, record, audience, n)
                cross join lateral access.shared_enrollments(q.at, q.district, q.record, q.audience) e
                """)) {
            query.setArray(1, each(sharees, "text", s -> s.question().at()));
            query.setArray(2, each(sharees, "uuid", s -> loader.uuid(s.world(), s.student().district)));
            query.setArray(3, each(sharees, "uuid", s -> loader.uuid(s.world(), s.record())));
            query.setArray(4, each(sharees, "text", Sharee::audience));
            var shared = new ArrayList<Set<String>>();
            sharees.forEach(s -> shared.add(new HashSet<>()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    shared.get(rows.getInt(1) - 1).add(loader.name(rows.getObject(2, UUID.class)));
                }
            }
            return shared;
        }
    }

    private <T> Array each(List<T> all, String type, Function<T, @Nullable Object> value) throws SQLException {
        return connection.createArrayOf(type, all.stream().map(value).toArray());
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

    private Stream<String> students(World world) {
        return world.all(Student.class)
                .map(student -> loader.uuid(world, student.id).toString());
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
}
