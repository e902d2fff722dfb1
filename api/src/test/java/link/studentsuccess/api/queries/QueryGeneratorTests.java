package link.studentsuccess.api.queries;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.demo.SharedWorld;
import link.studentsuccess.schema.oracle.Verdicts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * "A query generator walks the built schema as every kind of viewer, and finds no value in any response that the oracle
 * denies; every value in the world is a unique canary." {@code -Dqueries.minutes=120} goes on for two hours,
 * {@code -Dqueries.seed} repeats a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryGeneratorTests {

    private static final int OPERATIONS = 3_000;
    private static final int AT_ONCE = 6;

    private final DemoWorld world = SharedWorld.get();
    private final long seed = Long.getLong("queries.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final long ends = System.nanoTime()
            + Duration.ofMinutes(Integer.getInteger("queries.minutes", 0)).toNanos();
    private final String client = "generator-" + UUID.randomUUID();
    private final List<Viewer> viewers = Viewer.all(client).toList();
    private final Map<Viewer, Rights> rights = new HashMap<>();
    private final Cursorbox cursors = new Cursorbox();
    private final Wire wire = new Wire(world);
    private final Map<String, Integer> counts = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    private Connection superuser;

    @SuppressWarnings("NullAway.Init")
    private Canaries canaries;

    @SuppressWarnings("NullAway.Init")
    private Judge judge;

    @BeforeAll
    void plant() throws SQLException {
        world.awaitFirstPulls(Duration.ofSeconds(60));
        superuser = world.superuser();
        run(
                "insert into party.service_account (id, organization_id, name, client_id, owner_id) values ('%s', '%s', 'Board', '%s', '%s')"
                        .formatted(UUID.randomUUID(), Place.SOUND_REACH.id(), client, Person.ALEX.membershipId()));
        canaries = Canaries.plant(world.superuser());
        judge = new Judge(canaries);
        askOracle();
    }

    @AfterAll
    void putBack() throws SQLException {
        canaries.close();
        run("delete from party.service_account where client_id = '" + client + "'");
        superuser.close();
    }

    /** Days begin and end while it runs for hours. */
    private void askOracle() throws SQLException {
        var verdicts = Verdicts.read(superuser);
        for (var viewer : viewers) {
            rights.put(viewer, Rights.of(viewer, verdicts, superuser));
        }
    }

    @Test
    void tellsNobodyWhatTheOracleDenies() throws SQLException {
        var generator =
                new QueryGenerator(schema(), new Values(Things.of(superuser), cursors, words(), random), random);
        var changes = changes();
        var wrong = new ArrayList<String>();
        try (var logs = Logs.listen()) {
            var asked = 0;
            while (wrong.isEmpty() && (asked < OPERATIONS || System.nanoTime() < ends)) {
                if (asked > 0 && asked % 20_000 < AT_ONCE) {
                    askOracle();
                }
                wrong.addAll(askSome(generator));
                asked += AT_ONCE;
            }
            logs.lines().forEach(line -> wrong.addAll(judge.anywhere("log", line)));
        }

        System.out.println("queries.seed=" + seed + " " + counts + " " + judge.seen());
        assertThat(wrong).as("queries.seed=" + seed).isEmpty();
        // What somebody may be told has been told, else nothing could have been found.
        assertThat(judge.seen().keySet()).containsAll(tellable());
        assertThat(changes()).as("what generated mutations changed").isEqualTo(changes);
    }

    private List<String> askSome(QueryGenerator generator) {
        var asked = Stream.generate(() -> operation(generator)).limit(AT_ONCE).toList();
        var answers =
                asked.stream().map(one -> wire.send(one.viewer(), one.text())).toList();
        return Stream.iterate(0, i -> i < AT_ONCE, i -> i + 1)
                .flatMap(i -> judged(asked.get(i), answers.get(i).join()))
                .toList();
    }

    private record Operation(Viewer viewer, String text) {}

    private Operation operation(QueryGenerator generator) {
        var viewer = viewers.get(random.nextInt(viewers.size()));
        var may = rights(viewer);
        return new Operation(
                viewer,
                switch (random.nextInt(10)) {
                    case 0 -> generator.mutation(viewer, may);
                    case 1 ->
                        may.participants().isEmpty() ? generator.query(viewer, may) : generator.presence(viewer, may);
                    default -> generator.query(viewer, may);
                });
    }

    private Stream<String> judged(Operation asked, HttpResponse<String> answer) {
        counts.merge("operations", 1, Integer::sum);
        counts.merge("status " + answer.statusCode(), 1, Integer::sum);
        if (answer.body().startsWith("{\"data\":{")) {
            counts.merge("with data", 1, Integer::sum);
        }
        var problem = answer.body().replaceFirst("(?s).*\"errors\":\\[\\{\"message\":\"(.{0,60}).*", "$1");
        if (answer.body().contains("\"errors\":[{\"message\"")) {
            counts.merge("error " + problem, 1, Integer::sum);
        }
        cursors.keep(asked.viewer(), answer.body());
        return judge.judge(rights(asked.viewer()), answer).stream()
                .map(wrong -> wrong + "\n  " + asked.viewer().name() + " asked " + asked.text());
    }

    private Rights rights(Viewer viewer) {
        return java.util.Objects.requireNonNull(rights.get(viewer));
    }

    /** The places of canaries that some viewer may be told. */
    private TreeSet<String> tellable() {
        var places = new TreeSet<String>();
        canaries.all().stream()
                .filter(canary -> rights.values().stream().anyMatch(those -> those.allow(canary)))
                .forEach(canary -> places.add(canary.place()));
        return places;
    }

    /** Parts of names and whole ones, everybody's. */
    private List<String> words() {
        return Stream.concat(
                        Stream.of("", "cnry", "cnrya", "a", "%", "_"),
                        canaries.values().limit(30))
                .toList();
    }

    private GraphQLSchema schema() {
        return world.bean(GraphQlSource.class).schema();
    }

    /** Everything recorded as changed, but for presence. */
    private String changes() throws SQLException {
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from audit.change where subject <> 'roster.program_attendance'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
