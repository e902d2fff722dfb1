package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a stream tells, and to whom. */
class ChangesTests extends WatchingStories {

    private final String publishedBefore = published();

    @AfterEach
    void publishAsBefore() {
        publish("'" + publishedBefore + "'");
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
                    """.formatted(person.id(), number));

            assertCategories(events.next(), ONE);
        } finally {
            Worlds.change(world, "delete from document.hold where note = 'ChangesTests'");
        }
        assertCategories(events.next(), ONE);
        assertThat(events.bytes()).doesNotContain("HOLD", "SAFETY", "ChangesTests");
    }

    @Test
    void newAssignmentIsTold() {
        var events = open();

        person.assign(NOT_ASSIGNED);

        assertCategories(events.next(), NOT_ASSIGNED);
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
        colleague.begin("CASE_WORKER");
        colleague.assign(OTHER);
        colleague.assign(NOT_ASSIGNED);
        var mine = open();
        var theirs = open(colleague.ask());

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
    @DisplayName("attack 171: no event has a number, and none is told again to who asks for those missed")
    void nothingIsToldAgain() {
        revoke(ONE, "now()");
        try {
            var events = open(stream(person.ask(), SUBSCRIPTION).header("Last-Event-ID", "0"));

            revoke(OTHER, "now()");

            assertCategories(events.next(), OTHER);
            assertThat(events.bytes().lines()).noneMatch(line -> line.startsWith("id:"));
        } finally {
            revoke(ONE, "null");
        }
    }

    @Test
    @DisplayName("attack 170: what an event has read of a district stands in the ledger before it is sent")
    void eachEventThatReadsIsRecordedBefore() {
        var events = open();
        var asked =
                "select count(*) from ledger.request where operation = 'caseloadChanges' and outcome = 'ANSWERED' and staff_id = '"
                        + person.id() + "'";

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
}
