package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who signs, and when: parents and those in their place, and from a day on the student. */
class SignerTests extends ConsentStories {

    private static final String CORRECT = """
            mutation Correct($input: CorrectParticipantInput!) {
              correctParticipant(input: $input) { participant { enteredCollegeOn } errors { field code message } }
            }
            """;

    @Test
    @DisplayName(
            "case 10: in dual enrollment a parent's consent rules; from the day of leaving for college the student's own")
    void collegeEndsAParentsConsent() {
        var child = child(17);
        record(Person.HAL, form(), List.of(consent(child)));
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
        assertThat(parentLapsed(child)).as("courses at a college do not count").isEqualTo("f");

        // The student's own does not count before: it stays a draft.
        var own = with(consent(child), "newSigner", Map.of("name", "Sib Ling", "capacity", "STUDENT"));
        var early = record(Person.HAL, form(), List.of(own)).at("/consents/0");
        assertThat(early.get("missing").toString()).contains("STUDENT_OF_AGE");

        correct(child, Map.of("enteredCollegeOn", today.toString()));

        assertThat(parentLapsed(child)).isEqualTo("t");
        assertThat(activate(early.get("id").asString(), early.get("version").asInt())
                        .at("/consent/state")
                        .asString())
                .isEqualTo("ACTIVE");
        assertThat(parentLapsed(child)).isEqualTo("f");
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
    }

    @Test
    @DisplayName(
            "case 21: a foster child's consent counts by the capacity and its proof, where the district allows the capacity")
    void fosterChildsSigners() {
        terms("consent_proof_required = true, consent_capacities = '{PARENT,AGENCY,COURT_ORDER,ACTING_PARENT}'", () -> {
            for (var capacity : List.of("AGENCY", "COURT_ORDER", "ACTING_PARENT")) {
                var child = child(12);
                var signed = with(consent(child), "newSigner", Map.of("name", "County Care", "capacity", capacity));
                assertThat(record(Person.HAL, form(), List.of(signed))
                                .at("/consents/0/missing")
                                .toString())
                        .isEqualTo("[\"PROOF\"]");
                var proven = child(11);
                var whole = with(
                        consent(proven),
                        "newSigner",
                        Map.of("name", "County Care", "capacity", capacity),
                        "proof",
                        "Order 17");
                assertThat(record(Person.HAL, form(), List.of(whole))
                                .at("/consents/0/state")
                                .asString())
                        .isEqualTo("ACTIVE");
                assertThat(reason(proven, "NONE")).isEqualTo("OPEN");
            }
            var refused = with(
                    consent(child(12)),
                    "newSigner",
                    Map.of("name", "A Guardian", "capacity", "GUARDIAN"),
                    "proof",
                    "Order 18");
            assertThat(record(Person.HAL, form(), List.of(refused))
                            .at("/consents/0/missing")
                            .toString())
                    .isEqualTo("[\"ALLOWED_CAPACITY\"]");
        });
    }

    @Test
    @DisplayName(
            "case 22: whom nobody signs for is sent to the district's liaison; who acts as a parent counts by the district's word")
    void unaccompaniedMinor() {
        var child = child(16);
        serve(child);
        var attendance = Ask.as(Person.HAL)
                .data(
                        "query Missing($id: ID!) { participant(id: $id) { students {"
                                + " attendance { ... on Withheld { reason nextStep } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(child)))
                .at("/participant/students/0/attendance");
        assertThat(attendance.get("reason").asString()).isEqualTo("CONSENT_MISSING");
        assertThat(attendance.get("nextStep").asString()).contains("liaison");

        var acting = with(consent(child), "newSigner", Map.of("name", "An Aunt", "capacity", "ACTING_PARENT"));
        var id =
                record(Person.HAL, form(), List.of(acting)).at("/consents/0/id").asString();
        assertThat(reason(child, "NONE")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        assertThat(waiting(Person.STEPH, id)).hasSize(1);

        assertThat(steward(Person.STEPH, "verifyConsent", Map.of("consentId", id))
                        .get("errors"))
                .isEmpty();

        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
        assertThat(Worlds.truth(
                        world,
                        "select verified_by is not null from document.consent where id = '" + Id.CONSENT.key(id) + "'"))
                .containsExactly("t");
    }

    @Test
    @DisplayName(
            "case 37: the student's own form is prepared at 17 years 10 months, and activated after the 18th birthday only")
    void studentsOwnFormIsPrepared() {
        var young = child(17);
        var soon = child(today.minusYears(18).plusDays(40));
        var youngs = record(Person.HAL, form(), List.of(consent(young)))
                .at("/consents/0/id")
                .asString();
        var parents = record(Person.HAL, form(), List.of(consent(soon)))
                .at("/consents/0/id")
                .asString();
        assertThat(prepare(youngs).at("/errors/0/code").asString()).isEqualTo("OUT_OF_RANGE");

        var draft = prepare(parents).get("consent");

        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
        assertThat(draft.get("signerCapacity").asString()).isEqualTo("STUDENT");
        assertThat(draft.get("renewsId").asString()).isEqualTo(parents);
        assertThat(reason(soon, "NONE")).isEqualTo("OPEN"); // by the parent's, until the birthday
        var whole = new HashMap<>(consent(soon));
        List.of("participantId", "districtId", "newSigner").forEach(whole::remove);
        whole.putAll(Map.of(
                "consentId",
                draft.get("id").asString(),
                "version",
                draft.get("version").asInt(),
                "document",
                form(),
                "studentBirthDate",
                today.minusYears(18).plusDays(40).toString()));
        var version = Ask.as(Person.HAL)
                .data(COMPLETE, Map.of("input", whole))
                .at("/completeConsent/consent/version")
                .asInt();
        assertThat(activate(draft.get("id").asString(), version)
                        .at("/errors/0/message")
                        .asString())
                .startsWith("STUDENT_OF_AGE");

        whole.put("studentBirthDate", today.minusYears(18).minusDays(1).toString());
        whole.put("version", version);
        version = Ask.as(Person.HAL)
                .data(COMPLETE, Map.of("input", whole))
                .at("/completeConsent/consent/version")
                .asInt();
        assertThat(activate(draft.get("id").asString(), version)
                        .at("/consent/state")
                        .asString())
                .isEqualTo("ACTIVE");
    }

    @Test
    void whatTheDistrictReopensItCanStillVerify() {
        var child = child(12);
        var id = record(Person.HAL, form(), List.of(consent(child)))
                .at("/consents/0/id")
                .asString();
        var father = signer(child, "The Father");
        revoke(Person.HAL, Map.of("consentId", id, "withdrawnById", Id.SIGNER.of(father)));
        steward(Person.STEPH, "decideWithdrawal", Map.of("consentId", id, "decision", "REOPEN", "reason", "Heard"));
        assertThat(reason(child, "EACH")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");

        assertThat(steward(Person.STEPH, "verifyConsent", Map.of("consentId", id))
                        .get("errors"))
                .isEmpty();

        assertThat(reason(child, "EACH")).isEqualTo("OPEN");
    }

    private void serve(UUID child) {
        Worlds.change(world, """
                insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                select organization_id, '%s', id, daterange('%s', null)
                from party.program
                where organization_id = '%s'
                order by id
                limit 1
                """.formatted(child, today, Place.HARBOR_LIGHTS.id()));
    }

    /** Whether a parent's consent has ended with the student's rights passing on. */
    private String parentLapsed(UUID child) {
        return Worlds.truth(world, """
                        select c.parent_lapsed
                        from roster.participant p
                        cross join access.consent_today('GENERAL', p.id, p.organization_id, '%s', now(), p.birth_date, false, 'NONE') c
                        where p.id = '%s'
                        """.formatted(Place.PUGET_RIDGE.id(), child)).get(0);
    }

    private void correct(UUID child, Map<String, Object> change) {
        var input = new HashMap<>(change);
        input.put("participantId", Id.PARTICIPANT.of(child));
        input.put("version", 1);
        input.put("birthDate", today.minusYears(17).minusDays(20).toString());
        input.put("givenName", "Sib");
        input.put("familyName", "Ling");
        assertThat(Ask.as(Person.HAL).data(CORRECT, Map.of("input", input)).at("/correctParticipant/errors"))
                .isEmpty();
    }

    /** While other terms stand in the district's agreement with Harbor Lights. */
    private void terms(String set, Runnable story) {
        var agreement = "organization_id = '%s' and district_id = '%s'"
                .formatted(Place.HARBOR_LIGHTS.id(), Place.PUGET_RIDGE.id());
        var change =
                "set session_replication_role = replica; update document.district_agreement set %s where " + agreement;
        Worlds.change(world, change.formatted(set));
        try {
            story.run();
        } finally {
            Worlds.change(world, change.formatted("consent_proof_required = false, consent_capacities = null"));
        }
    }
}
