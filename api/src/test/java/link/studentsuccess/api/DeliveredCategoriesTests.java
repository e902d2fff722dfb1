package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.ValleyAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The categories that a district delivers beside enrollment, attendance and grades: each opens by itself. */
class DeliveredCategoriesTests extends CategoryStories {

    /** The table of a category, its facet, and what is asked of it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            SCHEDULE     | scheduled_class | schedule     | Schedule     | classes { courseTitle }
            ASSIGNMENTS  | assignment      | assignments  | Assignments  | all { title }
            CONTACT      | contact         | contact      | Contacts     | all { name }
            DEMOGRAPHICS | demographics    | demographics | Demographics | facts { birthDate }
            ASSESSMENTS  | assessment      | assessments  | Assessments  | results { name }
            """)
    void opensForOneChildAndForNoOther(String category, String table, String facet, String type, String inner) {
        opensForRaviAndNotForSaoirse(new Asked(category, table, facet, type, inner));
    }

    @Test
    void classesAreThoseOfTheDay() {
        var answer = ravi("""
                schedule { ... on Schedule {
                  today: classes { courseTitle period teacher room term }
                  summer: classes(on: "2019-07-15") { courseTitle }
                } }
                """).get("schedule");

        var number = RainierChild.RAVI.districtStudentId();
        var valley = world.rainierValley();
        var today = valley.facts(number).classes().stream()
                .filter(c -> !valley.today().isBefore(c.semester().first()))
                .filter(c -> !valley.today().isAfter(c.semester().last()))
                .map(c -> c.course().title() + " " + c.period() + " " + c.teacher() + " " + c.room())
                .toList();
        assertThat(today).isNotEmpty();
        assertThat(answer.get("today")
                        .valueStream()
                        .map(c -> c.get("courseTitle").asString() + " "
                                + c.get("period").asString() + " "
                                + c.get("teacher").asString() + " "
                                + c.get("room").asString()))
                .containsExactlyInAnyOrderElementsOf(today);
        assertThat(answer.at("/today/0/period").asString()).isEqualTo("1");
        assertThat(answer.get("summer")).isEmpty();
    }

    @Test
    void assignmentsAreTheNewestFirstAndCanBeTheMissingOnes() {
        var answer = ravi("""
                assignments { ... on Assignments {
                  all { courseTitle title dueOn score points missing late }
                  missing: all(missingOnly: true) { title missing }
                } }
                """).get("assignments");

        var given = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .assignments();
        assertThat(answer.get("all")
                        .valueStream()
                        .map(a -> a.get("courseTitle").asString() + " "
                                + a.get("title").asString() + " "
                                + a.get("dueOn").asString() + " "
                                + a.get("score").asInt(-1) + " "
                                + a.get("late").asBoolean()))
                .containsExactlyInAnyOrderElementsOf(given.stream()
                        .map(a -> a.course().title() + " " + a.title() + " " + a.due() + " "
                                + (a.work().score() == null ? -1 : a.work().score()) + " "
                                + a.work().late())
                        .toList());
        assertThat(answer.get("all")
                        .valueStream()
                        .map(a -> a.get("dueOn").asString())
                        .toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(answer.at("/all/0/points").asInt()).isEqualTo(10);
        assertThat(answer.get("missing"))
                .hasSize((int) given.stream().filter(ValleyAssignment::missing).count())
                .isNotEmpty();
    }

    @Test
    void contactsBeginWithTheStudent() {
        var answer = ravi("""
                contact { ... on Contacts { all { relationship name language phone email } } }
                """).at("/contact/all");

        var parent = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .contacts()
                .get(1);
        assertThat(answer).hasSize(2);
        assertThat(answer.at("/0/relationship").asString()).isEqualTo("SELF");
        assertThat(answer.at("/0/name").asString()).isEqualTo("Ravi Chandran");
        assertThat(answer.at("/0/phone").isNull()).isTrue();
        assertThat(answer.at("/1/relationship").asString()).isEqualTo("PARENT");
        assertThat(answer.at("/1/name").asString()).isEqualTo(parent.name());
        assertThat(answer.at("/1/phone").asString()).isEqualTo(parent.phone());
        assertThat(answer.at("/1/language").asString()).isEqualTo(parent.language());
    }

    @Test
    void demographicsAreTheDistricts() {
        var answer = ravi("""
                demographics { ... on Demographics { facts { birthDate sex hispanicOrLatino races } } }
                """).at("/demographics/facts");

        var told = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .demographics();
        assertThat(answer.get("birthDate").asString())
                .isEqualTo(told.birthDate().toString());
        assertThat(answer.get("sex").asString()).startsWith(told.sex());
        assertThat(answer.get("hispanicOrLatino").asBoolean()).isEqualTo(told.hispanic());
        assertThat(answer.get("races")).hasSize(told.races().size());
    }

    @Test
    void assessmentsAreShownAsTheTestGivesThem() {
        var answer = ravi("""
                assessments { ... on Assessments { results { name subject takenOn score performanceLevel } } }
                """).at("/assessments/results");

        var given = world.rainierValley()
                .facts(RainierChild.RAVI.districtStudentId())
                .assessments();
        assertThat(answer.valueStream()
                        .map(a -> a.get("subject").asString() + " "
                                + a.get("takenOn").asString() + " "
                                + a.get("score").asString() + " "
                                + a.get("performanceLevel").asString()))
                .containsExactlyInAnyOrderElementsOf(given.stream()
                        .map(a -> a.subject() + " " + a.taken() + " " + a.score() + " " + a.level())
                        .toList());
    }

    /** 34 CFR 99.30: what the parent did not name is not even stored. */
    @ParameterizedTest
    @CsvSource({
        "CONTACT, contact, contact",
        "DEMOGRAPHICS, demographics, demographics",
        "ASSESSMENTS, assessment, assessments"
    })
    void whatTheConsentDoesNotNameIsNotStored(String category, String table, String facet) {
        var dario = RainierChild.DARIO.districtStudentId();
        var students = student(
                RainierChild.DARIO.name(),
                Place.RAINIER_VALLEY,
                "schedule { __typename } " + facet + " { ... on Withheld { category reason } }");

        assertThat(students.at("/schedule/__typename").asString()).isEqualTo("Schedule");
        assertThat(students.get(facet).get("reason").asString()).isEqualTo("NOT_IN_CONSENT");
        assertThat(students.get(facet).get("category").asString()).isEqualTo(category);
        assertThat(stored(table, dario)).isZero();
        assertThat(stored("scheduled_class", dario)).isPositive();
        // … and the district has sent it:
        assertThat(world.rainierValley().facts(dario).contacts()).isNotEmpty();
        assertThat(world.rainierValley().facts(dario).assessments()).isNotEmpty();
    }
}
