package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Forms entered with the consents on them, put in force, and looked at by the district. */
class ConsentTests {

    private static final String ATTENDANCE =
            "query A($id: ID!) { student(id: $id) { attendance { __typename ... on Withheld { reason } } } }";

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void putBack() {
        Worlds.change(
                world,
                "delete from document.consent where document_id is not null and participant_id = '"
                        + world.participant(Child.JADE) + "'");
    }

    @Test
    @DisplayName("case 25: a consent without the operator's name is refused on activation and opens nothing")
    void activationNamesEachThingThatIsMissing() {
        var maria = Ask.as(Person.MARIA);
        var recorded =
                maria.data(record("first-form-25", "[ORGANIZATION]", "LINK")).get("recordConsents");
        assertThat(recorded.get("errors")).isEmpty();
        var draft = recorded.at("/consents/0");
        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");

        var refused = maria.data("mutation { activateConsent(input: { consentId: \"" + id(draft) + "\", version: "
                        + draft.get("version") + " }) { consent { id } errors { message } } }")
                .get("activateConsent");

        assertThat(refused.get("consent").isNull()).isTrue();
        assertThat(refused.get("errors").toString()).contains("OPERATOR_NAMED", "CONTACT");
        // The consent of before still rules, and the form sent again makes nothing twice.
        assertThat(attendance()).isEqualTo("Attendance");
        assertThat(id(maria.data(record("first-form-25", "[ORGANIZATION]", "LINK"))
                        .at("/recordConsents/consents/0")))
                .isEqualTo(id(draft));
    }

    @Test
    @DisplayName("case 27: a consent waits for the district, whose steward asks, is answered and accepts")
    void theDistrictVerifiesWhatItWantsToSee() {
        var maria = Ask.as(Person.MARIA);
        var consent = maria.data(record("seen-form-27", "[ORGANIZATION, OPERATOR]", "IN_PERSON"))
                .at("/recordConsents/consents/0");
        assertThat(consent.get("missing")).isEmpty();
        assertThat(consent.get("state").asString()).isEqualTo("ACTIVE");
        assertThat(attendance()).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        var steph = Ask.as(Person.STEPH);
        assertThat(decided(steph, "askAboutConsent", "idempotencyKey: \"ask-about-27\", question: \"Who?\", ", consent))
                .isTrue();
        assertThat(decided(Ask.as(Person.ROSA), "verifyConsent", "", consent)).isFalse();

        assertThat(decided(steph, "verifyConsent", "", consent)).isTrue();

        assertThat(attendance()).isEqualTo("Attendance");
        assertThat(decided(steph, "refuseConsentVerification", "reason: \"No\", ", consent))
                .isFalse();
        Worlds.change(world, "delete from document.consent_question");
    }

    private String attendance() {
        var facet = Ask.as(Person.MARIA)
                .data(ATTENDANCE, Map.of("id", Id.STUDENT.of(world.student(Child.JADE))))
                .at("/student/attendance");
        return facet.hasNonNull("reason")
                ? facet.get("reason").asString()
                : facet.get("__typename").asString();
    }

    private static boolean decided(Ask steward, String mutation, String more, JsonNode consent) {
        return steward.data("mutation { " + mutation + "(input: { " + more + "consentId: \"" + id(consent)
                        + "\" }) { recorded errors { code } } }")
                .at("/" + mutation + "/recorded")
                .asBoolean();
    }

    private static String id(JsonNode consent) {
        return consent.get("id").asString();
    }

    private String record(String key, String parties, String evidence) {
        var signer = Worlds.truth(
                        world, "select signer_id from document.consent where id = '" + world.consent(Child.JADE) + "'")
                .get(0);
        var today = world.district().today();
        var seen = evidence.equals("IN_PERSON") ? "identificationSeen: \"Passport\", " : "";
        return """
                mutation { recordConsents(input: { idempotencyKey: "%s", document: { evidence: %s, %s signedOn: "%s",
                  purpose: "Tutoring", parties: %s }, consents: [{ participantId: "%s", districtId: "%s", signerId: "%s",
                  categories: [ENROLLMENT, ATTENDANCE], begins: "%s", ends: "%s" }] }) {
                  consents { id state version missing } errors { field code message } } }
                """.formatted(
                        key,
                        evidence,
                        seen,
                        today,
                        parties,
                        Id.PARTICIPANT.of(world.participant(Child.JADE)),
                        Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                        Id.SIGNER.of(java.util.UUID.fromString(signer)),
                        today,
                        today.plusDays(100));
    }
}
