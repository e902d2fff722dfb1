package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consents as an organization records them. */
class ConsentTests extends ConsentStories {

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
}
