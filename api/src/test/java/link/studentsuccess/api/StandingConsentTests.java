package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which consent counts where there are several, and from when. */
class StandingConsentTests extends ConsentStories {

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

    /** State, whether it counts, and why it opens nothing. */
    private static String today(JsonNode consent) {
        var now = Ask.as(Person.HAL)
                .data(TODAY, Map.of("id", consent.get("id").asString()))
                .get("node");
        return now.get("state").asString() + " " + now.at("/today/counts").asBoolean() + " "
                + now.at("/today/reason").asString("null");
    }
}
