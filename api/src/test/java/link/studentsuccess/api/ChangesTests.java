package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** What a stream tells, and to whom. */
class ChangesTests extends WatchingStories {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

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

        assign(NOT_ASSIGNED);

        assertCategories(events.next(), NOT_ASSIGNED);
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
}
