package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One child entered twice: found, merged, and never the consents. */
class DuplicateTests extends ParticipantStories {

    @Test
    void aChildThatMayBeThereAlreadyIsAddedOnlyByWhoSaysThatItIsAnotherOne() {
        var answer = "participant { id } possibleDuplicateIds errors { field code message }";
        var there = change(june, "addParticipant", child("Malin", "Åkerø"));
        var named = child("MALIN", "Akerø");
        named.remove("notADuplicate");
        named.put("districts", List.of());
        var numbered = child("Another", "Name");
        numbered.remove("notADuplicate");
        numbered.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()), "districtStudentId", "S-77")));
        change(
                june,
                "addParticipantDistrict",
                Map.of(
                        "participantId", there.at("/participant/id").asString(),
                        "districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()),
                        "districtStudentId", "S-77"));
        var elder = child("Malin", "Åkerø");
        elder.remove("notADuplicate");
        elder.put("districts", List.of());
        elder.put("birthDate", today.minusYears(15).toString());

        var unborn = new LinkedHashMap<>(named);
        unborn.remove("birthDate");

        for (var refused : List.of(
                change(june, "addParticipant", named, answer),
                change(june, "addParticipant", unborn, answer),
                change(june, "addParticipant", numbered, answer))) {
            assertThat(refused.get("participant").isNull()).isTrue();
            assertThat(refused.at("/errors/0/code").asString()).isEqualTo("POSSIBLE_DUPLICATE");
            assertThat(refused.get("possibleDuplicateIds")).containsExactly(there.at("/participant/id"));
            assertThat(refused.toString()).doesNotContainIgnoringCase("malin").doesNotContain("S-77");
        }
        assertThat(change(june, "addParticipant", elder, answer).get("errors")).isEmpty();
        named.put("notADuplicate", true);
        var another = change(june, "addParticipant", named, answer);
        assertThat(another.get("errors")).isEmpty();
        assertThat(another.at("/participant/id")).isNotEqualTo(there.at("/participant/id"));
    }

    /** A manager of programs does not learn by adding that a child is served in others. */
    @Test
    void aParticipantThatOneMayNotKnowOfIsNoDuplicate() {
        var alex = Ask.as(Person.ALEX);
        var child = child("Runar", "Falk");
        child.put("programId", Id.PROGRAM.of(world.program("After School Tutoring")));
        var hidden = change(alex, "addParticipant", child);
        assertThat(hidden.get("errors")).isEmpty();
        var mine = child("Runar", "Falk");
        mine.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        mine.remove("notADuplicate");
        mine.put("districts", List.of());

        var added = change(Ask.as(Person.PAT), "addParticipant", mine);

        assertThat(added.get("errors")).isEmpty();
        destroy(alex, added);
        destroy(alex, hidden);
    }

    @Test
    @DisplayName("attack 89: duplicates are found and merged, but never their consents")
    void duplicatesAreFoundAndMergedButNeverTheirConsents() {
        var hal = Ask.as(Person.HAL);
        var kept = change(june, "addParticipant", child("Zoé", "Quist"));
        var twice = child("zoe", "QUIST");
        twice.put("programId", Id.PROGRAM.of(world.program("Family Support")));
        twice.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(Place.SALT_CREEK.id()), "districtStudentId", "S-1")));
        var duplicate = change(june, "addParticipant", twice);
        consent(key(duplicate));
        var unborn = child("Zoé", "Quist");
        unborn.remove("birthDate");
        unborn.put("districts", List.of());
        var third = change(june, "addParticipant", unborn);
        assertThat(pairs(hal))
                .contains("NAME_WITHOUT_BIRTH_DATE", third.at("/participant/id").asString());
        destroy(june, third);
        change(
                june,
                "recordProgramAttendance",
                Map.of(
                        "participantId", duplicate.at("/participant/id").asString(),
                        "programId", Id.PROGRAM.of(world.program("Family Support")),
                        "date", today.minusDays(1).toString(),
                        "minutes", 30),
                "errors { code }");
        assertThat(pairs(hal))
                .contains("NAME_AND_BIRTH_DATE", duplicate.at("/participant/id").asString());
        var input = new LinkedHashMap<String, Object>(Map.of(
                "keepId",
                kept.at("/participant/id").asString(),
                "keepVersion",
                9,
                "mergeId",
                duplicate.at("/participant/id").asString(),
                "mergeVersion",
                1));

        var stale = change(hal, "mergeParticipants", input);
        input.put("keepVersion", 1);
        input.put("mergeVersion", 9);
        assertThat(refusals(change(hal, "mergeParticipants", input)))
                .containsExactly("CHANGED_MEANWHILE input.mergeVersion");
        input.put("mergeVersion", 1);
        var merged = change(hal, "mergeParticipants", input);

        assertThat(refusals(stale)).containsExactly("CHANGED_MEANWHILE input.keepVersion");
        assertThat(merged.get("errors")).isEmpty();
        assertThat(merged.at("/participant/programEnrollments")).hasSize(2);
        assertThat(merged.at("/participant/programAttendance")).hasSize(1);
        assertThat(merged.at("/participant/students")).hasSize(2);
        assertThat(merged.at("/participant/consents")).isEmpty();
        assertThat(Worlds.truth(
                        world, "select count(*) from document.consent where participant_id = '" + key(duplicate) + "'"))
                .containsExactly("1");
        assertThat(june.data("{ participant(id: \""
                                + duplicate.at("/participant/id").asString() + "\") { id } }")
                        .get("participant")
                        .isNull())
                .isTrue();
        assertThat(june.data("{ participants(filter: { nameContains: \"quist\" }) { totalCount } }")
                        .at("/participants/totalCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(pairs(hal)).doesNotContain(duplicate.at("/participant/id").asString());
        assertThat(Worlds.truth(
                        world,
                        "select before ->> 'participant_id' from audit.change where subject = 'roster.program_attendance'"
                                + " and after ->> 'participant_id' = '" + key(kept) + "'"))
                .containsExactly(key(duplicate).toString());
    }

    private String pairs(Ask ask) {
        return ask.data("{ possibleDuplicates(first: 100) { edges { node { because first { id } second { id } } } } }")
                .toString();
    }
}
