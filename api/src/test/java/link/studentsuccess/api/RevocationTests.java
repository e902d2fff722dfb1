package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Sixteen readers ask without a pause while a consent, an assignment, a hold and an agreement open and close. Each answer is
 * judged at the instant of its transaction: what was closed before it began, and was not opened again before it was answered,
 * must not be in it; what stayed open all the while must.
 */
class RevocationTests {

    private static final int READERS = 16;
    private static final Duration LASTING = Duration.ofSeconds(Integer.getInteger("revocation.seconds", 12));
    private static final String READ = "{ viewer { caseload(first: 100) { edges { node { id students { district { id }"
            + " attendance { __typename } } } } } } }";

    private final DemoWorld world = Worlds.pulled();
    private final Queue queue = new Queue();
    private final List<Gate> gates = new ArrayList<>();
    private final List<UUID> children = new ArrayList<>();

    /** What opens and closes: two statements, and the children that it closes. */
    private record Gate(String name, String close, String open, List<UUID> closes, List<Turn> turns) {

        Gate(String name, String close, String open, List<UUID> closes) {
            this(name, close, open, closes, new ArrayList<>());
        }

        /** What it was all the while between two instants. */
        State between(Instant began, Instant done) {
            var state = State.OPEN;
            for (var turn : turns) {
                if (turn.began().isAfter(done)) {
                    break;
                }
                if (turn.done().isAfter(began)) {
                    return State.TURNING;
                }
                state = turn.opens() ? State.OPEN : State.CLOSED;
            }
            return state;
        }
    }

    private enum State {
        OPEN,
        CLOSED,
        TURNING
    }

    /** One turn of a gate: it happened at an instant between the two. */
    private record Turn(boolean opens, Instant began, Instant done) {}

    /** One answer: which children's attendance was in it. */
    private record Answer(String operation, List<UUID> shown, Instant done) {}

    private static final class Queue {
        private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final AtomicInteger unanswered = new AtomicInteger();

        private int answered;

        synchronized void add(Answer answer) {
            answers.add(answer);
            answered++;
            notifyAll();
        }

        /** Until so many more have been answered, or the time is over. */
        synchronized void await(int more, Instant until) {
            var enough = answered + more;
            try {
                while (answered < enough && Instant.now().isBefore(until)) {
                    wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void openAgain() {
        gates.forEach(gate -> Worlds.change(world, gate.open()));
    }

    @Test
    @DisplayName("attacks 86 and 176: no answer shows what was closed before it began")
    void noAnswerShowsWhatWasClosedBeforeItBegan() {
        children.addAll(open(Ask.as(Person.MARIA).data(READ)));
        assertThat(children).hasSizeGreaterThan(4);
        makeGates();

        var run = "Read" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        var until = Instant.now().plus(LASTING);
        var threads = Executors.newFixedThreadPool(READERS + gates.size());
        try {
            var all = new ArrayList<CompletableFuture<Void>>();
            gates.forEach(gate -> all.add(CompletableFuture.runAsync(() -> turn(gate, until), threads)));
            IntStream.range(0, READERS)
                    .forEach(n -> all.add(CompletableFuture.runAsync(() -> read(run + "_" + n + "_", until), threads)));
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }

        var began = transactions(run);
        var judged = new HashMap<String, Integer>();
        for (var answer : queue.answers) {
            var at = began.get(answer.operation());
            if (at == null) {
                throw new AssertionError("The ledger does not name the request " + answer.operation());
            }
            var states = new IdentityHashMap<Gate, State>();
            gates.forEach(gate -> states.put(gate, gate.between(at, answer.done())));
            for (var child : children) {
                judged.merge(judge(child, answer, states), 1, Integer::sum);
            }
        }

        System.out.println("Revocation under load: " + queue.answers.size() + " answers of " + READERS + " readers, "
                + queue.unanswered + " refused for load, "
                + gates.stream().mapToInt(g -> g.turns().size()).sum()
                + " turns; decisions judged: " + judged);
        assertThat(queue.answers.size()).isGreaterThan(30);
        for (var gate : gates) {
            assertThat(judged.getOrDefault("closed by " + gate.name(), 0))
                    .as("decisions on who was closed by %s before an answer began", gate.name())
                    .isGreaterThan(20);
        }
        assertThat(judged.get("open")).isGreaterThan(20);
    }

    /** What must be so of a child in an answer; "either" while a gate was turning. */
    private String judge(UUID child, Answer answer, Map<Gate, State> states) {
        var certain = true;
        for (var gate : gates) {
            if (!gate.closes().contains(child)) {
                continue;
            }
            if (states.get(gate) == State.CLOSED) {
                assertThat(answer.shown())
                        .as("%s was closed by %s before %s began", child, gate.name(), answer.operation())
                        .doesNotContain(child);
                return "closed by " + gate.name();
            }
            certain &= states.get(gate) == State.OPEN;
        }
        if (certain) {
            assertThat(answer.shown()).as("%s was open all the while", child).contains(child);
            return "open";
        }
        return "either";
    }

    private void makeGates() {
        var consent = "participant_id = '" + children.get(0) + "' and kind = 'GENERAL'";
        var former =
                Worlds.truth(world, "select id::text from document.consent where revoked_at is null and " + consent);
        var those = "id in ('" + String.join("', '", former) + "')";
        var replica =
                "set session_replication_role = replica; "; // what is signed stays, but for a test that puts it back
        gates.add(new Gate(
                "a withdrawal",
                replica + "update document.consent set revoked_at = clock_timestamp() where " + those,
                replica + "update document.consent set revoked_at = null where " + those,
                List.of(children.get(0))));

        var assigned = Worlds.truth(
                world,
                "select a.id || '|' || a.assigned from roster.caseload_assignment a where a.participant_id = '"
                        + children.get(1) + "'");
        var close = new StringBuilder();
        var open = new StringBuilder();
        for (var row : assigned) {
            var cells = row.split("\\|", 2);
            var update = "update roster.caseload_assignment set assigned = '%s' where id = '" + cells[0] + "'; ";
            close.append(update.formatted("empty"));
            open.append(update.formatted(cells[1]));
        }
        gates.add(new Gate("the end of an assignment", close.toString(), open.toString(), List.of(children.get(1))));

        var hold = UUID.randomUUID();
        gates.add(new Gate(
                "a hold",
                "insert into document.hold (id, kind, participant_id, cause, begins, set_by) select '" + hold
                        + "', 'CLOSE', '" + children.get(2)
                        + "', 'OTHER', clock_timestamp(), m.id from party.membership m limit 1",
                "delete from document.hold where id = '" + hold + "'",
                List.of(children.get(2))));

        var agreement =
                "organization_id = '" + Place.SOUND_REACH.id() + "' and district_id = '" + Place.PUGET_RIDGE.id() + "'";
        var inForce = Worlds.truth(
                world,
                "select id || '|' || in_force from document.district_agreement where not isempty(in_force) and "
                        + agreement);
        var ends = new StringBuilder(replica);
        var stands = new StringBuilder(replica);
        for (var row : inForce) {
            var cells = row.split("\\|", 2);
            var update = "update document.district_agreement set in_force = '%s' where id = '" + cells[0] + "'; ";
            ends.append(update.formatted("empty"));
            stands.append(update.formatted(cells[1]));
        }
        gates.add(new Gate("the end of an agreement", ends.toString(), stands.toString(), List.copyOf(children)));
    }

    /** Closes and opens, each time after some answers of every reader, until the time is over; the last turn opens. */
    private void turn(Gate gate, Instant until) {
        var opens = false;
        while (Instant.now().isBefore(until) || opens) {
            var began = Instant.now();
            Worlds.change(world, opens ? gate.open() : gate.close());
            gate.turns().add(new Turn(opens, began, Instant.now()));
            opens = !opens;
            queue.await(READERS * (gates.indexOf(gate) == gates.size() - 1 ? 5 : 3), until);
        }
    }

    private void read(String name, Instant until) {
        var ask = Ask.as(Person.MARIA);
        for (var n = 0; Instant.now().isBefore(until); n++) {
            var operation = name + n;
            var answer = ask.answer("query " + operation + " " + READ, Map.of());
            if (answer.hasNonNull("errors")) {
                assertThat(answer.hasNonNull("data")).isFalse();
                queue.unanswered.incrementAndGet();
            } else {
                queue.add(new Answer(operation, open(answer.get("data")), Instant.now()));
            }
        }
    }

    private static List<UUID> open(JsonNode data) {
        var shown = new ArrayList<UUID>();
        for (var edge : data.at("/viewer/caseload/edges")) {
            for (var student : edge.at("/node/students")) {
                if (student.at("/district/id").asString().equals(Id.DISTRICT.of(Place.PUGET_RIDGE.id()))
                        && student.at("/attendance/__typename").asString().equals("Attendance")) {
                    shown.add(Id.PARTICIPANT.key(edge.at("/node/id").asString()));
                }
            }
        }
        return shown;
    }

    /** When the transaction of each request began, by the database's clock. */
    private Map<String, Instant> transactions(String run) {
        var began = new HashMap<String, Instant>();
        for (var row : Worlds.truth(
                world,
                "select r.operation || '|' || to_char(r.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from ledger.request r where r.operation like '"
                        + run + "%'")) {
            var cells = row.split("\\|", 2);
            began.put(cells[0], OffsetDateTime.parse(cells[1]).toInstant());
        }
        return began;
    }
}
