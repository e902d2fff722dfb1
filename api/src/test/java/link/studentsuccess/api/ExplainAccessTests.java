package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why somebody sees or does not see: the decision's own gates, and nothing of the child. */
class ExplainAccessTests {

    private static final String EXPLAIN = """
            query Explain($staff: ID!, $participant: ID!) { explainAccess(staffId: $staff, participantId: $participant) {
              active known records { studentId districtId categories { category open firstClosed since until basis
                operatorAgreementId districtAgreementId consentId gates { gate open reason nextStep } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void endHolds() {
        Worlds.change(world, "delete from document.hold where note = 'ExplainAccessTests'");
    }

    @Test
    void openMeansEveryGateIsOpen() {
        var attendance = category(explain(Person.ALEX, Person.MARIA, Child.LENA), "ATTENDANCE");

        assertThat(attendance.get("open").asBoolean()).isTrue();
        assertThat(attendance.get("firstClosed").isNull()).isTrue();
        assertThat(attendance.get("consentId").asString()).isEqualTo(Id.CONSENT.of(world.consent(Child.LENA)));
        assertThat(attendance.get("until").isNull()).isFalse();
        assertThat(attendance.get("gates").valueStream().map(g -> g.get("gate").asString()))
                .containsExactly(
                        "HOLD",
                        "STAFF_TERMS",
                        "STAFF_SCOPE",
                        "SERVICE",
                        "OPERATOR_AGREEMENT",
                        "DISTRICT_AGREEMENT",
                        "BASIS",
                        "ELIGIBLE_STUDENT",
                        "MATCH",
                        "SHARING",
                        "SUPPLY");
        assertThat(attendance.get("gates").valueStream())
                .allMatch(g -> g.get("open").asBoolean());
    }

    /** The first closed gate is the reason that the person is shown; those behind it are told too. */
    @Test
    void everyClosedGateIsToldAndTheFirstIsTheReasonShown() {
        // Tom has no training, and nobody signed for Noor: she is put into his caseload for this question.
        var assignment = UUID.randomUUID();
        Worlds.change(world, """
                insert into roster.caseload_assignment (id, membership_id, organization_id, participant_id, assigned)
                values ('%s', '%s', '%s', '%s', daterange(current_date - 10, null))
                """.formatted(
                        assignment, Person.TOM.membershipId(), Place.SOUND_REACH.id(), world.participant(Child.NOOR)));
        try {
            var grades = category(explain(Person.ALEX, Person.TOM, Child.NOOR), "GRADES");

            assertThat(closed(grades)).startsWith("STAFF_TERMS TRAINING_REQUIRED", "BASIS CONSENT_MISSING");
            assertThat(grades.get("firstClosed").asString())
                    .isEqualTo("TRAINING_REQUIRED")
                    .isEqualTo(shown(Person.TOM, Child.NOOR));
        } finally {
            Worlds.change(world, "delete from roster.caseload_assignment where id = '" + assignment + "'");
        }
    }

    @Test
    void eachChildsReasonIsTheFirstClosedGate() {
        for (var child : Child.values()) {
            var grades = category(explain(Person.ALEX, Person.MARIA, child), "GRADES");

            assertThat(grades.get("firstClosed").asString("")).as(child.name()).isEqualTo(shown(Person.MARIA, child));
        }
    }

    @Test
    void whoMayNotKnowOfTheChildIsToldNoFurther() {
        assertThat(shown(Person.MARIA, Child.LENA)).isEmpty(); // there is something to know
        var explanation = explain(Person.ALEX, Person.KIM, Child.LENA);

        assertThat(explanation.get("active").asBoolean()).isTrue();
        assertThat(explanation.get("known").asBoolean()).isFalse();
        assertThat(explanation.get("records")).isEmpty();
        assertThat(explain(Person.ALEX, Person.GONE, Child.LENA).get("active").asBoolean())
                .isFalse();
    }

    @Test
    void ofAHoldOnlyThatThereIsOne() {
        Worlds.change(world, """
                insert into document.hold (kind, district_id, district_student_id, cause, note, set_by)
                values ('CLOSE', '%s', '%s', 'SAFETY_PLAN', 'ExplainAccessTests', '%s')
                """.formatted(
                        Place.PUGET_RIDGE.id(), Child.LENA.districtStudentId(), Person.STEPH.membershipId()));

        for (var asker : List.of(Person.ALEX, Person.OLLIE)) {
            var explanation = explain(asker, Person.MARIA, Child.LENA);

            assertThat(closed(category(explanation, "GRADES"))).containsExactly("HOLD ON_HOLD");
            assertThat(explanation.toString()).doesNotContain("SAFETY", "ExplainAccessTests", "Steph");
        }
    }

    /** The operator: by opaque ids, and nothing of the child. */
    @Test
    void theOperatorLearnsNothingOfTheChild() {
        var explanation = explain(Person.OLLIE, Person.BEA, Place.HARBOR_LIGHTS, "LENA");

        assertThat(explanation.get("known").asBoolean()).isTrue();
        assertThat(explanation.toString())
                .doesNotContain("Lena", "Okafor", Child.LENA.districtStudentId(), "Bea", "Puget", "Rainier");
    }

    @Test
    void nobodyElseIsAnswered() {
        for (var asker : List.of(Person.DANA, Person.MARIA, Person.INES, Person.STEPH, Person.CORA, Person.JUNE)) {
            assertThat(explain(asker, Person.MARIA, Child.LENA).isNull())
                    .as(asker.name())
                    .isTrue();
        }
        // Nor about a participant of one organization and a person of another.
        assertThat(explain(Person.OLLIE, Person.BEA, Child.LENA).isNull()).isTrue();
        assertThat(explain(Person.ALEX, Person.BEA, Place.HARBOR_LIGHTS, "LENA").isNull())
                .isTrue();
    }

    private JsonNode explain(Person asker, Person about, Child child) {
        return explain(asker, about, Place.SOUND_REACH, child.name());
    }

    private JsonNode explain(Person asker, Person about, Place organization, String key) {
        return Ask.as(asker)
                .data(
                        EXPLAIN,
                        Map.of(
                                "staff", Id.STAFF.of(about.membershipId()),
                                "participant", Id.PARTICIPANT.of(world.participant(organization, key))))
                .get("explainAccess");
    }

    private JsonNode category(JsonNode explanation, String category) {
        return explanation
                .get("records")
                .valueStream()
                .filter(r -> r.get("districtId").asString().equals(Id.DISTRICT.of(Place.PUGET_RIDGE.id())))
                .flatMap(r -> r.get("categories").valueStream())
                .filter(c -> c.get("category").asString().equals(category))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> closed(JsonNode category) {
        return category.get("gates")
                .valueStream()
                .filter(g -> !g.get("open").asBoolean())
                .map(g -> g.get("gate").asString() + " " + g.get("reason").asString())
                .toList();
    }

    /** The reason that the person is shown for grades; empty when they are open. */
    private String shown(Person person, Child child) {
        return Ask.as(person)
                .data("""
                        query G($id: ID!) { participant(id: $id) { students {
                          district { name } grades { ... on Withheld { reason } } } } }
                        """, Map.of("id", Id.PARTICIPANT.of(world.participant(child))))
                .at("/participant/students")
                .valueStream()
                .filter(s -> s.at("/district/name").asString().equals(Place.PUGET_RIDGE.title()))
                .map(s -> s.at("/grades/reason").asString(""))
                .findFirst()
                .orElseThrow();
    }
}
