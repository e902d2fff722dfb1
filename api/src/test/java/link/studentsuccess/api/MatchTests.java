package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.SampleStudent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Case 2: a match made once is not proof. Played with Nina's number, which the district gives to a child nobody serves. */
class MatchTests {

    private static final String CHILD = """
            query Nina($id: ID!) {
              participant(id: $id) {
                students {
                  enrollment { ... on Enrollments { all { school { name } entryDate } } ... on Withheld { reason } }
                  attendance { ... on Attendance { days(last: 5) { date status } } ... on Withheld { reason } }
                  grades { ... on Grades { sections { courseTitle } } ... on Withheld { reason } }
                }
              }
            }
            """;
    private static final String BROKEN = """
            { brokenMatches { items { studentId organizationName givenName familyName districtStudentId since } } }
            """;
    private static final String NEW_NUMBER = "900417";

    private final DemoWorld world = Worlds.pulled();
    private final SampleStudent nina = world.district().child(Child.NINA);
    private final SampleStudent other = stranger();
    private final UUID student = world.student(Child.NINA);

    @AfterEach
    void giveBack() {
        world.district()
                .student(nina.sourcedId())
                .changeNumber(nina.districtStudentId())
                .rename(nina.givenName(), nina.familyName())
                .changeBirthDate(nina.birthDate());
        world.district().student(other.sourcedId()).changeNumber(other.districtStudentId());
        Worlds.change(
                world,
                "update roster.student set district_student_id = '" + nina.districtStudentId() + "' where id = '"
                        + student + "' and district_student_id <> '" + nina.districtStudentId() + "'");
        pull();
        assertThat(reasons(child())).isEmpty();
    }

    @Test
    @DisplayName(
            "case 2: the number is given to another child; the match breaks, the steward is told, nothing of the other shows")
    void aNumberGivenToAnotherChildBreaksTheMatch() {
        assertThat(reasons(child())).isEmpty();
        assertThat(items(Person.STEPH)).isEmpty();
        world.district().student(nina.sourcedId()).changeNumber(NEW_NUMBER);
        world.district().student(other.sourcedId()).changeNumber(nina.districtStudentId());
        var before = child().toString();

        var answers = whilePulling();

        // Each answer is the old one whole, or none: of the other child there was never anything.
        assertThat(answers).isSubsetOf(before, child().toString());
        assertThat(reasons(child())).containsExactly("NOT_MATCHED", "NOT_MATCHED", "NOT_MATCHED");
        assertThat(recordsOf(other)).containsExactly("0");
        assertThat(worklist()).contains("NOT_MATCHED");

        var item = items(Person.STEPH);
        assertThat(item).hasSize(1);
        assertThat(item.get(0).get("count").asInt()).isEqualTo(1);
        assertThat(item.get(0).get("subjectId").asString()).isEqualTo(Id.STUDENT.of(student));
        var broken = Ask.as(Person.STEPH).data(BROKEN).at("/brokenMatches/items");
        assertThat(broken).hasSize(1);
        assertThat(broken.at("/0/districtStudentId").asString()).isEqualTo(nina.districtStudentId());
        assertThat(broken.at("/0/familyName").asString()).isEqualTo(nina.familyName());
        assertThat(broken.at("/0/organizationName").asString()).isEqualTo(Place.SOUND_REACH.title());
        assertThat(broken.at("/0/since")).isEqualTo(item.get(0).get("since"));
        assertThat(items(Person.ROSA)).isEmpty();
        assertThat(Ask.as(Person.ROSA).data(BROKEN).at("/brokenMatches/items")).isEmpty();
        // 34 CFR 99.32: the steward's reading is on record.
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from ledger.release where category = 'MATCHES' and '" + student
                                + "' = any(released)"))
                .isNotEqualTo(List.of("0"));

        // A later pull that finds the same changes neither the item nor since when it waits.
        pull();
        assertThat(items(Person.STEPH)).isEqualTo(item);

        // The organization types the new number: the item is settled at once, and the next pull proves the match.
        correct(NEW_NUMBER);
        assertThat(items(Person.STEPH)).isEmpty();
        pull();
        assertThat(reasons(child())).isEmpty();
        assertThat(recordsOf(other)).containsExactly("0");
    }

    @Test
    @DisplayName("case 2: the district's row becomes another child's, and its own again")
    void aRowThatBecomesAnotherChildsBreaksTheMatch() {
        world.district()
                .student(nina.sourcedId())
                .rename(other.givenName(), other.familyName())
                .changeBirthDate(other.birthDate());

        pull();

        assertThat(reasons(child())).containsExactly("NOT_MATCHED", "NOT_MATCHED", "NOT_MATCHED");
        assertThat(items(Person.STEPH)).hasSize(1);
        assertThat(Worlds.truth(
                        world, "select count(*) from record.student where source_key = '" + nina.sourcedId() + "'"))
                .containsExactly("0");

        world.district()
                .student(nina.sourcedId())
                .rename(nina.givenName(), nina.familyName())
                .changeBirthDate(nina.birthDate());
        pull();

        assertThat(reasons(child())).isEmpty();
        assertThat(items(Person.STEPH)).isEmpty();
    }

    @Test
    void whoseWindowClosesIsNoBrokenMatch() {
        var served = "participant_id = '" + world.participant(Child.NINA) + "'";
        var before = Worlds.truth(world, "select served from roster.program_enrollment where " + served);
        assertThat(before).hasSize(1);
        try {
            Worlds.change(
                    world,
                    "update roster.program_enrollment set served = daterange(lower(served), current_date - 200) where "
                            + served);
            pull();

            assertThat(Worlds.truth(
                            world, "select count(*) from record.student_match where student_id = '" + student + "'"))
                    .containsExactly("0");
            assertThat(items(Person.STEPH)).isEmpty();
        } finally {
            Worlds.change(
                    world, "update roster.program_enrollment set served = '" + before.get(0) + "' where " + served);
        }
    }

    private Set<String> whilePulling() {
        var pulling = CompletableFuture.runAsync(this::pull);
        var answers = new HashSet<String>();
        while (!pulling.isDone()) {
            answers.add(child().toString());
        }
        pulling.join();
        return answers;
    }

    private void pull() {
        var engine = world.bean(SyncEngine.class);
        engine.pullNow(world.oneRosterFeed());
        engine.pullNow(world.attendanceFeed());
    }

    private JsonNode child() {
        return Ask.as(Person.MARIA)
                .data(CHILD, Map.of("id", Id.PARTICIPANT.of(world.participant(Child.NINA))))
                .at("/participant/students/0");
    }

    private static List<String> reasons(JsonNode child) {
        var reasons = new ArrayList<String>();
        child.forEach(facet -> {
            if (facet.has("reason")) {
                reasons.add(facet.get("reason").asString());
            }
        });
        return reasons;
    }

    private static List<JsonNode> items(Person person) {
        return Ask.as(person)
                .data("{ workQueue { items { kind subjectId since count } } }")
                .at("/workQueue/items")
                .valueStream()
                .filter(item -> item.get("kind").asString().equals("MATCH_BROKEN"))
                .toList();
    }

    private List<String> worklist() {
        return Ask.as(Person.MARIA)
                .data("{ consentWorklist(first: 100) { edges { node { kind participant { id } } } } }")
                .at("/consentWorklist/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(entry ->
                        entry.at("/participant/id").asString().equals(Id.PARTICIPANT.of(world.participant(Child.NINA))))
                .map(entry -> entry.get("kind").asString())
                .toList();
    }

    private void correct(String number) {
        var version =
                Integer.parseInt(Worlds.truth(world, "select version from roster.student where id = '" + student + "'")
                        .get(0));
        assertThat(Ask.as(Person.ALEX)
                        .data(
                                """
                                mutation Number($input: CorrectDistrictStudentIdInput!) {
                                  correctDistrictStudentId(input: $input) { errors { code } }
                                }
                                """,
                                Map.of(
                                        "input",
                                        Map.of(
                                                "studentId",
                                                Id.STUDENT.of(student),
                                                "version",
                                                version,
                                                "districtStudentId",
                                                number)))
                        .at("/correctDistrictStudentId/errors"))
                .isEmpty();
    }

    private List<String> recordsOf(SampleStudent child) {
        return Worlds.truth(
                world, "select count(*) from record.student where source_key = '" + child.sourcedId() + "'");
    }

    /** A child of the district whom no organization serves. */
    private SampleStudent stranger() {
        var served = new HashSet<>(Worlds.truth(world, "select district_student_id from roster.student"));
        return world.district().students().stream()
                .filter(child -> !served.contains(child.districtStudentId()))
                .findFirst()
                .orElseThrow();
    }
}
