package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import link.studentsuccess.api.changes.Streams;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stream tells, when it ends and what it leaves behind. The viewer is a case worker of this test alone, with two
 * children whom no other test looks at.
 */
class ChangesTests {

    private static final String HOST = Place.SOUND_REACH.host();
    private static final String ONE = "FURTHER_27";
    private static final String OTHER = "FURTHER_28";
    private static final String NOT_ASSIGNED = "FURTHER_29";

    private static final String SUBSCRIPTION = """
            subscription Watching {
              caseloadChanges {
                __typename
                ... on CategoriesChanged { studentId categories }
                ... on FreshnessChanged { districtId freshness { category publishedAt coveredUntil nextPullAt } }
              }
            }
            """;

    private static final String LISTENING =
            "select count(*) from pg_stat_activity where application_name = 'student-success-link changes'";

    private final DemoWorld world = Worlds.pulled();
    private final UUID person = UUID.randomUUID();
    private final UUID colleague = UUID.randomUUID();
    private final List<Events> opened = new ArrayList<>();
    private final String publishedBefore = published();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void begin() {
        hire(person);
        assign(person, ONE);
        assign(person, OTHER);
    }

    private void hire(UUID id) {
        Worlds.change(world, """
                insert into party.staff (id, issuer, subject, given_name, family_name, email)
                values ('%1$s', '%2$s', '%1$s', 'Wanda', 'Lindqvist', 'wanda@soundreach.example');
                insert into party.membership (id, staff_id, organization_id, role, active)
                values ('%1$s', '%1$s', '%3$s', 'CASE_WORKER', daterange(current_date - 10, null));
                insert into party.training_record (id, staff_id, title, valid)
                values ('%1$s', '%1$s', 'FERPA', daterange(current_date - 10, null));
                insert into party.statement_acceptance (staff_id, statement_id)
                select '%1$s', id from party.confidentiality_statement;
                """.formatted(id, world.signIn().issuer(), Place.SOUND_REACH.id()));
    }

    @AfterEach
    void leave() {
        opened.forEach(Events::close);
        for (var key : List.of(ONE, OTHER, NOT_ASSIGNED)) {
            revoke(key, "null");
        }
        Worlds.change(world, """
                delete from roster.caseload_assignment where membership_id in ('%1$s', '%2$s');
                delete from party.training_record where staff_id in ('%1$s', '%2$s');
                delete from party.statement_acceptance where staff_id in ('%1$s', '%2$s');
                delete from party.membership where staff_id in ('%1$s', '%2$s');
                delete from party.staff where id in ('%1$s', '%2$s');
                """.formatted(person, colleague));
        publish("'" + publishedBefore + "'");
        await(() -> streams() == 0);
    }

    @Test
    @DisplayName("attack 161: a withdrawn consent is told for that student alone, with nothing personal")
    void withdrawnConsentIsToldForThatStudentAloneAndWithNothingPersonal() {
        var events = open();

        revoke(ONE, "now()");

        assertCategories(events.next(), ONE);
        revoke(ONE, "null");
        assertCategories(events.next(), ONE);
        events.close();
        assertThat(personal())
                .hasSizeGreaterThan(6)
                .allSatisfy(value -> assertThat(events.bytes()).doesNotContain(value));
        assertThat(events.bytes()).contains("event:next", "CategoriesChanged");
    }

    @Test
    @DisplayName("case 32: a safety hold is told while it happens, and not that it is one")
    void aHoldIsToldAtOnce() {
        var events = open();
        var number = Worlds.truth(
                        world,
                        "select district_student_id from roster.student where id = '"
                                + world.student(Place.SOUND_REACH, ONE) + "'")
                .get(0);

        try {
            Ask.as(Person.STEPH).data("""
                    mutation { placeHold(input: { idempotencyKey: "%s", cause: SAFETY_PLAN, note: "ChangesTests",
                      target: { student: { districtStudentId: "%s" } } }) { errors { code } } }
                    """.formatted(person, number));

            assertCategories(events.next(), ONE);
        } finally {
            Worlds.change(world, "delete from document.hold where note = 'ChangesTests'");
        }
        assertCategories(events.next(), ONE);
        assertThat(events.bytes()).doesNotContain("HOLD", "SAFETY", "ChangesTests");
    }

    @Test
    void whatIsPublishedIsToldWithItsAge() {
        var events = open();

        publish("now()");

        var change = events.next();
        assertThat(change.at("/__typename").asString()).isEqualTo("FreshnessChanged");
        assertThat(change.at("/districtId").asString()).isEqualTo(Id.DISTRICT.of(Place.PUGET_RIDGE.id()));
        assertThat(change.at("/freshness/category").asString()).isEqualTo("ATTENDANCE");
        assertThat(OffsetDateTime.parse(change.at("/freshness/publishedAt").asString())
                        .toInstant())
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(change.at("/freshness/nextPullAt").asString()).isNotBlank();
    }

    @Test
    void endedAssignmentIsToldAndTheLastOneEndsTheStream() {
        var events = open();

        unassign(ONE);
        assertCategories(events.next(), ONE);
        unassign(OTHER);
        assertCategories(events.next(), OTHER);

        events.assertCompletes();
    }

    @Test
    void newAssignmentIsTold() {
        var events = open();

        assign(person, NOT_ASSIGNED);

        assertCategories(events.next(), NOT_ASSIGNED);
    }

    @Test
    @DisplayName("attack 164: an ended membership ends the stream without a word")
    void endedMembershipEndsTheStreamWithoutAWord() {
        var events = open();

        Worlds.change(
                world,
                "update party.membership set active = daterange(lower(active), current_date - 2) where id = '" + person
                        + "'");

        events.assertCompletes();
    }

    @Test
    @DisplayName("attack 164: a role that knows of no child any more is told whom it has lost, and the stream ends")
    void changedRoleEndsTheStream() {
        var events = open();

        Worlds.change(world, "update party.membership set role = 'ANALYST' where id = '" + person + "'");

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
                        person.toString(),
                        claims -> claims.expiresAt(Instant.now().plusSeconds(3)),
                        headers -> {});

        var events = open(Ask.with(token, HOST), world.apiPort());

        events.assertCompletes();
    }

    @Test
    void personToWhomNobodyIsAssignedIsToldNothingToWaitFor() {
        open(Ask.as(Person.DANA), world.apiPort()).assertCompletes();
        // … who knows of children:
        assertThat(Ask.as(Person.DANA)
                        .data("{ participants(first: 1) { totalCount } }")
                        .at("/participants/totalCount")
                        .asInt())
                .isPositive();
    }

    @Test
    @DisplayName("attack 169: each viewer is told by the viewer's own decisions")
    void changeOfAnotherPersonsChildIsNotTold() {
        var events = open();

        revoke(NOT_ASSIGNED, "now()");
        revoke(ONE, "now()");

        assertCategories(events.next(), ONE);
        revoke(OTHER, "now()");
        assertCategories(events.next(), OTHER);
    }

    /** One notice reaches both; what each is told of it is decided anew for each. */
    @Test
    @DisplayName(
            "attack 169: of two who watch at the same time each is told of the own children and hears nothing of others")
    void twoWatchersAreToldEachTheirOwn() {
        hire(colleague);
        assign(colleague, OTHER);
        assign(colleague, NOT_ASSIGNED);
        var mine = open();
        var theirs = open(watcher(colleague), world.apiPort());

        revoke(ONE, "now()");
        assertCategories(mine.next(), ONE);
        revoke(NOT_ASSIGNED, "now()");
        assertCategories(theirs.next(), NOT_ASSIGNED);
        revoke(OTHER, "now()");
        assertCategories(mine.next(), OTHER);
        assertCategories(theirs.next(), OTHER);

        assertThat(mine.bytes()).doesNotContain(id(NOT_ASSIGNED));
        assertThat(theirs.bytes()).doesNotContain(id(ONE));
    }

    @Test
    void clientThatGoesAwayLeavesNothingBehind() {
        var events = open();
        assertThat(streams()).isEqualTo(1);
        await(() -> Worlds.truth(world, LISTENING).equals(List.of("1")));
        var second = open();
        assertThat(streams()).isEqualTo(2);

        events.close();
        await(() -> streams() == 1);
        // One connection for all, and the other stream still hears:
        assertThat(Worlds.truth(world, LISTENING)).containsExactly("1");
        revoke(ONE, "now()");
        assertCategories(second.next(), ONE);
        second.close();

        await(() -> streams() == 0);
        await(() -> Worlds.truth(world, LISTENING).equals(List.of("0")));
        assertThat(
                        Worlds.truth(
                                world,
                                "select count(*) from pg_stat_activity where usename = 'link_request' and state like 'idle in transaction%'"))
                .containsExactly("0");
    }

    @Test
    void connectionThatListensComesBackAndNothingIsMissed() {
        var events = open();
        await(() -> Worlds.truth(world, LISTENING).equals(List.of("1")));

        Worlds.change(
                world,
                "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where application_name = 'student-success-link changes'; end $$");
        revoke(ONE, "now()");

        assertCategories(events.next(), ONE);
        await(() -> Worlds.truth(world, LISTENING).equals(List.of("1")));
        revoke(OTHER, "now()");
        assertCategories(events.next(), OTHER);
    }

    /** Windows open and close by the calendar too, which notifies nobody. The end of the service ends its streams. */
    @Test
    @DisplayName("attack 162: what closes by the calendar is found by the clock")
    void changeThatNobodyTellsIsFoundByTheClock() throws IOException {
        var context = startAnother();
        try {
            var port = Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
            var events = open(watcher(), port);

            // The superuser's way to write without triggers: nothing is sent.
            Worlds.change(world, "set session_replication_role = replica; " + revocation(ONE, "now()"));

            assertCategories(events.next(), ONE);
            context.close();
            events.assertCompletes();
        } finally {
            context.close();
        }
    }

    /** Nobody writes anything: where the district is, it becomes tomorrow. */
    @Test
    @DisplayName("attack 162: at midnight one consent ends and another child is eighteen, and both are told")
    void midnight() throws IOException {
        var here = Worlds.truth(world, "select zone from party.district where id = '" + Place.PUGET_RIDGE.id() + "'")
                .get(0);
        var days = Worlds.truth(world, "select in_force from document.consent where id = '" + consent(ONE) + "'")
                .get(0);
        var born = Worlds.truth(world, "select birth_date from record.student where id = '" + record(OTHER) + "'")
                .get(0);
        var context = startAnother();
        try {
            quietly("update party.district set zone = 'Etc/GMT+12' where id = '%s'", Place.PUGET_RIDGE.id());
            quietly(
                    "update document.consent set in_force = daterange(lower(in_force), (now() at time zone 'Etc/GMT+12')::date + 1) where id = '%s'",
                    consent(ONE));
            quietly(
                    "update record.student set birth_date = ((now() at time zone 'Etc/GMT+12')::date + 1 - interval '18 years')::date where id = '%s'",
                    record(OTHER));
            var port = Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
            var events = open(watcher(), port);

            // There it is 26 hours later.
            quietly("update party.district set zone = 'Pacific/Kiritimati' where id = '%s'", Place.PUGET_RIDGE.id());

            var told = List.of(events.next(), events.next());
            assertThat(told)
                    .extracting(change -> change.at("/studentId").asString())
                    .containsExactlyInAnyOrder(id(ONE), id(OTHER));
            assertThat(told)
                    .allSatisfy(change ->
                            assertThat(change.at("/categories").toString()).contains("ATTENDANCE"));
        } finally {
            context.close();
            quietly("update party.district set zone = '" + here + "' where id = '%s'", Place.PUGET_RIDGE.id());
            quietly("update document.consent set in_force = '" + days + "' where id = '%s'", consent(ONE));
            quietly("update record.student set birth_date = '" + born + "' where id = '%s'", record(OTHER));
        }
    }

    /** The superuser's way to write without triggers: nothing is sent. */
    private void quietly(String change, UUID id) {
        Worlds.change(world, "set session_replication_role = replica; " + change.formatted(id));
    }

    private UUID record(String key) {
        return UUID.fromString(Worlds.truth(
                        world,
                        "select record_id from record.student_match where student_id = '"
                                + world.student(Place.SOUND_REACH, key) + "'")
                .get(0));
    }

    @Test
    @DisplayName("attack 170: what an event has read of a district stands in the ledger before it is sent")
    void eachEventThatReadsIsRecordedBefore() {
        var events = open();
        var asked =
                "select count(*) from ledger.request where operation = 'caseloadChanges' and outcome = 'ANSWERED' and staff_id = '"
                        + person + "'";

        revoke(ONE, "now()");
        assertCategories(events.next(), ONE);
        assertThat(Worlds.truth(world, asked))
                .as("an id and names of categories are read of no child's record")
                .containsExactly("0");
        for (var n = 1; n <= 2; n++) {
            publish("now()");
            assertThat(events.next().at("/__typename").asString()).isEqualTo("FreshnessChanged");
            assertThat(Worlds.truth(world, asked)).containsExactly(String.valueOf(n));
        }
    }

    @Test
    @DisplayName("attack 170: a stream is recorded before its first event, and releases nothing")
    void startOfAStreamIsRecordedAndReleasesNothing() {
        open();

        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || operation || ' ' || (select count(*) from ledger.release l where l.request_id = r.id) from ledger.request r where staff_id = '"
                                + person + "'"))
                .containsExactly("ANSWERED Watching 0");
    }

    @ParameterizedTest(name = "attack 167: a query is no stream: {0}")
    @ValueSource(
            strings = {
                "{ viewer { role } }",
                "query NotAStream { viewer { role } }",
                "{ __schema { types { name } } }",
                "query NotAStream { __typename }"
            })
    void queryIsNoStream(String query) {
        var response = refused(watcher(), query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(406);
        assertThat(response.body()).doesNotContain("CASE_WORKER", "Viewer", "Query");
    }

    @Test
    @DisplayName("attack 134: a mutation is no stream and is not carried out")
    void mutationIsNoStreamAndIsNotCarriedOut() {
        var consent = consent(ONE);
        var mutation = "mutation Sneaked { revokeConsent(input: { consentId: \"" + Id.CONSENT.of(consent)
                + "\" }) { errors { code } } }";

        var response = refused(watcher(), mutation);

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(Worlds.truth(world, "select revoked_at from document.consent where id = '" + consent + "'"))
                .containsExactly("null");
        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || refusal from ledger.request where operation = 'Sneaked' and staff_id = '"
                                + person + "'"))
                .containsExactly("REFUSED NOT_A_STREAM");
        // … and it is one that she may make:
        assertThat(watcher().data(mutation).at("/revokeConsent/errors")).isEmpty();
    }

    @ParameterizedTest(name = "attack 135: a subscription is no answer at once: {0}")
    @ValueSource(
            strings = {
                "application/json",
                "application/graphql-response+json",
                "text/event-stream, application/json",
                "*/*"
            })
    void subscriptionIsNoAnswerAtOnce(String accept) {
        var response = Ask.send(post(watcher(), SUBSCRIPTION).setHeader("Accept", accept));

        assertThat(response.headers().firstValue("Content-Type").orElse("")).doesNotContain("event-stream");
        assertThat(Ask.json(response).at("/errors/0/extensions/classification").asString())
                .isEqualTo("BAD_REQUEST");
        assertThat(Ask.json(response).at("/errors/0/message").asString())
                .isEqualTo("A subscription is answered as a stream: ask with 'Accept: text/event-stream' alone.");
        assertThat(response.body()).doesNotContain("Publisher", "graphql.", "reactor");
        assertThat(streams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subscription { a: caseloadChanges { __typename } b: caseloadChanges { __typename } }",
                "subscription { __typename }",
                "subscription { caseloadChanges { shoeSize } }",
                "subscription { caseloadChanges { __typename ... on CategoriesChanged { student { id } } } }",
                "subscription { __schema { types { name } } }"
            })
    void badSubscriptionIsRefusedInPlainWords(String document) {
        var response = refused(watcher(), document);

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Ask.json(response).at("/errors/0/message").asString()).isNotBlank();
        assertThat(response.body()).doesNotContain("Exception", "wrong type or form");
        assertThat(streams()).isZero();
    }

    @Test
    @DisplayName("attack 167: one person has no more than five streams")
    void onePersonHasNoMoreThanFiveStreams() {
        for (var i = 0; i < 5; i++) {
            open();
        }

        var response = refused(watcher(), SUBSCRIPTION);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(Ask.json(response).at("/errors/0/extensions/classification").asString())
                .isEqualTo("TOO_MANY_REQUESTS");
        assertThat(Worlds.truth(
                        world,
                        "select refusal from ledger.request where outcome = 'REFUSED' and staff_id = '" + person + "'"))
                .containsExactly("TOO_MANY_STREAMS");
        opened.get(0).close();
        await(() -> streams() == 4);
        open();
    }

    @Test
    @DisplayName(
            "attack 167: of fifteen streams opened at the same instant five open and ten are told that it is too many")
    void manyAtTheSameInstant() {
        var start = new CountDownLatch(1);
        var statuses = IntStream.range(0, 15)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    var request = post(watcher(), SUBSCRIPTION)
                            .setHeader("Accept", "text/event-stream")
                            .build();
                    return opening(start, request);
                }))
                .toList();
        start.countDown();

        var answers = statuses.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(5);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(10);
        assertThat(streams()).isEqualTo(5);
        answers.forEach(ChangesTests::close);
        await(() -> streams() == 0);
        open();
    }

    private static HttpResponse<InputStream> opening(CountDownLatch start, HttpRequest request) {
        try {
            start.await();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("attack 171: no event has a number, and none is told again to who asks for those missed")
    void nothingIsToldAgain() {
        revoke(ONE, "now()");
        try {
            var request = post(watcher(), SUBSCRIPTION)
                    .setHeader("Accept", "text/event-stream")
                    .header("Last-Event-ID", "0");
            var events = Events.open(request.build());
            opened.add(events);

            revoke(OTHER, "now()");

            assertCategories(events.next(), OTHER);
            assertThat(events.bytes().lines()).noneMatch(line -> line.startsWith("id:"));
        } finally {
            revoke(ONE, "null");
        }
    }

    @Test
    void whoMayNotAskHereGetsNoStream() {
        assertThat(refused(Ask.as(Person.GONE), SUBSCRIPTION).statusCode()).isEqualTo(403);
        assertThat(refused(watcher().at("harborlights.localhost"), SUBSCRIPTION).statusCode())
                .isEqualTo(403);
        assertThat(refused(Ask.with("", HOST), SUBSCRIPTION).statusCode()).isEqualTo(401);
        assertThat(streams()).isZero();
    }

    /** Every table that access.decide reads tells of itself, but those that change together with one that does. */
    @Test
    void everyTableThatDecidesTells() {
        assertThat(
                        Worlds.truth(
                                world,
                                "select tgrelid::regclass::text from pg_trigger where tgname = 'tell_access_changed' order by 1"))
                .contains(
                        "party.membership",
                        "party.training_record",
                        "roster.participant",
                        "roster.student",
                        "roster.program_enrollment",
                        "roster.caseload_assignment",
                        "record.student_match",
                        "document.operator_agreement",
                        "document.district_agreement",
                        "document.sharing_opt_in",
                        "document.signer",
                        "document.consent",
                        "sync.feed",
                        "sync.freshness");
        assertThat(
                        Worlds.truth(
                                world,
                                "select tgrelid::regclass::text from pg_trigger where tgname = 'tell_access_changed' and tgtype & 1 = 1"))
                .as("triggers for each row")
                .isEmpty();
    }

    private void assertCategories(JsonNode change, String key) {
        assertThat(change.at("/__typename").asString()).isEqualTo("CategoriesChanged");
        assertThat(change.at("/studentId").asString()).isEqualTo(id(key));
        assertThat(change.at("/categories").toString()).contains("ENROLLMENT", "ATTENDANCE");
    }

    /** What anybody could know the two children by, and what the district says of them. */
    private List<String> personal() {
        var children = "('" + world.participant(Place.SOUND_REACH, ONE) + "', '"
                + world.participant(Place.SOUND_REACH, OTHER) + "')";
        return Worlds.truth(world, """
                select v
                from roster.participant p
                join roster.student s on s.participant_id = p.id
                join record.student_match m on m.student_id = s.id
                join record.enrollment e on e.student_id = m.record_id
                join record.school sc on sc.id = e.school_id and sc.district_id = e.district_id
                cross join lateral (values
                  (p.given_name), (p.family_name), (s.district_student_id), (sc.name), (p.birth_date::text), (p.id::text), (s.id::text)
                ) value (v)
                where p.id in %s
                """.formatted(children));
    }

    private String id(String key) {
        return Id.STUDENT.of(world.student(Place.SOUND_REACH, key));
    }

    private Ask watcher() {
        return watcher(person);
    }

    private Ask watcher(UUID who) {
        return Ask.with(world.signIn().mint(who.toString(), claims -> {}, headers -> {}), HOST);
    }

    private Events open() {
        return open(watcher(), world.apiPort());
    }

    private Events open(Ask asker, int port) {
        var request = post(asker, SUBSCRIPTION)
                .uri(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .setHeader("Accept", "text/event-stream");
        var events = Events.open(request.build());
        opened.add(events);
        return events;
    }

    private static HttpResponse<String> refused(Ask asker, String document) {
        return Ask.send(post(asker, document).setHeader("Accept", "text/event-stream"));
    }

    private static HttpRequest.Builder post(Ask asker, String document) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("query", document));
        return asker.request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private int streams() {
        return world.bean(Streams.class).open();
    }

    private void assign(UUID who, String key) {
        Worlds.change(world, """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values ('%s', '%s', '%s', daterange(current_date - 10, null))
                """.formatted(who, Place.SOUND_REACH.id(), world.participant(Place.SOUND_REACH, key)));
    }

    private void unassign(String key) {
        Worlds.change(world, """
                update roster.caseload_assignment set assigned = daterange(lower(assigned), current_date - 2)
                where membership_id = '%s' and participant_id = '%s'
                """.formatted(person, world.participant(Place.SOUND_REACH, key)));
    }

    private void revoke(String key, String at) {
        Worlds.change(world, revocation(key, at));
    }

    private String revocation(String key, String at) {
        return "update document.consent set revoked_at = %1$s, revoked_by = case when %1$s is not null then '%2$s'::uuid end where participant_id = '%3$s'"
                .formatted(at, Person.DANA.membershipId(), world.participant(Place.SOUND_REACH, key));
    }

    private UUID consent(String key) {
        return UUID.fromString(Worlds.truth(
                        world,
                        "select id from document.consent where participant_id = '"
                                + world.participant(Place.SOUND_REACH, key) + "'")
                .get(0));
    }

    private void publish(String at) {
        Worlds.change(
                world,
                "update sync.freshness set published_at = " + at + " where category = 'ATTENDANCE' and district_id = '"
                        + Place.PUGET_RIDGE.id() + "'");
    }

    private String published() {
        return Worlds.truth(
                        world,
                        "select published_at from sync.freshness where category = 'ATTENDANCE' and district_id = '"
                                + Place.PUGET_RIDGE.id() + "'")
                .get(0);
    }

    private ConfigurableApplicationContext startAnother() throws IOException {
        var key = Files.writeString(folder.resolve("key"), "k".repeat(32));
        var request = world.database().request();
        return new SpringApplicationBuilder(StudentSuccessLink.class)
                .logStartupInfo(false)
                // Its own event loops: closing this application must not end those of the shared world.
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(ReactorResourceFactory.class, ChangesTests::ownResources))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--logging.level.root=off",
                        "--spring.main.banner-mode=off",
                        "--spring.r2dbc.url=" + world.database().r2dbcUrl(),
                        "--spring.r2dbc.username=" + request.username(),
                        "--spring.r2dbc.password=" + request.password(),
                        "--spring.flyway.enabled=false",
                        "--link.engine.enabled=false",
                        "--link.seal.enabled=false",
                        "--link.changes.look-every=500ms",
                        "--link.sign-in.issuer=" + world.signIn().issuer(),
                        "--link.cursor-key=file:" + key);
    }

    private static ReactorResourceFactory ownResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
