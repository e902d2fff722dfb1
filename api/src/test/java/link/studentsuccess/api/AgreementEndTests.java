package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.Test;

/** When an agreement ends, and which one takes its place: on no day are there two. */
class AgreementEndTests extends AgreementStories {

    @Test
    void anAmendmentTakesThePlaceOfTheFormerAndTheFormerEndsThere() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var amendment = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "ENROLLMENT",
                "replacesId: \"" + id(former) + "\",");
        sign(Person.ROSA, amendment, 1);
        sign(Person.JUNE, amendment, 1);

        assertThat(inForce(former)).as("ends where the new one begins").isEqualTo("empty");
        assertThat(inForce(amendment)).isNotEqualTo("empty");
    }

    /** The former one ends where the amendment begins; the days before were in force, and what was seen on them was seen rightly. */
    @Test
    void anAmendmentBeginsTodayAtTheEarliest() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var before = inForce(former);
        var yesterday = world.district().today().minusDays(1);
        var backdated = change(
                Person.ROSA,
                "draftDistrictAgreement",
                "{ idempotencyKey: \"%s\", organizationId: \"%s\", districtId: \"%s\", replacesId: \"%s\", terms: { begins: \"%s\", categories: [GRADES], purpose: \"Mentoring\" } }"
                        .formatted(
                                UUID.randomUUID(),
                                place(Place.HARBOR_LIGHTS),
                                district(Place.RAINIER_VALLEY),
                                id(former),
                                yesterday));
        var draft = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "ENROLLMENT",
                "replacesId: \"" + id(former) + "\",");
        var changed = change(
                Person.ROSA,
                "changeDistrictAgreement",
                "{ agreementId: \"%s\", version: 1, terms: { begins: \"%s\", categories: [GRADES], purpose: \"Mentoring\" } }"
                        .formatted(id(draft), yesterday));
        Worlds.change(
                world,
                "update document.district_agreement set term = daterange('" + yesterday + "', null) where id = '"
                        + Id.keyOf(id(draft)) + "'");
        var signed = sign(Person.ROSA, draft, 2);

        for (var refused : List.of(backdated, changed, signed)) {
            assertThat(code(refused)).as(refused.toString()).isEqualTo("OUT_OF_RANGE");
        }
        assertThat(backdated.at("/errors/0/field").asString()).isEqualTo("input.terms.begins");
        assertThat(inForce(former)).isEqualTo(before);
    }

    /** An end far ahead, set by one side, would else keep the other from ending it at all. */
    @Test
    void eitherSideEndsItEarlierThanTheOtherHasSaidAndNobodyLater() {
        var today = world.district().today();
        var agreement = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");

        var farAhead = end(Person.JUNE, agreement, 2, LocalDate.of(2199, 1, 1));
        var earlier = end(Person.ROSA, agreement, 3, today.plusDays(5));
        var later = end(Person.JUNE, agreement, 4, today.plusDays(6));
        var now = end(Person.JUNE, agreement, 4, today);

        assertThat(farAhead.get("errors")).isEmpty();
        assertThat(earlier.get("errors")).isEmpty();
        assertThat(earlier.at("/agreement/endedOn").asString())
                .isEqualTo(today.plusDays(5).toString());
        assertThat(code(later)).isEqualTo("OUT_OF_RANGE");
        assertThat(later.at("/errors/0/field").asString()).isEqualTo("input.on");
        assertThat(now.at("/agreement/state").asString()).isEqualTo("ENDED");
        assertThat(inForce(agreement)).isEqualTo("empty");
    }

    /** Also its own end is an end: a later day would be an agreement that nobody has signed. */
    @Test
    void itDoesNotEndLaterThanItWasAgreed() {
        var agreement = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT");
        var key = Id.keyOf(id(agreement));
        Worlds.change(
                world,
                "update document.district_agreement set in_force = daterange(current_date, current_date + 30) where id = '"
                        + key + "'");
        var version = Integer.parseInt(
                Worlds.truth(world, "select version from document.district_agreement where id = '" + key + "'")
                        .get(0));

        var later =
                end(Person.JUNE, agreement, version, world.district().today().plusDays(40));

        assertThat(code(later)).isEqualTo("OUT_OF_RANGE");
        assertThat(inForce(agreement)).isNotEqualTo("empty");
    }

    @Test
    void twoPartiesHaveOneAgreementOnADay() {
        var first = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var beside = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");

        var refused = sign(Person.ROSA, beside, 1);

        assertThat(code(refused)).as(refused.toString()).isEqualTo("CONFLICT");
        assertThat(refused.at("/errors/0/field").asString()).isEqualTo("input.agreementId");
        assertThat(refused.at("/errors/0/message").asString()).contains("replacesId");
        assertThat(inForce(beside)).isEqualTo("empty");
        // From where the first one ends, it may.
        assertThat(end(Person.JUNE, first, 2, world.district().today()).get("errors"))
                .isEmpty();
        assertThat(sign(Person.ROSA, beside, 1).get("errors")).isEmpty();
        assertThat(sign(Person.JUNE, beside, 1).at("/agreement/state").asString())
                .isEqualTo("IN_FORCE");
    }

    /** Two drafts of the same parties, each signed by one side: the second signature of the later one comes too late. */
    @Test
    void ofTwoDraftsTheSecondSignatureUnderTheOtherIsTooLate() {
        var one = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", "");
        var other = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", "");
        sign(Person.ROSA, one, 1);
        sign(Person.ROSA, other, 1);

        assertThat(sign(Person.JUNE, one, 1).at("/agreement/state").asString()).isEqualTo("IN_FORCE");
        assertThat(code(sign(Person.JUNE, other, 1))).isEqualTo("CONFLICT");
        assertThat(inForce(other)).isEqualTo("empty");
    }

    @Test
    void aDraftWhoseFormerAgreementHasEndedOrBeenReplacedIsNotSigned() {
        var former = inForce(Person.ROSA, Place.HARBOR_LIGHTS, "ENROLLMENT, GRADES");
        var replaces = "replacesId: \"" + id(former) + "\",";
        var successor = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "ENROLLMENT", replaces);
        var stale = draft(Person.ROSA, Place.HARBOR_LIGHTS, Place.RAINIER_VALLEY, "GRADES", replaces);
        sign(Person.ROSA, successor, 1);
        sign(Person.JUNE, successor, 1);

        var replaced = sign(Person.ROSA, stale, 1);
        var renewal = draft(
                Person.ROSA,
                Place.HARBOR_LIGHTS,
                Place.RAINIER_VALLEY,
                "GRADES",
                "replacesId: \"" + id(successor) + "\",");
        end(Person.JUNE, successor, 2, world.district().today());
        var ended = sign(Person.ROSA, renewal, 1);

        for (var refused : List.of(replaced, ended)) {
            assertThat(code(refused)).as(refused.toString()).isEqualTo("CONFLICT");
        }
        assertThat(replaced.toString()).isNotEqualTo(ended.toString());
        assertThat(inForce(stale)).isEqualTo("empty");
        assertThat(inForce(renewal)).isEqualTo("empty");
    }
}
