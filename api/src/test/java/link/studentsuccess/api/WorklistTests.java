package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is to do about consents, for whoever knows the child. */
class WorklistTests {

    private static final String LIST = """
            query Worklist($filter: ConsentWorklistFilter, $first: Int, $after: String) {
              consentWorklist(filter: $filter, first: $first, after: $after) {
                edges { node { kind due participant { id } district { id } consent { id } } }
                pageInfo { hasNextPage endCursor }
                totalCount
                counts { kind count }
              }
            }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();
    private final List<UUID> children = new ArrayList<>();

    @AfterEach
    void takeAway() {
        for (var child : children) {
            TakenAway.participants(world, "id = '" + child + "'");
        }
    }

    @Test
    void withoutAConsentItIsMissingUntilThereIsADraft() {
        var child = child(today.minusYears(12));
        assertThat(entries(Person.HAL, child)).containsExactly("MISSING null none");

        consent(child, Place.PUGET_RIDGE, "state = 'DRAFT', in_force = 'empty', verified_on = null");

        assertThat(entries(Person.HAL, child)).containsExactly("INCOMPLETE null consent");
    }

    @Test
    void oneThatStandsIsNotMatchedAndOneThatEndedIsMissing() {
        var child = child(today.minusYears(12));
        var consent = consent(child, Place.PUGET_RIDGE, "state = 'ACTIVE'");
        assertThat(entries(Person.HAL, child)).containsExactly("NOT_MATCHED null consent");

        change(consent, "in_force = daterange('" + today.minusDays(90) + "', '" + today.minusDays(2) + "')");

        assertThat(entries(Person.HAL, child)).containsExactly("MISSING " + today.minusDays(2) + " none");
    }

    /** Whoever reads that it is incomplete reads in it what to add. */
    @Test
    void oneWithoutABirthDateIsIncompleteAndSaysWhatItLacks() {
        var child = child(today.minusYears(12));
        var consent = consent(child, Place.PUGET_RIDGE, "student_birth_date = null");

        assertThat(entries(Person.HAL, child)).containsExactly("INCOMPLETE null consent");
        var hal = Ask.as(Person.HAL);
        assertThat(hal.data(
                                "query Lacks($id: ID!) { node(id: $id) { ... on Consent { missing today { counts reason } } } }",
                                Map.of("id", Id.CONSENT.of(consent)))
                        .get("node")
                        .toString())
                .isEqualTo(
                        "{\"missing\":[\"BIRTH_DATE\"],\"today\":{\"counts\":true,\"reason\":\"ELIGIBLE_STUDENT_MUST_CONSENT\"}}");
        var withheld = hal.data(
                        "query Why($id: ID!) { participant(id: $id) { students {"
                                + " attendance { ... on Withheld { reason message nextStep } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(child)))
                .at("/participant/students/0/attendance");
        assertThat(withheld.get("reason").asString()).isEqualTo("ELIGIBLE_STUDENT_MUST_CONSENT");
        assertThat(withheld.get("message").asString()).contains("no birth date is known");
        assertThat(withheld.get("nextStep").asString()).contains("lacks the birth date");
    }

    @Test
    void oneThatEndsWithin60DaysIsOnTheListUnlessAnotherFollows() {
        var child = child(today.minusYears(12));
        var ends = today.plusDays(60);
        var consent = consent(child, Place.PUGET_RIDGE, ends(ends));
        assertThat(entries(Person.HAL, child)).contains("ENDING_WITHIN_60_DAYS " + ends + " consent");

        change(consent, ends(ends.plusDays(1)));
        assertThat(entries(Person.HAL, child)).containsExactly("NOT_MATCHED null consent");

        change(consent, ends(ends));
        consent(child, Place.PUGET_RIDGE, "in_force = daterange('" + ends + "', '" + ends.plusYears(1) + "')");
        assertThat(entries(Person.HAL, child)).containsExactly("NOT_MATCHED null consent");
    }

    @Test
    void theBirthdayAsksForTheStudentsOwnConsentBeforeAndAfter() {
        var soon = child(today.plusDays(30).minusYears(18));
        consent(
                soon,
                Place.PUGET_RIDGE,
                "student_birth_date = '" + today.plusDays(30).minusYears(18) + "'");
        assertThat(entries(Person.HAL, soon)).contains("TURNING_18 " + today.plusDays(30) + " consent");

        var past = child(today.minusDays(5).minusYears(18));
        consent(
                past,
                Place.PUGET_RIDGE,
                "student_birth_date = '" + today.minusDays(5).minusYears(18) + "'");
        assertThat(entries(Person.HAL, past)).containsExactly("TURNING_18 " + today.minusDays(5) + " consent");
    }

    @Test
    void verificationAndItsQuestionsWait() {
        var child = child(today.minusYears(12));
        var consent = consent(child, Place.PUGET_RIDGE, "verified_on = null");
        assertThat(entries(Person.HAL, child)).containsExactly("AWAITING_VERIFICATION null consent");

        var question = ask(child, consent);
        assertThat(entries(Person.HAL, child))
                .containsExactlyInAnyOrder("AWAITING_VERIFICATION null consent", "QUESTION_ASKED null consent");

        Worlds.change(
                world,
                "update document.consent_question set answered_by = '" + Person.HAL.membershipId()
                        + "', answered_at = now(), answer = 'Yes' where id = '" + question + "'");
        assertThat(entries(Person.HAL, child)).containsExactly("AWAITING_VERIFICATION null consent");
    }

    @Test
    @DisplayName("case 28: who moved has one entry, for the consent that the new district lacks")
    void whoMovedHasAConsentForAnotherDistrictOnly() {
        var child = child(today.minusYears(12));
        consent(child, Place.RAINIER_VALLEY, "state = 'ACTIVE'");

        assertThat(entries(Person.HAL, child)).containsExactly("MOVED_DISTRICT null consent");
    }

    @Test
    @DisplayName("case 31: a death reported takes the child off the worklist too; nobody reminds the family")
    void whoDiedIsOnNoWorklist() {
        var child = child(today.minusYears(12));
        assertThat(entries(Person.HAL, child)).hasSize(1);

        Worlds.change(
                world,
                "insert into document.hold (kind, participant_id, cause, note, set_by) values ('REMOVE', '" + child
                        + "', 'DEATH', 'WorklistTests', '" + Person.HAL.membershipId() + "')");

        assertThat(entries(Person.HAL, child)).isEmpty();
    }

    @Test
    void whatAParentWithdrewAndWhoIsNoLongerServedIsNobodysTask() {
        var child = child(today.minusYears(12));
        var consent = consent(child, Place.PUGET_RIDGE, "state = 'ACTIVE'");
        assertThat(entries(Person.HAL, child)).isNotEmpty();
        change(consent, "revoked_at = now()");
        assertThat(entries(Person.HAL, child)).isEmpty();

        var left = child(today.minusYears(12));
        assertThat(entries(Person.HAL, left)).isNotEmpty();
        Worlds.change(
                world,
                "update roster.program_enrollment set served = daterange(lower(served), '" + today
                        + "') where participant_id = '" + left + "'");
        assertThat(entries(Person.HAL, left)).isEmpty();
    }

    @Test
    void whoeverDoesNotKnowTheChildHasNoEntry() {
        var child = child(today.minusYears(12));

        assertThat(entries(Person.JUNE, child)).hasSize(1);
        for (var stranger : List.of(Person.NILS, Person.ALEX)) {
            assertThat(entries(stranger, child)).isEmpty();
        }
        assertThat(Ask.as(Person.STEPH).data(LIST).get("consentWorklist").isNull())
                .isTrue();
    }

    @Test
    void pagesAndCountsTellTheSame() {
        child(today.minusYears(12));
        child(today.minusYears(11));
        var filter = Map.of("kinds", List.of("MISSING"));
        var first = Ask.as(Person.HAL)
                .data(LIST, Map.of("filter", filter, "first", 1))
                .get("consentWorklist");
        var total = first.get("totalCount").asInt();
        assertThat(first.get("edges")).hasSize(1);
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(first.get("counts")
                        .valueStream()
                        .filter(c -> c.get("kind").asString().equals("MISSING"))
                        .map(c -> c.get("count").asInt()))
                .containsExactly(total);

        var cursor = first.at("/pageInfo/endCursor").asString();
        var rest = Ask.as(Person.HAL)
                .data(LIST, Map.of("filter", filter, "first", 100, "after", cursor))
                .get("consentWorklist");

        assertThat(rest.get("edges")).hasSize(total - 1);
        assertThat(rest.get("edges").valueStream().map(e -> e.at("/node/kind").asString()))
                .containsOnly("MISSING");
        assertThat(Ask.as(Person.HAL).answer(LIST, Map.of("after", cursor)).hasNonNull("errors"))
                .as("a cursor of another list")
                .isTrue();
    }

    /** A participant of Harbor Lights, served, with a number at Puget Ridge, which verifies each consent. */
    private UUID child(LocalDate born) {
        var key = UUID.randomUUID();
        children.add(key);
        Worlds.change(world, """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values ('%1$s', '%2$s', 'Work', 'List', '%3$s');
                insert into roster.student (organization_id, participant_id, district_id, district_student_id)
                values ('%2$s', '%1$s', '%4$s', 'W%5$s');
                insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                select '%2$s', '%1$s', p.id, daterange('%6$s', null)
                from party.program p
                where p.organization_id = '%2$s'
                order by p.id
                limit 1
                """.formatted(
                        key,
                        Place.HARBOR_LIGHTS.id(),
                        born,
                        Place.PUGET_RIDGE.id(),
                        key.toString().substring(0, 8),
                        today.minusDays(100)));
        return key;
    }

    /** A parent's consent that stands, but for what is said of it. */
    private UUID consent(UUID child, Place district, String but) {
        var key = UUID.randomUUID();
        var signer = UUID.randomUUID();
        Worlds.change(world, """
                insert into document.signer (id, organization_id, participant_id, name, capacity)
                values ('%2$s', '%3$s', '%4$s', 'The Mother', 'PARENT');
                insert into document.consent (id, organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force,
                  categories, parties, purpose, student_birth_date, verified_on)
                select '%1$s', '%3$s', p.id, '%5$s', 'GENERAL', '%2$s', '%6$s', daterange('%6$s', '%7$s'),
                  '{ATTENDANCE}', '{ORGANIZATION,OPERATOR}', 'Tutoring', p.birth_date, '%6$s'
                from roster.participant p
                where p.id = '%4$s'
                """.formatted(
                key, signer, Place.HARBOR_LIGHTS.id(), child, district.id(), today.minusDays(90), today.plusDays(300)));
        change(key, but);
        return key;
    }

    private void change(UUID consent, String what) {
        Worlds.change(world, "update document.consent set " + what + " where id = '" + consent + "'");
    }

    private String ends(LocalDate day) {
        return "in_force = daterange('" + today.minusDays(90) + "', '" + day + "')";
    }

    private UUID ask(UUID child, UUID consent) {
        var key = UUID.randomUUID();
        Worlds.change(world, """
                insert into document.consent_question (id, consent_id, organization_id, participant_id, asked_by, question)
                values ('%s', '%s', '%s', '%s', '%s', 'Whose signature is it?')
                """.formatted(key, consent, Place.HARBOR_LIGHTS.id(), child, Person.STEPH.membershipId()));
        return key;
    }

    /** What is to do about one child: kind, day, and whether a consent comes with it. */
    private List<String> entries(Person person, UUID child) {
        var found = new ArrayList<String>();
        String after = null;
        do {
            var variables = after == null
                    ? Map.<String, Object>of("first", 100)
                    : Map.<String, Object>of("first", 100, "after", after);
            var page = Ask.as(person).data(LIST, variables).get("consentWorklist");
            page.get("edges")
                    .valueStream()
                    .map(edge -> edge.get("node"))
                    .filter(node -> node.at("/participant/id").asString().equals(Id.PARTICIPANT.of(child)))
                    .forEach(node -> found.add(node.get("kind").asString() + " "
                            + node.get("due").asString("null") + " "
                            + (node.get("consent").isNull() ? "none" : "consent")));
            after = page.at("/pageInfo/hasNextPage").asBoolean()
                    ? page.at("/pageInfo/endCursor").asString()
                    : null;
        } while (after != null);
        return found;
    }
}
