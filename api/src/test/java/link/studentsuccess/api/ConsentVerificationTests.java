package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the district does with a consent that waits for it. */
class ConsentVerificationTests extends ConsentStories {

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
}
