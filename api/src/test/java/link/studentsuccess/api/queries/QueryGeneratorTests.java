package link.studentsuccess.api.queries;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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

    /** What a build may spend on it; longer only while something has not been seen that may be told. */
    private static final Duration USUALLY = Duration.ofSeconds(70);

    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final int AT_ONCE = 6;

    private static final String CHANGES = """
            subscription {
              caseloadChanges {
                __typename
                ... on CategoriesChanged { studentId categories }
                ... on FreshnessChanged { districtId freshness { category publishedAt } }
              }
            }
            """;

    private final DemoWorld world = SharedWorld.get();
    private final long seed = Long.getLong("queries.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String client = "generator-" + UUID.randomUUID();
    private final List<Viewer> viewers = Viewer.all(client).toList();
    private final Map<Viewer, Rights> rights = new HashMap<>();
    private final Cursorbox cursors = new Cursorbox();
    private final Wire wire = new Wire(world);
    private final Map<String, Integer> counts = new TreeMap<>();

    /** The categories of which some viewer may be told a canary. */
    private final Set<String> tellable = new TreeSet<>();

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
        canaries.all().stream()
                .filter(canary -> canary.categories().size() == 1 && !tellable.containsAll(canary.categories()))
                .filter(canary -> rights.values().stream().anyMatch(those -> those.allow(canary)))
                .forEach(canary -> tellable.addAll(canary.categories()));
    }

    @Test
    void tellsNobodyWhatTheOracleDenies() throws SQLException {
        var generator =
                new QueryGenerator(schema(), new Values(Things.of(superuser), cursors, words(), random), random);
        var changes = changes();
        var wrong = new ArrayList<String>();
        try (var logs = Logs.listen()) {
            var asked = 0;
            var began = System.nanoTime();
            while (wrong.isEmpty() && goesOn(asked, Duration.ofNanos(System.nanoTime() - began))) {
                if (asked > 0 && asked % 20_000 < AT_ONCE) {
                    askOracle();
                }
                wrong.addAll(askSome(generator));
                asked += AT_ONCE;
            }
            assertThat(changes()).as("what generated mutations changed").isEqualTo(changes);
            wrong.addAll(streams());
            assertThat(logs.lines()).as("the log is listened to").isNotEmpty();
            logs.lines().forEach(line -> wrong.addAll(judge.anywhere("log", line)));
        }

        System.out.println("queries.seed=" + seed + " " + counts + " canaries told: " + judge.seen());
        assertThat(wrong).as("queries.seed=" + seed).isEmpty();
        // What somebody may be told has been told, else nothing could have been found.
        assertThat(judge.categories()).containsAll(tellable);
    }

    private boolean goesOn(int asked, Duration since) {
        return asked < OPERATIONS && since.compareTo(USUALLY) < 0
                || since.toMinutes() < Integer.getInteger("queries.minutes", 0)
                || since.compareTo(AT_MOST) < 0 && !judge.categories().containsAll(tellable);
    }

    @Test
    void noticesAnAnswerThatReachesTheWrongViewer() {
        var elsewhere = new Judge(canaries);
        var dana = viewer("DANA at SOUND_REACH with student-data");
        var answer = wire.send(dana, """
                        { participants(first: 100) { edges { node { givenName students {
                          attendance { ... on Attendance { summary { enrolled } } }
                          grades { ... on Grades { sections { courseTitle latest { percent } } } } } } } } }
                        """).join();

        assertThat(elsewhere.judge(rights(dana), answer)).isEmpty();
        for (var other : List.of(
                "BEA at HARBOR_LIGHTS with student-data",
                "TOM at SOUND_REACH with student-data",
                "nobody at SOUND_REACH")) {
            assertThat(elsewhere.judge(rights(viewer(other)), answer)).as(other).hasSizeGreaterThan(50);
        }
    }

    @Test
    void noticesACanaryWhereNoneMayBe() {
        var elsewhere = new Judge(canaries);
        var canary = canaries.values().findFirst().orElseThrow();
        var packed =
                Base64.getUrlEncoder().withoutPadding().encodeToString((canary + "!").getBytes(StandardCharsets.UTF_8));
        var all = new Rights(canaries.all().stream()
                .flatMap(one -> one.categories().stream().map(category -> Map.entry(category, one.holders())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (some, more) -> {
                    var both = new HashSet<>(some);
                    both.addAll(more);
                    return both;
                })));

        assertThat(elsewhere.judge(all, "{\"data\":{\"givenName\":\"" + canary + "\"}}"))
                .isEmpty();
        assertThat(elsewhere.judge(all, "{\"data\":null,\"errors\":[{\"message\":\"No " + canary + "\"}]}"))
                .hasSize(1);
        assertThat(elsewhere.judge(all, "{\"data\":{\"cursor\":\"" + packed + "\"}}"))
                .hasSize(1);
        assertThat(elsewhere.anywhere("log", "name=" + canary)).hasSize(1);
        assertThat(elsewhere.anywhere("log", "name=cnry000000000000")).isEmpty();
    }

    private Viewer viewer(String name) {
        return viewers.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A stream tells kinds and ids: no canary, whoever watches while a consent ends and stands again. */
    private List<String> streams() throws SQLException {
        var watching = viewers.stream()
                .filter(viewer -> !rights(viewer).participants().isEmpty())
                .filter(viewer -> viewer.membership() != null
                        && viewer.membership().role().equals("CASE_WORKER"))
                .limit(3)
                .toList();
        var wrong = new ArrayList<String>();
        var told = watching.stream()
                .map(viewer -> wire.read(viewer, CHANGES, line -> line.contains("caseloadChanges")))
                .toList();
        var consents = "where id = any('" + standingConsents() + "')";
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (told.stream().noneMatch(CompletableFuture::isDone) && System.nanoTime() < end) {
            run("update document.consent set revoked_at = now(), revoked_by = '%s' %s"
                    .formatted(Person.DANA.membershipId(), consents));
            await(CompletableFuture.anyOf(told.toArray(CompletableFuture[]::new)));
            run("update document.consent set revoked_at = null, revoked_by = null " + consents);
        }
        assertThat(told).as("streams that told something").anyMatch(CompletableFuture::isDone);
        told.stream()
                .filter(CompletableFuture::isDone)
                .forEach(stream -> wrong.addAll(judge.anywhere("stream", stream.join())));
        return wrong;
    }

    private String standingConsents() throws SQLException {
        return text(
                "select array_agg(id) from document.consent where state = 'ACTIVE' and revoked_at is null and organization_id = '"
                        + Place.SOUND_REACH.id() + "'");
    }

    private static void await(CompletableFuture<?> something) {
        try {
            something.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException notYet) {
            // Once more.
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
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
        var some = random.nextBoolean()
                ? viewers
                : viewers.stream()
                        .filter(one -> !rights(one).participants().isEmpty())
                        .toList();
        var viewer = some.get(random.nextInt(some.size()));
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
        return Objects.requireNonNull(rights.get(viewer));
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
        return text("select count(*) from audit.change where subject <> 'roster.program_attendance'");
    }

    private String text(String sql) throws SQLException {
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(sql)) {
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
