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
import tools.jackson.databind.JsonNode;

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
    @DisplayName("case 22: housing and foster care are under no general consent: a form of their own names them")
    void housingIsNeverUnderAGeneralConsent() {
        var child = child(16);
        serve(child);
        var all = List.of("ENROLLMENT", "ATTENDANCE", "HOUSING_FOSTER");

        var refused = record(Person.HAL, form(), List.of(with(consent(child), "categories", all)));

        assertThat(refused.get("consents").isNull()).isTrue();
        assertThat(refused.get("errors")).hasSize(1);
        assertThat(refused.at("/errors/0/field").asString()).isEqualTo("input.consents.0.categories");
        assertThat(refused.at("/errors/0/code").asString()).isEqualTo("NOT_ALLOWED");
        assertThat(refused.at("/errors/0/message").asString()).contains("record one of kind HOUSING_FOSTER");

        // Nor may a draft be completed so.
        var withoutDays = new HashMap<>(consent(child));
        withoutDays.keySet().removeAll(List.of("begins", "ends"));
        var draft =
                record(Person.HAL, form(), List.of(withoutDays)).get("consents").get(0);
        var completed = Ask.as(Person.HAL)
                .data(
                        COMPLETE,
                        Map.of(
                                "input",
                                Map.of(
                                        "consentId", draft.get("id").asString(),
                                        "version", draft.get("version").asInt(),
                                        "document", form(),
                                        "categories", all,
                                        "begins", today.toString(),
                                        "ends", today.plusYears(1).toString())))
                .get("completeConsent");
        assertThat(completed.at("/errors/0/field").asString()).isEqualTo("input.categories");

        assertThat(record(
                                Person.HAL,
                                form(),
                                List.of(with(
                                        consent(child),
                                        "newSigner",
                                        parent("The Father"),
                                        "kind",
                                        "HOUSING_FOSTER",
                                        "categories",
                                        List.of("HOUSING_FOSTER"))))
                        .at("/consents/0/state")
                        .asString())
                .isEqualTo("ACTIVE");
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

        var turned = today.minusYears(18).minusDays(1);
        Worlds.change(world, "update roster.participant set birth_date = '" + turned + "' where id = '" + soon + "'");
        whole.put("studentBirthDate", turned.toString());
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
        revoke(Person.HAL, Map.of("consentId", id, "withdrawnBy", parent("The Father")));
        steward(Person.STEPH, "decideWithdrawal", Map.of("consentId", id, "decision", "REOPEN", "reason", "Heard"));
        assertThat(reason(child, "EACH")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");

        assertThat(steward(Person.STEPH, "verifyConsent", Map.of("consentId", id))
                        .get("errors"))
                .isEmpty();

        assertThat(reason(child, "EACH")).isEqualTo("OPEN");
    }

    @Test
    @DisplayName("case 14: a court's order holds against the father at whichever organization, until it is lifted")
    void orderReachesThePersonEverywhere() {
        var number = "R" + UUID.randomUUID().toString().substring(0, 8);
        var born = today.minusYears(12);
        var here = child(born, Place.HARBOR_LIGHTS, number);
        var there = child(born, Place.SOUND_REACH, number);
        var stranger = child(12);
        assertThat(recorded(Person.HAL, here, "The Father").get("errors")).isEmpty();
        assertThat(recorded(Person.ALEX, there, "the father").get("errors")).isEmpty();
        assertThat(recorded(Person.HAL, stranger, "The Father").get("errors")).isEmpty();
        assertThat(List.of(reason(here, "NONE"), reason(there, "NONE"), reason(stranger, "NONE")))
                .containsOnly("OPEN");

        assertThat(signersOf(Person.STEPH, number))
                .containsExactly("Harbor Lights: The Father", "Sound Reach: the father");
        for (var person : List.of(Person.ROSA, Person.CORA, Person.HAL, Person.ALEX, Person.OLLIE)) {
            assertThat(signersOf(person, number)).isEmpty();
        }
        var ids = Ask.as(Person.STEPH)
                .data(STUDENT_SIGNERS, Map.of("number", number))
                .get("signers")
                .valueStream()
                .map(signer -> signer.get("id").asString())
                .toList();
        var order = Map.<String, Object>of("signerId", ids.get(0), "reason", "Order 26-2-03");
        assertThat(steward(Person.ROSA, "restrictSignerRights", order)
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(reason(there, "NONE")).isEqualTo("OPEN");
        assertThat(steward(Person.STEPH, "restrictSignerRights", order).get("errors"))
                .isEmpty();

        assertThat(signersOf(Person.STEPH, number))
                .containsExactly("Harbor Lights: The Father, restricted", "Sound Reach: the father, restricted");
        assertThat(List.of(reason(here, "NONE"), reason(there, "NONE"))).containsOnly("CONSENT_MISSING");
        assertThat(reason(stranger, "NONE")).as("another child's father").isEqualTo("OPEN");
        assertThat(steward(Person.STEPH, "restrictSignerRights", order)
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("CONFLICT");

        // Lifted of the same person, by either organization's id.
        var lifted = Map.<String, Object>of("signerId", ids.get(1));
        assertThat(steward(Person.ROSA, "liftSignerRestriction", lifted)
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(steward(Person.STEPH, "liftSignerRestriction", lifted).get("errors"))
                .isEmpty();
        assertThat(List.of(reason(here, "NONE"), reason(there, "NONE"))).containsOnly("OPEN");
    }

    @Test
    @DisplayName("case 14: a court's order is not evaded by typing the father anew at another organization")
    void orderIsNotEvadedByTypingAnew() {
        var number = "R" + UUID.randomUUID().toString().substring(0, 8);
        var born = today.minusYears(12);
        var here = child(born, Place.HARBOR_LIGHTS, number);
        var there = child(born, Place.SOUND_REACH, number);
        var mistyped = child(born, Place.SOUND_REACH, number + "X");
        recorded(Person.HAL, here, "José Father");
        steward(
                Person.STEPH,
                "restrictSignerRights",
                Map.of("signerId", signer(here, "José Father"), "reason", "26-2"));
        var mothers = recorded(Person.ALEX, there, "The Mother").at("/consents/0/id");
        assertThat(reason(there, "NONE")).isEqualTo("OPEN");

        // Neither signs nor withdraws there, whose name is his.
        assertThat(refusal(recorded(Person.ALEX, there, " JOSE father")))
                .isEqualTo("NOT_ALLOWED input.consents.0.newSigner.name");
        assertThat(refusal(revoke(
                        Person.ALEX, Map.of("consentId", mothers.asString(), "withdrawnBy", parent("jose Father")))))
                .isEqualTo("NOT_ALLOWED input.withdrawnBy.name");
        assertThat(signersOf(Person.STEPH, number))
                .containsExactly("Harbor Lights: José Father, restricted", "Sound Reach: The Mother");
        assertThat(reason(there, "NONE")).isEqualTo("OPEN");
        // The student of that name is somebody else.
        var students = with(consent(there), "newSigner", Map.of("name", "José Father", "capacity", "STUDENT"));
        assertThat(record(Person.ALEX, form(), List.of(students))
                        .at("/consents/0/missing")
                        .toString())
                .isEqualTo("[\"STUDENT_OF_AGE\"]");

        // A draft that he signed while the child had another number, or none, is not activated either.
        var form = form();
        form.remove("signedOn");
        var draft = record(Person.ALEX, form, List.of(with(consent(mistyped), "newSigner", parent("José Father"))))
                .at("/consents/0");
        assertThat(draft.get("missing").toString()).isEqualTo("[\"SIGNATURE_DATE\"]");
        Worlds.change(
                world,
                "set session_replication_role = replica; update roster.student set district_student_id = '" + number
                        + "' where participant_id = '" + mistyped + "'");
        assertThat(Ask.as(Person.ALEX)
                        .data(
                                "query Lacks($id: ID!) { node(id: $id) { ... on Consent { missing } } }",
                                Map.of("id", draft.get("id").asString()))
                        .at("/node/missing")
                        .toString())
                .contains("SIGNER_WITH_RIGHTS");
        var his = with(consent(mistyped), "signerId", draft.get("signerId").asString());
        his.remove("newSigner");
        assertThat(refusal(record(Person.ALEX, form(), List.of(his))))
                .isEqualTo("NOT_ALLOWED input.consents.0.signerId");
    }

    @Test
    @DisplayName("case 14: a court's order is not evaded by a wrong student ID that is corrected after the signature")
    void orderFindsWhoSignedUnderAnotherNumber() {
        var number = "R" + UUID.randomUUID().toString().substring(0, 8);
        var born = today.minusYears(12);
        var here = child(born, Place.HARBOR_LIGHTS, number);
        var there = child(born, Place.SOUND_REACH, number + "X");
        recorded(Person.HAL, here, "The Father");
        steward(Person.STEPH, "restrictSignerRights", Map.of("signerId", signer(here, "The Father"), "reason", "26-2"));
        assertThat(recorded(Person.ALEX, there, "The Father").get("errors")).isEmpty();
        assertThat(reason(there, "NONE")).isEqualTo("OPEN");

        var student = Worlds.truth(world, "select id from roster.student where participant_id = '" + there + "'");
        assertThat(Ask.as(Person.ALEX)
                        .data(
                                "mutation Number($input: CorrectDistrictStudentIdInput!) {"
                                        + " correctDistrictStudentId(input: $input) { errors { field code } } }",
                                Map.of(
                                        "input",
                                        Map.of(
                                                "studentId",
                                                Id.STUDENT.of(UUID.fromString(student.get(0))),
                                                "version",
                                                1,
                                                "districtStudentId",
                                                number)))
                        .at("/correctDistrictStudentId/errors"))
                .isEmpty();

        assertThat(reason(there, "NONE")).isEqualTo("CONSENT_MISSING");
        assertThat(signersOf(Person.STEPH, number))
                .containsExactly("Harbor Lights: The Father, restricted", "Sound Reach: The Father, restricted");
    }

    @Test
    void whoReadsTheSignersIsRecorded() {
        var number = "R" + UUID.randomUUID().toString().substring(0, 8);
        var child = child(today.minusYears(12), Place.HARBOR_LIGHTS, number);
        recorded(Person.HAL, child, "The Mother");

        assertThat(signersOf(Person.STEPH, number)).hasSize(1);

        assertThat(Worlds.truth(world, """
                        select r.membership_id
                        from ledger.release l
                        join ledger.request r on r.id = l.request_id
                        join roster.student s on s.id = any(l.released)
                        where s.participant_id = '%s' and l.category = 'CONSENTS'
                        """.formatted(child)))
                .containsExactly(Person.STEPH.membershipId().toString());
    }

    private JsonNode recorded(Person person, UUID child, String signer) {
        return record(person, form(), List.of(with(consent(child), "newSigner", parent(signer))));
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
