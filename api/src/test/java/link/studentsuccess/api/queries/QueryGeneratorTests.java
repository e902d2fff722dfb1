package link.studentsuccess.api.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import link.studentsuccess.api.graphql.Id;
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

    private static final int AT_LEAST = 400;

    /** What must have been told to somebody: each category, what an organization has typed itself, and who signs. */
    private static final Set<String> WANTED = Stream.concat(
                    Rights.CATEGORIES.stream(), Stream.of(Canary.OWN, Canary.SIGNER))
            .collect(Collectors.toSet());

    /** What a build may spend on it; longer only while something has not been seen that may be told. */
    private static final Duration USUALLY = Duration.ofSeconds(60);

    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final Duration ORACLE_SERVES = Duration.ofMinutes(10);
    private static final int AT_ONCE = 6;
    private static final Pattern FAILED = Pattern.compile("outcome=(FAILED|TIMED_OUT) code=.*(?= operation=)");

    /** How many streams must have told something, and how long that may take. */
    private static final int HEARD_AT_LEAST = 6;

    private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

    /** Streams a case worker opens: fewer than anybody may. */
    private static final int STREAMS_EACH = 4;

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
    private Planting planting;

    @SuppressWarnings("NullAway.Init")
    private Canaries canaries;

    @SuppressWarnings("NullAway.Init")
    private Judge judge;

    private long oracleAsked;

    @BeforeAll
    void plant() throws SQLException {
        world.awaitFirstPulls(Duration.ofSeconds(60));
        superuser = world.superuser();
        run(
                "insert into party.service_account (id, organization_id, name, client_id, owner_id) values ('%s', '%s', 'Board', '%s', '%s')"
                        .formatted(UUID.randomUUID(), Place.SOUND_REACH.id(), client, Person.MARIA.membershipId()));
        planting = Planting.in(world.superuser());
        canaries = planting.canaries();
        judge = new Judge(canaries);
        askOracle();
    }

    @AfterAll
    void putBack() throws SQLException {
        planting.close();
        run("delete from party.service_account where client_id = '" + client + "'");
        superuser.close();
    }

    /** Days begin and end while it runs for hours. */
    private void askOracle() throws SQLException {
        oracleAsked = System.nanoTime();
        var verdicts = Verdicts.read(superuser);
        for (var viewer : viewers) {
            rights.put(viewer, Rights.of(viewer, verdicts, superuser));
        }
        for (var those : rights.values()) {
            canaries.all().stream()
                    .map(those::allowedBy)
                    .filter(by -> by.size() == 1)
                    .forEach(tellable::addAll);
        }
    }

    @Test
    void tellsNobodyWhatTheOracleDenies() throws SQLException {
        var schema = world.bean(GraphQlSource.class).schema();
        var generator = new QueryGenerator(schema, new Values(Things.of(superuser), cursors, words(), random), random);
        var changes = changes();
        var wrong = new ArrayList<String>();
        try (var logs = Logs.listen()) {
            wrong.addAll(ask(everything(generator)));
            var logged = logged(logs, wrong);
            var began = System.nanoTime();
            while (wrong.isEmpty() && goesOn(since(began))) {
                if (since(oracleAsked).compareTo(ORACLE_SERVES) > 0) {
                    askOracle();
                }
                wrong.addAll(ask(Stream.generate(() -> operation(generator))
                        .limit(AT_ONCE)
                        .toList()));
                logged += logged(logs, wrong);
            }
            assertThat(changes()).as("what generated mutations changed").isEqualTo(changes);
            wrong.addAll(files());
            wrong.addAll(streams(generator));
            logged += logged(logs, wrong);
            counts.put("lines of log", logged);
        }

        System.out.println("queries.seed=" + seed + " " + counts + " canaries="
                + canaries.all().size() + " told=" + judge.told() + " viewers=" + judge.viewers());
        assertThat(wrong.stream().limit(10)).as("queries.seed=" + seed).isEmpty();
        assertThat(tellable).as("opened for somebody").containsAll(Rights.CATEGORIES);
        // What somebody may be told has been told, else nothing could have been found.
        assertThat(judge.seen().keySet()).containsAll(WANTED);
        assertThat(count("lines of log")).isPositive();
        assertThat(count("operations")).isGreaterThanOrEqualTo(AT_LEAST);
        assertThat(count("/files/participants.csv status 200")).isPositive();
        assertThat(count("/files/disclosures.csv status 200")).isPositive();
        assertThat(count("without data") * 3).as("refused: " + counts).isLessThan(count("operations"));
    }

    private boolean goesOn(Duration since) {
        return since.compareTo(USUALLY) < 0
                || since.toMinutes() < Integer.getInteger("queries.minutes", 0)
                || (since.compareTo(AT_MOST) < 0 && !judge.seen().keySet().containsAll(WANTED));
    }

    private static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }

    /** Sharing is not passed on: the world has a child whom three organizations serve, two of which share. */
    @Test
    void aThirdOrganizationIsToldNothingOfWhatTwoShare() throws SQLException {
        assertThat(text("""
                select count(distinct organization_id)
                from roster.student
                where district_student_id is not null
                group by district_id, district_student_id
                order by 1 desc
                limit 1
                """)).isEqualTo("3");
        assertThat(viewers)
                .as("who is told")
                .anyMatch(viewer -> !told(viewer.name()).isEmpty());
        assertThat(told("NILS at CEDAR_PATH with student-data")).isEmpty();
        assertThat(rights(viewer("NILS at CEDAR_PATH with student-data")).participants())
                .isNotEmpty();
    }

    private Set<UUID> told(String viewer) {
        return rights(viewer(viewer)).open().getOrDefault("PARTICIPATION", Set.of());
    }

    @Test
    void noticesAnAnswerThatReachesTheWrongViewer() {
        var elsewhere = new Judge(canaries);
        var dana = viewer("DANA at SOUND_REACH with student-data");
        var answer = wire.send(new Operation(dana, "Children", """
                        query Children {
                          participants(first: 20) { edges { node { givenName familyName birthDate students {
                            districtStudentId
                            attendance { ... on Attendance { summary { enrolled coveredUntil } } } } } } } }
                        """, Map.of())).join();

        assertThat(elsewhere.judge(dana, rights(dana), answer)).isEmpty();
        assertThat(elsewhere.seen()).containsKeys("OWN", "ATTENDANCE");
        for (var other : List.of(
                "BEA at HARBOR_LIGHTS with student-data",
                "TOM at SOUND_REACH with student-data",
                "nobody at SOUND_REACH")) {
            assertThat(elsewhere.judge(viewer(other), rights(viewer(other)), answer))
                    .as(other)
                    .hasSizeGreaterThan(50);
        }
    }

    @Test
    void noticesACanaryWhereNoneMayBe() {
        var elsewhere = new Judge(canaries);
        var dana = viewer("DANA at SOUND_REACH with student-data");
        var may = rights(dana);
        var canary = canaries.words()
                .filter(word -> may.allow(Objects.requireNonNull(canaries.get(word))))
                .findFirst()
                .orElseThrow();
        var packed =
                Base64.getUrlEncoder().withoutPadding().encodeToString((canary + "!").getBytes(StandardCharsets.UTF_8));

        assertThat(elsewhere.judge(dana, may, "{\"data\":{\"givenName\":\"" + canary + "\"}}"))
                .isEmpty();
        assertThat(elsewhere.judge(dana, may, "{\"data\":null,\"errors\":[{\"message\":\"No " + canary + "\"}]}"))
                .hasSize(1);
        assertThat(elsewhere.judge(dana, may, "{\"data\":{\"cursor\":\"" + packed + "\"}}"))
                .hasSize(1);
        var hearing = new Hearing(new Operation(dana, "Changes", "", Map.of()), () -> {});
        hearing.onNext("data:{\"data\":{\"studentId\":\"" + canary + "\"}}");
        assertThat(elsewhere.judge(dana, may, hearing.text())).hasSize(1);
        assertThat(elsewhere.anywhere("log", "name=" + canary)).hasSize(1);
        assertThat(elsewhere.anywhere("log", "name=qx7000000000000")).isEmpty();
    }

    private Viewer viewer(String name) {
        return viewers.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Each viewer asks for each file that the service writes itself. */
    private List<String> files() {
        return viewers.stream()
                .flatMap(viewer -> Stream.of("/files/participants.csv", "/files/disclosures.csv")
                        .flatMap(path -> {
                            var answer = wire.file(viewer, path);
                            counts.merge(path + " status " + answer.statusCode(), 1, Integer::sum);
                            return judge.judgeFile(viewer, rights(viewer), answer).stream()
                                    .map(wrong -> wrong + "\n  " + viewer.name() + " GET " + path);
                        }))
                .toList();
    }

    /** Generated ones: a stream tells kinds and ids, and no canary, whoever hears it while consents end and stand again. */
    private List<String> streams(QueryGenerator generator) throws SQLException {
        var told = new Semaphore(0);
        var heard = viewers.stream()
                .flatMap(viewer -> Stream.generate(() -> generator.subscription(viewer, rights(viewer)))
                        .limit(watches(viewer) ? STREAMS_EACH : 1))
                .map(operation -> wire.hear(operation, told::release))
                .toList();
        var consents = "where id = any('" + standingConsents() + "')";
        var began = System.nanoTime();
        var times = 0;
        while (!(heard.stream().filter(Hearing::isTold).count() >= HEARD_AT_LEAST
                        && heard.stream().anyMatch(one -> one.text().contains("FreshnessChanged")))
                && since(began).compareTo(HEARD_WITHIN) < 0) {
            run("update document.consent set revoked_at = now(), revoked_by = '%s' %s"
                    .formatted(Person.DANA.membershipId(), consents));
            publishedLater(1);
            times++;
            await(told);
            run("update document.consent set revoked_at = null, revoked_by = null " + consents);
        }
        publishedLater(-times);
        heard.forEach(Hearing::leave);
        var text = heard.stream().map(Hearing::text).collect(Collectors.joining("\n"));
        counts.put("streams", heard.size());
        counts.put("streams that told", (int)
                heard.stream().filter(Hearing::isTold).count());
        assertThat(text).contains("CategoriesChanged");
        assertThat(count("streams that told")).isGreaterThanOrEqualTo(HEARD_AT_LEAST);
        return heard.stream()
                .flatMap(stream ->
                        judge
                                .judge(
                                        stream.operation().viewer(),
                                        rights(stream.operation().viewer()),
                                        stream.text())
                                .stream()
                                .map(wrong -> wrong + "\n  " + stream.operation()))
                .toList();
    }

    private String standingConsents() throws SQLException {
        return text("""
                select array_agg(id)
                from document.consent
                where state = 'ACTIVE' and revoked_at is null and organization_id = '%s'
                """.formatted(Place.SOUND_REACH.id()));
    }

    private static void await(Semaphore told) {
        try {
            told.tryAcquire(1, TimeUnit.SECONDS); // else once more
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A viewer who may have a caseload to hear of. */
    private boolean watches(Viewer viewer) {
        return viewer.membership() != null
                && viewer.membership().role().equals("CASE_WORKER")
                && !rights(viewer).participants().isEmpty();
    }

    /** As a publish would say. */
    private void publishedLater(int seconds) throws SQLException {
        run("update sync.freshness set published_at = published_at + interval '" + seconds + " seconds'");
    }

    /** Whatever the luck of the draw: each asks for all of the children of whom most is open, a steward for who signs. */
    private List<Operation> everything(QueryGenerator generator) throws SQLException {
        var richest = Stream.of(text("""
                        select string_agg(x.participant_id::text, ',' order by x.named desc, x.participant_id)
                        from (
                          select participant_id, sum(cardinality(categories) + 3 * cardinality(audiences)) as named
                          from document.consent
                          group by participant_id
                        ) x
                        """).split(",", -1)).map(UUID::fromString).toList();
        var children = viewers.stream().flatMap(viewer -> {
            var known = rights(viewer).participants();
            return Stream.concat(
                            richest.stream().filter(known::contains).limit(8),
                            richest.stream().filter(id -> !known.contains(id)).limit(1))
                    .map(id -> generator.everything(viewer, rights(viewer), "participant", Id.PARTICIPANT.of(id)));
        });
        return Stream.concat(children, signers(generator).stream()).toList();
    }

    /** By the numbers of children of whom a steward has nothing else to decide. */
    private List<Operation> signers(QueryGenerator generator) throws SQLException {
        var operations = new ArrayList<Operation>();
        for (var viewer : viewers) {
            var signing = new TreeSet<>(rights(viewer).open().getOrDefault(Canary.SIGNER, Set.of()));
            signing.removeAll(rights(viewer).participants());
            for (var number : text("""
                    select coalesce(string_agg(x.number, ','), '')
                    from (
                      select s.district_student_id as number
                      from roster.student s
                      join document.signer g on g.participant_id = s.participant_id
                      where s.participant_id = any('{%s}')
                      order by s.id
                      limit 2
                    ) x
                    """.formatted(
                                    signing.stream().map(UUID::toString).collect(Collectors.joining(","))))
                    .split(",", -1)) {
                operations.add(generator.everything(viewer, rights(viewer), "signers", number));
            }
        }
        return operations;
    }

    private List<String> ask(List<Operation> operations) {
        var wrong = new ArrayList<String>();
        for (var from = 0; from < operations.size(); from += AT_ONCE) {
            var asked = operations.subList(from, Math.min(operations.size(), from + AT_ONCE));
            var answers = asked.stream().map(wire::send).toList();
            IntStream.range(0, asked.size())
                    .forEach(i ->
                            wrong.addAll(judged(asked.get(i), answers.get(i).join())));
        }
        return wrong;
    }

    private Operation operation(QueryGenerator generator) {
        var some = random.nextBoolean()
                ? viewers
                : viewers.stream()
                        .filter(one -> !rights(one).participants().isEmpty())
                        .toList();
        var viewer = some.get(random.nextInt(some.size()));
        var may = rights(viewer);
        return switch (random.nextInt(10)) {
            case 0 -> generator.mutation(viewer, may);
            case 1 -> may.participants().isEmpty() ? generator.query(viewer, may) : generator.presence(viewer, may);
            default -> generator.query(viewer, may);
        };
    }

    private List<String> judged(Operation asked, HttpResponse<String> answer) {
        counts.merge("operations", 1, Integer::sum);
        counts.merge("status " + answer.statusCode(), 1, Integer::sum);
        counts.merge(answer.body().startsWith("{\"data\":{") ? "with data" : "without data", 1, Integer::sum);
        if (answer.body().contains("\"errors\":[{\"message\"")) {
            var problem = answer.body().replaceFirst("(?s).*\"errors\":\\[\\{\"message\":\"([^\"]{0,50}).*", "$1");
            counts.merge("error " + problem, 1, Integer::sum);
        }
        cursors.keep(asked.viewer(), answer.body());
        return judge.judge(asked.viewer(), rights(asked.viewer()), answer).stream()
                .map(wrong -> wrong + "\n  " + asked)
                .toList();
    }

    private int logged(Logs logs, List<String> wrong) {
        var lines = logs.next();
        for (var line : lines) {
            wrong.addAll(judge.anywhere("log", line));
            var failed = FAILED.matcher(line);
            if (failed.find()) {
                counts.merge(failed.group(), 1, Integer::sum);
            }
        }
        return lines.size();
    }

    private int count(String what) {
        return counts.getOrDefault(what, 0);
    }

    private Rights rights(Viewer viewer) {
        return Objects.requireNonNull(rights.get(viewer));
    }

    /** Parts of words and whole ones, everybody's. */
    private List<String> words() {
        var luck = new Random(seed); // of its own: how many words there are does not change what is asked
        var all = canaries.words()
                .filter(word ->
                        Objects.requireNonNull(canaries.get(word)).categories().contains(Canary.OWN)
                                || luck.nextInt(100) == 0)
                .toList();
        return Stream.concat(
                        Stream.of("", "qx7", "qx7a", "a", "%", "_"),
                        luck.ints(40, 0, all.size()).mapToObj(all::get))
                .toList();
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
