package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Consents as people make them: recorded, completed, activated, verified, withdrawn and decided on. */
class ConsentTests extends ConsentStories {

    private static final String WITHDRAWAL = """
            query Withdrawal($id: ID!) {
              node(id: $id) {
                ... on Consent {
                  withdrawal { at withdrawnBy { id name capacity } note waitsForDistrict decision decidedAt reason }
                }
              }
            }
            """;

    @Test
    @DisplayName("case 26: three siblings with three consents each stand on one form; one withdrawn leaves eight")
    void oneFormCarriesManyConsents() {
        var consents = new ArrayList<Map<String, Object>>();
        for (var sibling : List.of(child(12), child(10), child(8))) {
            consents.add(consent(sibling));
            consents.add(with(
                    consent(sibling), "kind", "SHARING", "categories", List.of(), "audiences", List.of("DISTRICT")));
            consents.add(with(consent(sibling), "kind", "MEAL_STATUS", "categories", List.of("MEAL_STATUS")));
        }

        var made = record(Person.HAL, form(), consents).get("consents");

        assertThat(made).hasSize(9);
        assertThat(made.valueStream().map(c -> c.get("state").asString())).containsOnly("ACTIVE");
        assertThat(made.valueStream().map(c -> c.get("documentId").asString()).distinct())
                .hasSize(1);
        assertThat(made.valueStream().map(c -> c.get("signerId").asString()).distinct())
                .hasSize(3);

        var first = made.at("/0/id").asString();
        assertThat(revoke(Person.HAL, Map.of("consentId", first))
                        .at("/consent/state")
                        .asString())
                .isEqualTo("WITHDRAWN");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) filter (where revoked_at is null) || ' of ' || count(*) from document.consent where document_id = '"
                                + Id.CONSENT_DOCUMENT.key(
                                        made.at("/0/documentId").asString()) + "'"))
                .containsExactly("8 of 9");
    }

    @Test
    @DisplayName("case 26: each sibling's own ID and signer are asked")
    void aSiblingIsAskedForTheOwnIdAndSigner() {
        var known = child(12);
        var unnumbered = child(10);
        Worlds.change(world, "delete from roster.student where participant_id = '" + unnumbered + "'");
        var foreign = with(consent(known), "signerId", Id.SIGNER.of(UUID.randomUUID()));
        foreign.remove("newSigner");

        var refused = record(Person.HAL, form(), List.of(consent(unnumbered), foreign));

        assertThat(refused.get("consents").isNull()).isTrue();
        assertThat(refused.get("errors").valueStream().map(e -> e.get("field").asString()))
                .containsExactlyInAnyOrder("input.consents.0.districtId", "input.consents.1.signerId");
        assertThat(count(known)).isZero();
    }

    @Test
    void sentAgainNothingIsRecordedTwice() {
        var child = child(12);
        var input = Map.<String, Object>of(
                "input",
                Map.of(
                        "idempotencyKey",
                        "form-" + UUID.randomUUID(),
                        "document",
                        form(),
                        "consents",
                        List.of(consent(child))));

        var first = Ask.as(Person.HAL).data(RECORD, input).at("/recordConsents/consents/0/id");
        var second = Ask.as(Person.HAL).data(RECORD, input).at("/recordConsents/consents/0/id");

        assertThat(second).isEqualTo(first);
        assertThat(count(child)).isEqualTo(1);
    }

    @Test
    void ofAChildOneDoesNotKnowNothingIsRecorded() {
        var child = child(12);

        for (var stranger : List.of(Person.DANA, Person.BEA)) {
            assertThat(record(stranger, form(), List.of(consent(child)))
                            .at("/errors/0/code")
                            .asString())
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(count(child)).isZero();
        assertThat(record(Person.HAL, form(), List.of(consent(child))).get("consents"))
                .hasSize(1);
    }

    @Test
    @DisplayName("case 25: a form without the operator's name is not activated, and each missing thing is named")
    void incompleteStaysADraft() {
        var child = child(12);
        var form = with(form(), "parties", List.of("ORGANIZATION"));
        form.remove("signedOn");
        var consent = with(consent(child), "newSigner", Map.of("name", "County Agency", "capacity", "AGENCY"));
        consent.remove("proof");

        var draft = record(Person.HAL, form, List.of(consent)).at("/consents/0");

        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
        var version = draft.get("version").asInt();
        var id = draft.get("id").asString();
        var refused = activate(id, version);
        assertThat(refused.get("errors")
                        .valueStream()
                        .map(e -> e.get("message").asString().split(":", 2)[0]))
                .containsExactlyInAnyOrder("SIGNATURE_DATE", "OPERATOR_NAMED");
        assertThat(reason(child, "NONE")).isEqualTo("CONSENT_INCOMPLETE");

        var whole = new HashMap<>(consent(child));
        List.of("participantId", "districtId", "newSigner").forEach(whole::remove);
        whole.putAll(Map.of("consentId", id, "version", version, "document", form(), "proof", "Placement 17"));
        var completed =
                Ask.as(Person.HAL).data(COMPLETE, Map.of("input", whole)).get("completeConsent");
        assertThat(completed.get("errors")).isEmpty();
        assertThat(activate(id, version).at("/errors/0/code").asString()).isEqualTo("CHANGED_MEANWHILE");
        assertThat(activate(id, completed.at("/consent/version").asInt())
                        .at("/consent/state")
                        .asString())
                .isEqualTo("ACTIVE");
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
        // What is signed does not change.
        whole.put("version", completed.at("/consent/version").asInt() + 1);
        assertThat(Ask.as(Person.HAL)
                        .data(COMPLETE, Map.of("input", whole))
                        .at("/completeConsent/errors/0/code")
                        .asString())
                .isEqualTo("CONFLICT");
    }

    @Test
    @DisplayName("case 7: a renewal signed now and valid later leaves the former one open, signed by the same person")
    void renewalWaitsForItsFirstDay() {
        var child = child(12);
        var former = record(Person.HAL, form(), List.of(consent(child))).at("/consents/0");
        var renewal = with(
                consent(child),
                "signerId",
                former.get("signerId").asString(),
                "renewsId",
                former.get("id").asString(),
                "begins",
                today.plusDays(60).toString(),
                "ends",
                today.plusYears(1).toString());
        renewal.remove("newSigner");

        var made = record(Person.HAL, form(), List.of(renewal)).at("/consents/0");

        assertThat(made.get("state").asString()).isEqualTo("ACTIVE");
        assertThat(made.get("renewsId")).isEqualTo(former.get("id"));
        assertThat(made.get("signerId")).isEqualTo(former.get("signerId"));
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
        assertThat(record(Person.HAL, form(), List.of(consent(child)))
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("input.consents.0.newSigner.name");
    }

    @Test
    @DisplayName("case 11: a link proves a phone, not a parent, until the district verifies or somebody attests")
    void linkWaitsForTheDistrict() {
        var child = child(12);
        var form = with(form(), "evidence", "LINK", "contact", "+1 555 0100");
        form.remove("identificationSeen");

        var made = record(Person.HAL, form, List.of(consent(child))).at("/consents/0");

        assertThat(made.get("state").asString()).isEqualTo("ACTIVE");
        assertThat(reason(child, "NONE")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        assertThat(steward(
                                Person.STEPH,
                                "verifyConsent",
                                Map.of("consentId", made.get("id").asString()))
                        .get("recorded")
                        .asBoolean())
                .isTrue();
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");

        var attested = child(10);
        record(Person.HAL, with(form, "identificationSeen", "Passport"), List.of(consent(attested)));
        assertThat(reason(attested, "NONE")).isEqualTo("OPEN");
    }

    @Test
    @DisplayName(
            "case 27: the steward asks, the organization answers, the steward accepts; another's steward sees nothing")
    void stewardAsksAndAccepts() {
        var child = child(12);
        var id = record(Person.HAL, form(), List.of(consent(child)))
                .at("/consents/0/id")
                .asString();
        assertThat(reason(child, "EACH")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        assertThat(waiting(Person.STEPH, id)).hasSize(1);
        assertThat(waiting(Person.ROSA, id)).isEmpty();

        var question = Map.<String, Object>of(
                "idempotencyKey", "ask-" + UUID.randomUUID(), "consentId", id, "question", "Whose signature is it?");
        assertThat(steward(Person.ROSA, "askAboutConsent", question)
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(steward(Person.STEPH, "askAboutConsent", question).get("errors"))
                .isEmpty();
        var asked = Ask.as(Person.HAL)
                .data(
                        "query Asked($id: ID!) { node(id: $id) { ... on Consent { questions { id question } } } }",
                        Map.of("id", id))
                .at("/node/questions/0");
        assertThat(asked.get("question").asString()).isEqualTo("Whose signature is it?");
        assertThat(steward(
                                Person.HAL,
                                "answerConsentQuestion",
                                Map.of("questionId", asked.get("id").asString(), "answer", "The mother's"))
                        .get("errors"))
                .isEmpty();
        assertThat(waiting(Person.STEPH, id).get(0).get("answer").asString()).isEqualTo("The mother's");

        assertThat(steward(Person.ROSA, "verifyConsent", Map.of("consentId", id))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(reason(child, "EACH")).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        assertThat(steward(Person.STEPH, "verifyConsent", Map.of("consentId", id))
                        .get("errors"))
                .isEmpty();
        assertThat(reason(child, "EACH")).isEqualTo("OPEN");
        assertThat(waiting(Person.STEPH, id)).isEmpty();
    }

    @Test
    @DisplayName("case 27: what the steward refuses opens nothing, and the organization reads why")
    void stewardRefuses() {
        var child = child(12);
        var id = record(Person.HAL, form(), List.of(consent(child)))
                .at("/consents/0/id")
                .asString();

        var refused =
                steward(Person.STEPH, "refuseConsentVerification", Map.of("consentId", id, "reason", "Not the parent"));

        assertThat(refused.get("errors")).isEmpty();
        assertThat(reason(child, "NONE")).isEqualTo("CONSENT_INCOMPLETE");
        assertThat(Ask.as(Person.HAL)
                        .data(
                                "query Why($id: ID!) { node(id: $id) { ... on Consent { state refusalReason } } }",
                                Map.of("id", id))
                        .get("node")
                        .toString())
                .contains("REFUSED", "Not the parent");
        assertThat(steward(Person.STEPH, "verifyConsent", Map.of("consentId", id))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("CONFLICT");
    }

    @Test
    @DisplayName("case 14: mother signs, father withdraws: closed, and the district reopens or keeps it")
    void otherParentWithdraws() {
        for (var decision : List.of("REOPEN", "KEEP_CLOSED")) {
            var child = child(12);
            var id = record(Person.HAL, form(), List.of(consent(child)))
                    .at("/consents/0/id")
                    .asString();
            assertThat(reason(child, "NONE")).isEqualTo("OPEN");

            revoke(Person.HAL, Map.of("consentId", id, "withdrawnBy", parent("The Father"), "note", "By phone"));

            assertThat(reason(child, "NONE")).isEqualTo("CONSENT_REVOKED");
            assertThat(toDecide(Person.STEPH, id)).hasSize(1);
            assertThat(toDecide(Person.STEPH, id).get(0).at("/withdrawnBy/name").asString())
                    .isEqualTo("The Father");
            assertThat(toDecide(Person.ROSA, id)).isEmpty();
            var answer = Map.<String, Object>of("consentId", id, "decision", decision, "reason", "Both were heard");
            assertThat(steward(Person.ROSA, "decideWithdrawal", answer)
                            .at("/errors/0/code")
                            .asString())
                    .isEqualTo("NOT_FOUND");
            assertThat(reason(child, "NONE")).isEqualTo("CONSENT_REVOKED");

            assertThat(steward(Person.STEPH, "decideWithdrawal", answer).get("errors"))
                    .isEmpty();

            assertThat(reason(child, "NONE")).isEqualTo(decision.equals("REOPEN") ? "OPEN" : "CONSENT_REVOKED");
            assertThat(toDecide(Person.STEPH, id)).isEmpty();
            assertThat(steward(Person.STEPH, "decideWithdrawal", answer)
                            .at("/errors/0/code")
                            .asString())
                    .isEqualTo("CONFLICT");
        }
    }

    @Test
    @DisplayName("case 14: the parent who withdraws for the first time is one person from then on")
    void whoWithdrawsIsKnownFromThenOn() {
        var child = child(12);
        var id = record(Person.HAL, form(), List.of(consent(child)))
                .at("/consents/0/id")
                .asString();
        var mother = signer(child, "The Mother");
        var withdrawal = Map.<String, Object>of("consentId", id, "withdrawnBy", parent(" The Father "));

        assertThat(refusal(revoke(Person.HAL, with(withdrawal, "withdrawnById", mother))))
                .isEqualTo("MALFORMED input.withdrawnBy");
        assertThat(refusal(revoke(Person.HAL, with(withdrawal, "withdrawnBy", parent(" ")))))
                .isEqualTo("MALFORMED input.withdrawnBy.name");
        assertThat(refusal(revoke(Person.HAL, with(withdrawal, "withdrawnBy", parent("THE MOTHER")))))
                .isEqualTo("CONFLICT input.withdrawnBy.name");
        assertThat(refusal(revoke(Person.BEA, withdrawal))).isEqualTo("NOT_FOUND input.consentId");
        assertThat(signers(child)).containsExactly("The Mother");
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");

        for (var again = 0; again < 2; again++) {
            var withdrawn = revoke(Person.HAL, withdrawal);
            assertThat(withdrawn.get("errors")).isEmpty();
            assertThat(withdrawn.at("/consent/state").asString()).isEqualTo("WITHDRAWN");
        }

        assertThat(signers(child)).containsExactly("The Father", "The Mother");
        assertThat(reason(child, "NONE")).isEqualTo("CONSENT_REVOKED");
        assertThat(toDecide(Person.STEPH, id).get(0).at("/withdrawnBy/name").asString())
                .isEqualTo("The Father");
        // He signs as the same person, and so takes back what he has withdrawn.
        var his = with(consent(child), "signerId", signer(child, "The Father"));
        his.remove("newSigner");
        assertThat(record(Person.HAL, form(), List.of(his)).get("errors")).isEmpty();
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
    }

    private List<String> signers(UUID child) {
        return Worlds.truth(
                world, "select name from document.signer where participant_id = '" + child + "' order by name");
    }

    /** access.md: "No birth date from the district: the one on the consent form; none at all: denied." */
    @Test
    void withoutABirthDateItIsMissingAndAWrongOneIsRefused() {
        var child = child(12);
        var without = consent(child);
        without.remove("studentBirthDate");

        var draft = record(Person.HAL, form(), List.of(without)).at("/consents/0");

        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
        assertThat(draft.get("missing").toString()).isEqualTo("[\"BIRTH_DATE\"]");
        assertThat(activate(draft.get("id").asString(), draft.get("version").asInt())
                        .at("/errors/0/message")
                        .asString())
                .startsWith("BIRTH_DATE");
        var signed = with(consent(child), "signerId", draft.get("signerId").asString());
        signed.remove("newSigner");
        assertThat(refusal(record(
                        Person.HAL,
                        form(),
                        List.of(with(
                                signed, "studentBirthDate", today.minusYears(20).toString())))))
                .isEqualTo("CONFLICT input.consents.0.studentBirthDate");
        Worlds.change(world, "update roster.participant set birth_date = null where id = '" + child + "'");
        assertThat(refusal(record(
                        Person.HAL,
                        form(),
                        List.of(with(
                                signed, "studentBirthDate", today.plusDays(1).toString())))))
                .isEqualTo("OUT_OF_RANGE input.consents.0.studentBirthDate");

        var whole = record(Person.HAL, form(), List.of(signed)).at("/consents/0");
        assertThat(whole.get("state").asString()).isEqualTo("ACTIVE");
        assertThat(whole.get("missing")).isEmpty();

        // One that was in force without: it says what it lacks.
        Worlds.change(
                world,
                "set session_replication_role = replica; update document.consent set student_birth_date = null where id = '"
                        + Id.CONSENT.key(whole.get("id").asString()) + "'");
        var now = Ask.as(Person.HAL)
                .data(TODAY, Map.of("id", whole.get("id").asString()))
                .get("node");
        assertThat(now.get("state").asString()).isEqualTo("ACTIVE");
        assertThat(now.get("missing").toString()).isEqualTo("[\"BIRTH_DATE\"]");
        assertThat(now.at("/today/counts").asBoolean()).isTrue();
    }

    /** access.md: "of the consents of this kind that cover today, the latest signed". */
    @Test
    void ofSeveralOneCountsAndWhatItClosesIsSaid() {
        verification("NONE", () -> {
            var child = child(12);
            var wide = record(Person.HAL, form(), List.of(consent(child)));
            assertThat(wide.get("notices")).isEmpty();
            var first = wide.at("/consents/0");
            assertThat(first.get("today").toString())
                    .isEqualTo("{\"counts\":true,\"reason\":null,\"outsideAgreement\":[]}");
            var again = with(consent(child), "signerId", first.get("signerId").asString());
            again.remove("newSigner");
            var later = with(again, "begins", today.plusDays(9).toString());

            var same = record(Person.HAL, form(), List.of(again));
            assertThat(same.get("notices")).as("as wide").isEmpty();
            var narrow = record(Person.HAL, form(), List.of(with(again, "categories", List.of("ENROLLMENT"))));

            var notice = narrow.at("/notices/0");
            assertThat(notice.get("consentId")).isEqualTo(narrow.at("/consents/0/id"));
            assertThat(notice.get("displacedId")).isEqualTo(same.at("/consents/0/id"));
            assertThat(notice.get("reason").isNull()).isTrue();
            assertThat(notice.get("categories").toString()).isEqualTo("[\"ATTENDANCE\"]");
            assertThat(notice.get("since").asString()).isEqualTo(today.toString());
            assertThat(today(same.at("/consents/0"))).isEqualTo("ACTIVE false null");
            assertThat(today(narrow.at("/consents/0"))).isEqualTo("ACTIVE true null");
            assertThat(reason(child, "NONE")).isEqualTo("OPEN");

            // A draft is told of when it takes effect, one to come of its first day.
            var form = form();
            form.remove("signedOn");
            var draft = record(Person.HAL, form, List.of(with(later, "categories", List.of("ATTENDANCE"))));
            assertThat(draft.get("notices")).as("a draft closes nothing").isEmpty();
            var come = record(Person.HAL, form(), List.of(with(later, "categories", List.of("ATTENDANCE"))));
            assertThat(come.at("/notices/0/since").asString())
                    .isEqualTo(today.plusDays(9).toString());
            assertThat(come.at("/notices/0/categories").toString()).isEqualTo("[\"ENROLLMENT\"]");

            // Withdrawing the one that counts closes: the other one counts now, and says that it opens nothing.
            revoke(Person.HAL, Map.of("consentId", narrow.at("/consents/0/id").asString()));
            assertThat(today(narrow.at("/consents/0"))).isEqualTo("WITHDRAWN false null");
            assertThat(today(same.at("/consents/0"))).isEqualTo("ACTIVE true CONSENT_REVOKED");
        });
    }

    @Test
    void oneThatWaitsForTheDistrictTakesThePlaceOfOneThatIsOpenAndSaysSo() {
        verification("EACH", () -> {
            var child = child(12);
            var open = record(Person.HAL, form(), List.of(consent(child))).at("/consents/0");
            assertThat(today(open)).isEqualTo("ACTIVE true AWAITING_DISTRICT_VERIFICATION");
            steward(
                    Person.STEPH,
                    "verifyConsent",
                    Map.of("consentId", open.get("id").asString()));
            assertThat(today(open)).isEqualTo("ACTIVE true null");
            var again = with(consent(child), "signerId", open.get("signerId").asString());
            again.remove("newSigner");

            var waits = record(Person.HAL, form(), List.of(again));

            assertThat(waits.at("/notices/0/displacedId")).isEqualTo(open.get("id"));
            assertThat(waits.at("/notices/0/reason").asString()).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
            assertThat(waits.at("/notices/0/categories")).hasSize(2);
            assertThat(today(open)).isEqualTo("ACTIVE false null");
            assertThat(today(waits.at("/consents/0"))).isEqualTo("ACTIVE true AWAITING_DISTRICT_VERIFICATION");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GENERAL,     MEAL_STATUS,            ,         NOT_ALLOWED,  categories",
        "GENERAL,     ENROLLMENT|MEAL_STATUS, ,         NOT_ALLOWED,  categories",
        "GENERAL,     ENROLLMENT,             PARTNERS, OUT_OF_RANGE, audiences",
        "MEAL_STATUS, GRADES,                 ,         NOT_ALLOWED,  categories",
        "MEAL_STATUS, MEAL_STATUS,            DISTRICT, OUT_OF_RANGE, audiences",
        "SHARING,     GRADES,                 DISTRICT, NOT_ALLOWED,  categories",
    })
    void whatContradictsItsKindIsRefused(
            String kind, String categories, @Nullable String audiences, String code, String field) {
        var child = child(12);
        var consent = with(
                consent(child),
                "kind",
                kind,
                "categories",
                List.of(categories.split("\\|", -1)),
                "audiences",
                audiences == null ? List.of() : List.of(audiences));

        assertThat(refusal(record(Person.HAL, form(), List.of(consent))))
                .isEqualTo(code + " input.consents.0." + field);

        assertThat(count(child)).isZero();
    }

    @Test
    void whatContradictsItselfIsRefused() {
        var child = child(12);
        var half = consent(child);
        half.remove("begins");
        assertThat(refusal(record(Person.HAL, form(), List.of(half)))).isEqualTo("MALFORMED input.consents.0.begins");
        var other = consent(child);
        other.remove("ends");
        assertThat(refusal(record(Person.HAL, form(), List.of(other)))).isEqualTo("MALFORMED input.consents.0.ends");
        assertThat(refusal(record(Person.HAL, form(), List.of(consent(child), consent(child)))))
                .isEqualTo("CONFLICT input.consents.1.participantId");
        assertThat(count(child)).isZero();

        var former = record(
                        Person.HAL,
                        form(),
                        List.of(with(consent(child), "categories", List.of("ATTENDANCE", "DISCIPLINE"))))
                .at("/consents/0");
        assertThat(former.at("/today/outsideAgreement").toString()).isEqualTo("[\"DISCIPLINE\"]");
        var renewal = with(
                consent(child),
                "signerId",
                former.get("signerId").asString(),
                "renewsId",
                former.get("id").asString());
        renewal.remove("newSigner");
        assertThat(record(Person.HAL, form(), List.of(renewal)).get("errors")).isEmpty();
        assertThat(refusal(record(Person.HAL, form(), List.of(renewal))))
                .isEqualTo("CONFLICT input.consents.0.renewsId");
    }

    @Test
    void theOrganizationReadsWhoWithdrewAndWhatTheDistrictDecided() {
        var child = child(12);
        var id = record(Person.HAL, form(), List.of(consent(child)))
                .at("/consents/0/id")
                .asString();
        assertThat(withdrawal(id).isNull()).isTrue();

        revoke(Person.HAL, Map.of("consentId", id, "withdrawnBy", parent("The Father"), "note", "By phone"));

        var waits = withdrawal(id);
        assertThat(waits.at("/withdrawnBy/name").asString()).isEqualTo("The Father");
        assertThat(waits.get("note").asString()).isEqualTo("By phone");
        assertThat(waits.get("waitsForDistrict").asBoolean()).isTrue();
        assertThat(waits.get("decision").isNull()).isTrue();

        steward(
                Person.STEPH,
                "decideWithdrawal",
                Map.of("consentId", id, "decision", "KEEP_CLOSED", "reason", "Both were heard"));

        var decided = withdrawal(id);
        assertThat(decided.get("waitsForDistrict").asBoolean()).isFalse();
        assertThat(decided.get("decision").asString()).isEqualTo("KEEP_CLOSED");
        assertThat(decided.get("reason").asString()).isEqualTo("Both were heard");
        assertThat(Ask.as(Person.BEA)
                        .data(WITHDRAWAL, Map.of("id", id))
                        .get("node")
                        .isNull())
                .as("who does not know the child")
                .isTrue();
    }

    @Test
    void theNewestOfADayComesFirst() {
        var child = child(12);
        var made = new ArrayList<String>();
        var consent = consent(child);
        for (var n = 0; n < 4; n++) {
            var one = record(Person.HAL, form(), List.of(consent)).at("/consents/0");
            made.add(0, one.get("id").asString());
            consent.put("signerId", one.get("signerId").asString());
            consent.remove("newSigner");
        }

        assertThat(Ask.as(Person.HAL)
                        .data(
                                "query Consents($id: ID!) { participant(id: $id) { consents { id } } }",
                                Map.of("id", Id.PARTICIPANT.of(child)))
                        .at("/participant/consents")
                        .valueStream()
                        .map(one -> one.get("id").asString()))
                .containsExactlyElementsOf(made);
    }

    private static JsonNode withdrawal(String id) {
        return Ask.as(Person.HAL).data(WITHDRAWAL, Map.of("id", id)).at("/node/withdrawal");
    }

    /** State, whether it counts, and why it opens nothing. */
    private static String today(JsonNode consent) {
        var now = Ask.as(Person.HAL)
                .data(TODAY, Map.of("id", consent.get("id").asString()))
                .get("node");
        return now.get("state").asString() + " " + now.at("/today/counts").asBoolean() + " "
                + now.at("/today/reason").asString("null");
    }

    /** While the district's agreement with Harbor Lights asks for another verification. */
    private void verification(String asked, Runnable story) {
        var where = " where organization_id = '%s' and district_id = '%s' and in_force @> current_date"
                .formatted(Place.HARBOR_LIGHTS.id(), Place.PUGET_RIDGE.id());
        var before = Worlds.truth(world, "select verification from document.district_agreement" + where)
                .get(0);
        var change =
                "set session_replication_role = replica; update document.district_agreement set verification = '%s'";
        Worlds.change(world, change.formatted(asked) + where);
        try {
            story.run();
        } finally {
            Worlds.change(world, change.formatted(before) + where);
        }
    }

    @Test
    @DisplayName("case 14: whose rights a court's order takes neither signs nor withdraws, until it is lifted")
    void restrictedSignerCountsForNothing() {
        var child = child(12);
        var made = record(Person.HAL, form(), List.of(consent(child))).at("/consents/0");
        var id = made.get("id").asString();
        revoke(Person.HAL, Map.of("consentId", id, "withdrawnBy", parent("The Father")));
        assertThat(reason(child, "NONE")).isEqualTo("CONSENT_REVOKED");
        var father = signer(child, "The Father");
        var restriction = Map.<String, Object>of("signerId", father, "reason", "Order 26-2-01");
        assertThat(steward(Person.ROSA, "restrictSignerRights", restriction)
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(steward(Person.STEPH, "restrictSignerRights", restriction).get("errors"))
                .isEmpty();

        // What he has withdrawn counts no more, and he does not do it again.
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");
        var withdrawal = Map.<String, Object>of("consentId", id, "withdrawnById", father);
        assertThat(revoke(Person.HAL, withdrawal).at("/errors/0/code").asString())
                .isEqualTo("NOT_ALLOWED");
        var his = with(consent(child), "signerId", father);
        his.remove("newSigner");
        assertThat(record(Person.HAL, form(), List.of(his)).at("/errors/0/code").asString())
                .isEqualTo("NOT_ALLOWED");
        assertThat(reason(child, "NONE")).isEqualTo("OPEN");

        assertThat(steward(Person.STEPH, "liftSignerRestriction", Map.of("signerId", father))
                        .get("errors"))
                .isEmpty();
        assertThat(revoke(Person.HAL, withdrawal).get("errors")).isEmpty();
        assertThat(reason(child, "NONE")).isEqualTo("CONSENT_REVOKED");

        // What she signed counts for nothing from the order on.
        var other = child(10);
        var hers = record(Person.HAL, form(), List.of(consent(other)))
                .at("/consents/0/signerId")
                .asString();
        assertThat(reason(other, "NONE")).isEqualTo("OPEN");
        steward(Person.STEPH, "restrictSignerRights", Map.of("signerId", hers, "reason", "Order 26-2-02"));
        assertThat(reason(other, "NONE")).isEqualTo("CONSENT_MISSING");
    }
}
