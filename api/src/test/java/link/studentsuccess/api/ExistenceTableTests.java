package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Wherever the id or the number of a child, or of what belongs to one, can be handed in: one that is somebody else's and one
 * that is nobody's get the same answer, by the same statements, in the same time. A subscription takes no id.
 */
class ExistenceTableTests {

    private static final int PAIRS = 12;
    private static final long NOTHING_NANOS = 1_500_000;

    private final DemoWorld world = Worlds.pulled();

    /** One way to ask: with an id that somebody else has, and with ids that nobody has. */
    private record Way(
            String name,
            Person asker,
            String unseen,
            Supplier<String> unknown,
            Function<String, HttpResponse<String>> ask) {

        @Override
        public String toString() {
            return name + " by " + asker;
        }
    }

    @TestFactory
    Stream<DynamicTest> unknownAndUnseenAreTheSame() {
        var ways = new ArrayList<>(mutations());
        assertThat(ways).hasSizeGreaterThan(15);
        ways.addAll(questions());
        return ways.stream().map(way -> DynamicTest.dynamicTest("attack 61, attack 64: " + way, () -> assertSame(way)));
    }

    private static void assertSame(Way way) {
        var one = new ArrayList<HttpResponse<String>>();
        var unseenSaid = statements(() -> one.add(way.ask().apply(way.unseen())));
        var unknown = way.unknown().get();
        var unknownSaid = statements(() -> one.add(way.ask().apply(unknown)));
        assertThat(one.get(0).statusCode()).isEqualTo(one.get(1).statusCode());
        assertThat(one.get(0).body().replace(way.unseen(), "ID"))
                .isEqualTo(one.get(1).body().replace(unknown, "ID"));
        assertThat(one.get(0).headers().map()).isEqualTo(one.get(1).headers().map());
        assertThat(unseenSaid).isEqualTo(unknownSaid).hasSizeGreaterThan(1);

        var unseenTimes = new ArrayList<Long>();
        var unknownTimes = new ArrayList<Long>();
        for (var n = -3; n < PAIRS; n++) {
            var id = way.unknown().get();
            var begun = System.nanoTime();
            var first = way.ask().apply(way.unseen());
            var between = System.nanoTime();
            var second = way.ask().apply(id);
            var ended = System.nanoTime();
            assertThat(first.statusCode()).isEqualTo(second.statusCode());
            if (n >= 0) { // the first ones warm
                unseenTimes.add(between - begun);
                unknownTimes.add(ended - between);
            }
        }
        var unseen = median(unseenTimes);
        var nobodys = median(unknownTimes);
        System.out.printf("%s: unseen %.1f ms, unknown %.1f ms%n", way, unseen / 1e6, nobodys / 1e6);
        assertThat(Math.abs(unseen - nobodys)).isLessThan(Math.max(NOTHING_NANOS, nobodys / 2));
    }

    /** What a request has said to the database, in its order; not what comes by the clock. */
    private static List<String> statements(Runnable request) {
        return Heard.unfiltered(request).stream()
                .filter(line -> line.startsWith("io.r2dbc.postgresql.QUERY "))
                .filter(line -> !line.contains("import") && !line.contains("select 1") && !line.contains("LISTEN"))
                .toList();
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /** Every mutation whose question names something of a child, by everybody of an organization who may. */
    private List<Way> mutations() {
        var unseen = unseen();
        var matrix = world.bean(RoleMatrix.class);
        var ways = new ArrayList<Way>();
        for (var operation : matrix.operations().stream().sorted().toList()) {
            for (var asker : List.of(Person.ALEX, Person.MARIA)) {
                if (!operation.startsWith("Mutation.") || !matrix.allows(Role.valueOf(asker.role()), operation)) {
                    continue;
                }
                var name = operation.substring("Mutation.".length());
                var question = RoleQuestions.mutation(world, name)
                        .replace(Id.PROGRAM.of(new UUID(1, 1)), Id.PROGRAM.of(world.program("Homework Club")));
                unseen.forEach((kind, key) -> {
                    var nobodys = kind.of(new UUID(1, 1));
                    if (question.contains(nobodys)) {
                        ways.add(new Way(
                                name + " with " + kind,
                                asker,
                                kind.of(key),
                                () -> kind.of(UUID.randomUUID()),
                                id -> Ask.as(asker).response(question.replace(nobodys, id), Map.of())));
                    }
                });
            }
        }
        return ways;
    }

    /** What belongs to a child at another organization. */
    private Map<Id, UUID> unseen() {
        var child = world.participant(Place.HARBOR_LIGHTS, Child.LENA.name());
        var unseen = new LinkedHashMap<Id, UUID>();
        unseen.put(Id.PARTICIPANT, child);
        unseen.put(Id.STUDENT, world.student(Place.HARBOR_LIGHTS, Child.LENA.name()));
        unseen.put(Id.CONSENT, its("document.consent", child));
        unseen.put(Id.SIGNER, its("document.signer", child));
        unseen.put(Id.PROGRAM_ENROLLMENT, its("roster.program_enrollment", child));
        return unseen;
    }

    private UUID its(String table, UUID child) {
        return UUID.fromString(
                Worlds.truth(world, "select id from " + table + " where participant_id = '" + child + "'")
                        .get(0));
    }

    private List<Way> questions() {
        var explained = "{ explainAccess(staffId: \"" + Id.STAFF.of(Person.MARIA.membershipId())
                + "\", participantId: \"%s\") { known } }";
        var numbered = List.of(
                "{ disclosureCopy(districtStudentId: \"%s\") { more disclosures { at } held { category } } }",
                "{ districtDisclosures(districtStudentId: \"%s\") { edges { cursor } } }",
                "{ signers(districtStudentId: \"%s\") { id } }",
                "{ sharedParticipation(districtStudentId: \"%s\") { edges { cursor } } }");
        var ways = new ArrayList<Way>();
        ways.add(new Way(
                "explainAccess",
                Person.ALEX,
                Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())),
                () -> Id.PARTICIPANT.of(UUID.randomUUID()),
                id -> Ask.as(Person.ALEX).response(explained.formatted(id), Map.of())));
        for (var question : numbered) {
            ways.add(new Way(
                    question.substring(2, question.indexOf('(')),
                    Person.STEPH,
                    RainierChild.RAVI.districtStudentId(),
                    ExistenceTableTests::nobodysNumber,
                    number -> Ask.as(Person.STEPH).response(question.formatted(number), Map.of())));
        }
        ways.add(new Way(
                "the file of the disclosure copy",
                Person.STEPH,
                RainierChild.RAVI.districtStudentId(),
                ExistenceTableTests::nobodysNumber,
                this::copyFile));
        ways.add(new Way(
                "a file that was handed in",
                Person.ALEX,
                Uploads.list(world, Ask.as(Person.JUNE), "external_id,given_name,family_name\n"),
                () -> Id.FILE.of(UUID.randomUUID()),
                id -> get(Person.ALEX, "files/" + id)));
        return ways;
    }

    private HttpResponse<String> copyFile(String number) {
        return Ask.send(Ask.as(Person.STEPH)
                .request()
                .setHeader("Accept", "*/*")
                .header("District-Student-Id", number)
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/disclosure-copy.csv"))
                .GET());
    }

    private HttpResponse<String> get(Person person, String path) {
        return Ask.send(Ask.as(person)
                .request()
                .setHeader("Accept", "*/*")
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/" + path))
                .GET());
    }

    private static String nobodysNumber() {
        return "9" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
    }
}
