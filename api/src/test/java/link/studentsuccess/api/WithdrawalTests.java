package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who withdraws a consent, and who may not sign one. */
class WithdrawalTests extends ConsentStories {

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
