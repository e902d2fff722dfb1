package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** What stories of agreements share: a draft, the signatures of both sides, an end. */
abstract class AgreementStories {

    private static final String AGREEMENT = """
            { agreement {
                ... on OperatorAgreement { id state begins ends endedOn version signatures { side signerName fileId } }
                ... on DistrictAgreement { id state begins ends endedOn version draftedBy categories
                  signatures { side signerName fileId } terms { windDownDays consentLongestMonths } } }
              errors { field code message } }
            """;

    final DemoWorld world = Worlds.pulled();
    final List<UUID> made = new ArrayList<>();

    /** What these tests agree is theirs alone: the shared world stays as it was. */
    @AfterEach
    void undo() {
        for (var key : made) {
            Worlds.change(
                    world, "delete from document.agreement_signature where district_agreement_id = '" + key + "'");
            Worlds.change(world, "delete from document.named_staff where district_agreement_id = '" + key + "'");
            Worlds.change(world, "delete from document.district_agreement where id = '" + key + "'");
        }
    }

    JsonNode inForce(Person steward, Place organization, String categories) {
        var draft = draft(steward, organization, Place.RAINIER_VALLEY, categories, "");
        sign(steward, draft, 1);
        sign(Person.JUNE, draft, 1);
        return draft;
    }

    JsonNode draft(Person by, Place organization, Place district, String categories, String more) {
        var payload = change(
                by,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", %s terms: { begins: \"%s\", categories: [%s], purpose: \"Mentoring\", consentLongestMonths: 12 } }"
                        .formatted(
                                UUID.randomUUID(),
                                place(organization),
                                district(district),
                                more,
                                world.district().today(),
                                categories));
        assertThat(payload.get("errors")).as(payload.toString()).isEmpty();
        made.add(0, Id.keyOf(id(payload.get("agreement"))));
        return payload.get("agreement");
    }

    static JsonNode sign(Person by, JsonNode agreement, int version) {
        return change(
                by,
                "signAgreement",
                "{ agreementId: \"%s\", version: %d, signerName: \"%s\", signerTitle: \"Director\" }"
                        .formatted(id(agreement), version, by.name()));
    }

    static JsonNode end(Person by, JsonNode agreement, int version, LocalDate on) {
        return change(
                by,
                "endAgreement",
                "{ agreementId: \"%s\", version: %d, on: \"%s\" }".formatted(id(agreement), version, on));
    }

    static JsonNode change(Person by, String mutation, String input) {
        return Ask.as(by)
                .data("mutation { " + mutation + "(input: " + input + ") " + AGREEMENT + " }")
                .get(mutation);
    }

    String inForce(JsonNode agreement) {
        return Worlds.truth(
                        world,
                        "select in_force from document.district_agreement where id = '" + Id.keyOf(id(agreement)) + "'")
                .get(0);
    }

    static String place(Place organization) {
        return Id.ORGANIZATION.of(organization.id());
    }

    static String district(Place district) {
        return Id.DISTRICT.of(district.id());
    }

    static String id(JsonNode thing) {
        return thing.get("id").asString();
    }

    static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString("");
    }
}
