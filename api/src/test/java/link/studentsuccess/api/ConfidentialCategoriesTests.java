package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.ValleyCode;
import link.studentsuccess.sampledistrict.ValleyPrograms.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The categories that no other one implies: each opens only where agreement and consent name it. */
class ConfidentialCategoriesTests extends CategoryStories {

    private static final String NOTE = "confidential categories";

    @AfterEach
    void takeReasonAway() {
        Worlds.change(world, "delete from record.attendance_reason where source_key = '" + NOTE + "'");
    }

    /** The table of a category, its facet, and what is asked of it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ATTENDANCE_REASON | attendance_reason | attendanceReason | AttendanceReasons | days { date reason }
            DISCIPLINE | discipline_incident | discipline | Discipline | incidents { behavior action }
            SPECIAL_EDUCATION | special_education | specialEducation | SpecialEducation | periods { begins }
            SECTION_504 | section_504 | section504 | Section504 | periods { begins }
            MULTILINGUAL | multilingual | multilingual | Multilingual | periods { status }
            HOUSING_FOSTER | housing_foster | housingFoster | HousingFoster | periods { status }
            MEAL_STATUS | meal_status | mealStatus | MealStatus | periods { status }
            """)
    void opensForOneChildAndForNoOther(String category, String table, String facet, String type, String inner) {
        var asked = new Asked(category, table, facet, type, inner);
        // An absence for a reason is not certain for everybody, so one is made here.
        if (category.equals("ATTENDANCE_REASON")) {
            addReason(RainierChild.SAOIRSE.districtStudentId());
        }

        opensForRaviAndNotForSaoirse(asked);

        // A consent that names other categories does not imply it: what it does not name is not even stored.
        assertThat(reason(RainierChild.DARIO.name(), Place.RAINIER_VALLEY, asked))
                .isEqualTo(
                        List.of("MEAL_STATUS", "HOUSING_FOSTER").contains(category)
                                ? "CONSENT_MISSING"
                                : "NOT_IN_CONSENT");
        assertThat(stored(table, RainierChild.DARIO.districtStudentId())).isZero();
    }

    @Test
    void programsAreTimesInStandardWords() {
        var student = ravi("""
                specialEducation { ... on SpecialEducation { periods { environment begins ends current } } }
                section504 { ... on Section504 { periods { begins ends current } } }
                multilingual { ... on Multilingual { periods { status languageProgram begins ends current } } }
                housingFoster { ... on HousingFoster { periods { status begins ends current } } }
                mealStatus { ... on MealStatus { periods { status begins ends current } } }
                """);

        var stays = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .programs()
                .stays();
        assertThat(student.at("/specialEducation/periods/0/environment").asString())
                .startsWith("REGULAR_CLASS_");
        assertThat(student.at("/multilingual/periods/0/status").asString()).isEqualTo("ENGLISH_LEARNER");
        assertThat(student.at("/multilingual/periods/0/languageProgram").asString())
                .isIn("DUAL_LANGUAGE", "SHELTERED_ENGLISH");
        assertThat(student.at("/housingFoster/periods/0/status").asString()).isIn("HOMELESS", "FOSTER_CARE");
        assertThat(student.at("/mealStatus/periods/0/status").asString()).isEqualTo("FREE");
        for (var facet : Map.of(
                        "specialEducation", Program.SPECIAL_EDUCATION,
                        "section504", Program.SECTION_504,
                        "multilingual", Program.MULTILINGUAL,
                        "housingFoster", Program.HOUSING_FOSTER,
                        "mealStatus", Program.MEAL_STATUS)
                .entrySet()) {
            var told = Objects.requireNonNull(stays.get(facet.getValue()));
            var periods = student.get(facet.getKey()).get("periods");
            assertThat(periods).as(facet.getKey()).hasSize(1);
            assertThat(periods.at("/0/begins").asString())
                    .isEqualTo(told.first().toString());
            assertThat(periods.at("/0/ends").isNull()).isEqualTo(told.last() == null);
            var today = world.rainierValley().today();
            assertThat(periods.at("/0/current").asBoolean())
                    .isEqualTo(told.last() == null || !today.isAfter(told.last()));
        }
    }

    @Test
    void incidentsAreInNeutralWords() {
        var incidents = ravi("""
                discipline { ... on Discipline { incidents { incidentOn behavior action days } } }
                """).at("/discipline/incidents");

        var told = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .programs()
                .incidents();
        assertThat(incidents).hasSize(told.size());
        assertThat(incidents.at("/0/incidentOn").asString())
                .isEqualTo(told.get(0).date().toString());
        assertThat(incidents.at("/0/behavior").asString()).isIn("FIGHTING", "CONDUCT");
        assertThat(incidents.at("/0/action").asString()).isEqualTo("OUT_OF_SCHOOL_SUSPENSION");
        assertThat(incidents.at("/0/days").asInt()).isEqualTo(3);
    }

    @Test
    void reasonsAreOfTheAbsencesThatHaveOne() {
        var days = ravi("""
                attendanceReason { ... on AttendanceReasons { days { date period reason } } }
                """).at("/attendanceReason/days");

        var reasons = Map.of(
                ValleyCode.E, "FAMILY_ACTIVITY",
                ValleyCode.M, "ILLNESS_OR_HEALTH",
                ValleyCode.S, "DISCIPLINARY_ACTION");
        var told = world.rainierValley().attendance(RainierChild.RAVI.districtStudentId()).stream()
                .filter(absence -> reasons.containsKey(absence.code()))
                .map(absence -> absence.date() + " " + reasons.get(absence.code()))
                .toList();
        assertThat(told).isNotEmpty();
        assertThat(days.valueStream()
                        .map(day -> day.get("date").asString() + " "
                                + day.get("reason").asString()))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    private void addReason(String districtStudentId) {
        Worlds.change(world, """
                insert into record.attendance_reason
                  (district_id, enrollment_id, date, reason, feed_id, source_key, content_hash)
                select e.district_id, e.id, e.entry_date, 'ILLNESS_OR_HEALTH', e.feed_id, '%s', ''
                from record.enrollment e
                join record.student s on s.district_id = e.district_id and s.id = e.student_id
                where s.district_id = '%s' and s.district_student_id = '%s'
                """.formatted(NOTE, Place.RAINIER_VALLEY.id(), districtStudentId));
    }
}
