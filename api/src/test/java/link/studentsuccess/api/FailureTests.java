package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a fault leaves behind: nothing but its record. The faults are planted in the database. */
class FailureTests {

    private final DemoWorld world = Worlds.pulled();
    private final ExecutorService clients = Executors.newFixedThreadPool(36);

    @AfterEach
    void end() {
        clients.shutdownNow();
        repair();
    }

    private void repair() {
        Worlds.change(world, """
                drop trigger if exists planted on document.consent;
                drop trigger if exists planted on ledger.release;
                drop trigger if exists planted on ledger.request;
                drop function if exists party.planted();
                update record.revealed_value set kind = rtrim(kind, '?') where kind like '%?';
                """);
    }

    @Test
    @DisplayName(
            "attacks 62, 180 and 197: what cannot be recorded is not answered: nothing written, one UNAVAILABLE and a record")
    void failingStatementLeavesNothingWrittenOneUnavailableAndARecord() {
        plant("raise exception 'a value of a child' using errcode = '22012';", "ledger.release", "insert");
        var operation = operation();

        // The withdrawal succeeds, and then deciding its payload fails.
        var answer = revoke(operation);

        assertUnavailable(answer);
        assertThat(answer.toString()).doesNotContain("a value of a child", "22012", "party");
        assertStillStands();
        assertThat(records(operation)).containsExactly("FAILED SQLSTATE 22012");
    }

    @Test
    @DisplayName("attack 157: a timed-out mutation leaves nothing written and its late statement is refused")
    void timedOutMutationLeavesNothingWrittenAndItsLateStatementIsRefused() {
        // Each statement is shorter than the database's own limit; together they are longer than the request's.
        plant("perform pg_sleep(1.8); return new;", "document.consent", "update");
        plantAgain("ledger.release", "insert");
        var operation = operation();

        var answer = revoke(operation);

        assertUnavailable(answer);
        assertStillStands();
        assertThat(records(operation)).containsExactly("TIMED_OUT TimeoutException");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from ledger.release l join ledger.request r on r.id = l.request_id where r.operation = '"
                                + operation + "'"))
                .containsExactly("0");
    }

    @Test
    @DisplayName("attack 157: a statement longer than its limit is ended by the database")
    void statementLongerThanItsLimitIsEndedByTheDatabase() {
        plant("perform pg_sleep(2.8); return new;", "document.consent", "update");
        var operation = operation();

        var answer = revoke(operation);

        assertUnavailable(answer);
        assertStillStands();
        assertThat(records(operation)).containsExactly("FAILED SQLSTATE 57014");
    }

    @Test
    void valueThatTheSchemaCannotExpressIsAFaultThatDoesNotRepeatIt() {
        Worlds.change(world, "update record.revealed_value set kind = kind || '?'");
        var operation = operation();

        var answer = Ask.as(Person.MARIA)
                .answer(
                        "query " + operation
                                + "($id: ID!) { participant(id: $id) { students { specialEducation { ... on SpecialEducation { revealed { kind } } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Child.SAOIRSE))));

        assertUnavailable(answer);
        assertThat(answer.toString()).doesNotContain("COURSE", "?");
        assertThat(records(operation)).containsExactly("FAILED IllegalStateException");
    }

    @Test
    @DisplayName(
            "attacks 156 and 206: while the ledger's disk is full nothing is answered, and afterwards no connection is lost")
    void afterFaultsTheServiceAnswersAsBefore() {
        plant("raise exception 'x' using errcode = 'disk_full';", "ledger.release", "insert");
        for (var i = 0; i < 30; i++) {
            assertUnavailable(revoke(operation()));
        }
        repair();

        // More requests than there are connections: none was lost.
        for (var i = 0; i < 30; i++) {
            assertThat(Ask.as(Person.MARIA)
                            .data("{ viewer { givenName } }")
                            .at("/viewer/givenName")
                            .asString())
                    .isEqualTo("Maria");
        }
    }

    /** Not even that it failed can be recorded then: the id says so. */
    @Test
    @DisplayName("attack 206: while nothing at all can be recorded nothing is answered, asked or changed")
    void whenNothingCanBeRecorded() {
        plant("raise exception 'x' using errcode = 'disk_full';", "ledger.request", "insert");

        var answers = List.of(
                revoke(operation()),
                Ask.as(Person.MARIA).answer("{ viewer { givenName } }", Map.of()),
                Ask.as(Person.MARIA)
                        .answer(
                                "query A($id: ID!) { student(id: $id) { attendance { __typename } } }",
                                Map.of("id", Id.STUDENT.of(world.student(Child.TARIQ)))));
        repair();

        assertThat(answers).allSatisfy(answer -> {
            assertUnavailable(answer);
            assertThat(answer.at("/errors/0/extensions/id").asString())
                    .isEqualTo("00000000-0000-0000-0000-000000000000");
            assertThat(answer.toString()).doesNotContain("Maria", "Attendance");
        });
        assertStillStands();
        assertThat(Ask.as(Person.MARIA).data("{ viewer { givenName } }").toString())
                .contains("Maria");
    }

    @Test
    @DisplayName(
            "attacks 155, 185 and 199: clients that go away in the middle leave no transaction to the next borrower")
    void clientsThatGoAwayInTheMiddleLeaveNoTransactionBehind() throws InterruptedException {
        Ask.as(Person.MARIA).data("{ viewer { givenName } }"); // warm: all of them reach the database
        plant("perform pg_sleep(2); return new;", "ledger.release", "insert");
        var clients = IntStream.range(0, 30)
                .mapToObj(i -> new Thread(() -> Ask.as(Person.MARIA)
                        .goAway(
                                "query Gone($id: ID!) { student(id: $id) { attendance { __typename } } }",
                                Map.of("id", Id.STUDENT.of(world.student(Child.TARIQ))))))
                .toList();
        clients.forEach(Thread::start);
        for (var client : clients) {
            client.join();
        }
        repair();

        // More requests than there are connections: all were given back.
        for (var i = 0; i < 30; i++) {
            Ask.as(Person.MARIA).data("{ viewer { givenName } }");
        }
        // Within the time that a request may take; after 5 s the database itself would end what was left open.
        var last = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (idle() > 0 && System.nanoTime() < last) {
            Ask.as(Person.MARIA).data("{ viewer { givenName } }");
        }
        assertThat(idle()).isZero();
    }

    private int idle() {
        return Integer.parseInt(Worlds.truth(
                        world,
                        "select count(*) from pg_stat_activity where usename = 'link_request' and state like 'idle in transaction%'")
                .get(0));
    }

    /** Each holds its connection for two seconds, and no request waits longer than one for its own. */
    @Test
    @DisplayName("attack 156: with every connection in use a request is not kept waiting, and is told to come again")
    void noConnectionLeft() {
        Ask.as(Person.MARIA).data("{ viewer { givenName } }"); // warm
        plant("perform pg_sleep(1.7); return new;", "ledger.release", "insert");
        var asked = "query Full($id: ID!) { student(id: $id) { attendance { __typename } } }";
        var id = Map.<String, Object>of("id", Id.STUDENT.of(world.student(Child.TARIQ)));

        var answers = IntStream.range(0, 36)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> Ask.as(Person.MARIA).answer(asked, id), clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        repair();

        assertThat(answers)
                .anySatisfy(FailureTests::assertUnavailable)
                .anySatisfy(answer ->
                        assertThat(answer.at("/data/student").isMissingNode()).isFalse());
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.toString()).doesNotContain("pool", "xception", "acquire"));
        assertThat(Ask.as(Person.MARIA)
                        .data("{ viewer { givenName } }")
                        .at("/viewer/givenName")
                        .asString())
                .isEqualTo("Maria");
    }

    private JsonNode revoke(String operation) {
        return Ask.as(Person.MARIA)
                .answer(
                        "mutation " + operation
                                + "($id: ID!) { revokeConsent(input: { consentId: $id }) { participant { students { attendance { __typename } } } } }",
                        Map.of("id", Id.CONSENT.of(world.consent(Child.TARIQ))));
    }

    private static void assertUnavailable(JsonNode answer) {
        assertThat(answer.get("data").isNull()).isTrue();
        assertThat(answer.get("errors")).hasSize(1);
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("UNAVAILABLE");
        assertThat(answer.at("/errors/0/extensions/id").asString()).hasSize(36);
    }

    private void assertStillStands() {
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.consent where revoked_at is null and id = '"
                                + world.consent(Child.TARIQ) + "'"))
                .containsExactly("1");
    }

    private List<String> records(String operation) {
        return Worlds.truth(
                world, "select outcome || ' ' || refusal from ledger.request where operation = '" + operation + "'");
    }

    private static String operation() {
        return "Fault" + UUID.randomUUID().toString().substring(0, 8);
    }

    private void plant(String body, String table, String event) {
        Worlds.change(
                world,
                "create function party.planted() returns trigger language plpgsql security definer as $$ begin " + body
                        + " end $$");
        plantAgain(table, event);
    }

    private void plantAgain(String table, String event) {
        Worlds.change(
                world,
                "create trigger planted before " + event + " on " + table
                        + " for each row execute function party.planted()");
    }
}
