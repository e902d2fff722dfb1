package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a stream opens and ends, how many there may be, and what it leaves behind. */
class StreamTests extends WatchingStories {

    private static final String LISTENING =
            "select count(*) from pg_stat_activity where application_name = 'student-success-link changes'";

    @Test
    @DisplayName("attack 170: a stream is recorded before its first event, and releases nothing")
    void startOfAStreamIsRecordedAndReleasesNothing() {
        open();

        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || operation || ' ' || (select count(*) from ledger.release l where l.request_id = r.id) from ledger.request r where staff_id = '"
                                + person.id() + "'"))
                .containsExactly("ANSWERED Watching 0");
    }

    @Test
    void personToWhomNobodyIsAssignedIsToldNothingToWaitFor() {
        open(Ask.as(Person.DANA)).assertCompletes();
        // … who knows of children:
        assertThat(Ask.as(Person.DANA)
                        .data("{ participants(first: 1) { totalCount } }")
                        .at("/participants/totalCount")
                        .asInt())
                .isPositive();
    }

    @Test
    void endedAssignmentIsToldAndTheLastOneEndsTheStream() {
        var events = open();

        person.unassign(ONE);
        assertCategories(events.next(), ONE);
        person.unassign(OTHER);
        assertCategories(events.next(), OTHER);

        events.assertCompletes();
    }

    @Test
    @DisplayName("attack 164: an ended membership ends the stream without a word")
    void endedMembershipEndsTheStreamWithoutAWord() {
        var events = open();

        Worlds.change(
                world,
                "update party.membership set active = daterange(lower(active), current_date - 2) where id = '"
                        + person.id() + "'");

        events.assertCompletes();
    }

    @Test
    @DisplayName("attack 164: a role that knows of no child any more is told whom it has lost, and the stream ends")
    void changedRoleEndsTheStream() {
        var events = open();

        Worlds.change(world, "update party.membership set role = 'ANALYST' where id = '" + person.id() + "'");

        assertThat(List.of(events.next(), events.next()))
                .extracting(change -> change.at("/studentId").asString())
                .containsExactlyInAnyOrder(id(ONE), id(OTHER));
        events.assertCompletes();
    }

    @Test
    @DisplayName("attack 163: an expired token ends the stream")
    void expiredTokenEndsTheStream() {
        var token = world.signIn()
                .mint(
                        person.id().toString(),
                        claims -> claims.expiresAt(Instant.now().plusSeconds(3)),
                        headers -> {});

        var events = open(Ask.with(token, Hired.HOST));

        events.assertCompletes();
    }

    @Test
    @DisplayName("attack 167: one person has no more than five streams")
    void onePersonHasNoMoreThanFiveStreams() {
        var first = open();
        for (var i = 1; i < 5; i++) {
            open();
        }

        var response = refused(person.ask(), SUBSCRIPTION);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(Ask.json(response).at("/errors/0/extensions/classification").asString())
                .isEqualTo("TOO_MANY_REQUESTS");
        assertThat(Worlds.truth(
                        world,
                        "select refusal from ledger.request where outcome = 'REFUSED' and staff_id = '" + person.id()
                                + "'"))
                .containsExactly("TOO_MANY_STREAMS");
        first.close();
        awaitStreams(4);
        open();
    }

    @Test
    @DisplayName(
            "attack 167: of fifteen streams opened at the same instant five open and ten are told that it is too many")
    void manyAtTheSameInstant() throws IOException {
        var client = HttpClient.newHttpClient();
        var request = stream(person.ask(), SUBSCRIPTION).build();
        var sent = IntStream.range(0, 15)
                .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofInputStream()))
                .toList();

        var answers = sent.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(5);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(10);
        assertThat(streams()).isEqualTo(5);
        for (var answer : answers) {
            answer.body().close();
        }
        awaitStreams(0);
        open();
    }

    @Test
    void clientThatGoesAwayLeavesNothingBehind() {
        var events = open();
        assertThat(streams()).isEqualTo(1);
        awaitListening(1);
        var second = open();
        assertThat(streams()).isEqualTo(2);

        events.close();
        awaitStreams(1);
        // One connection for all, and the other stream still hears:
        assertThat(Worlds.truth(world, LISTENING)).containsExactly("1");
        revoke(ONE, "now()");
        assertCategories(second.next(), ONE);
        second.close();

        awaitStreams(0);
        awaitListening(0);
        assertThat(
                        Worlds.truth(
                                world,
                                "select count(*) from pg_stat_activity where usename = 'link_request' and state like 'idle in transaction%'"))
                .containsExactly("0");
    }

    @Test
    void connectionThatListensComesBackAndNothingIsMissed() {
        var events = open();
        awaitListening(1);

        Worlds.change(
                world,
                "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where application_name = 'student-success-link changes'; end $$");
        revoke(ONE, "now()");

        assertCategories(events.next(), ONE);
        awaitListening(1);
        revoke(OTHER, "now()");
        assertCategories(events.next(), OTHER);
    }

    private void awaitListening(int connections) {
        Await.until(
                connections + " connections listen",
                () -> Worlds.truth(world, LISTENING).equals(List.of(String.valueOf(connections))));
    }
}
