package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From when to when a child is served in a program. */
class ServiceTests extends ParticipantStories {

    @Test
    @DisplayName("case 9: left the program; after the wind-down NOT_SERVED_TODAY, before it not")
    void leftTheProgram() {
        var input = child("Sol", "Rivera");
        input.put("begins", today.minusDays(300).toString());
        var added = change(june, "addParticipant", input);
        var enrollment = added.at("/participant/programEnrollments/0/id").asString();

        var lately = change(
                june,
                "endProgramEnrollment",
                Map.of(
                        "programEnrollmentId",
                        enrollment,
                        "version",
                        1,
                        "ends",
                        today.minusDays(10).toString()));
        var longAgo = change(
                june,
                "correctProgramEnrollment",
                Map.of(
                        "programEnrollmentId",
                        enrollment,
                        "version",
                        2,
                        "begins",
                        today.minusDays(300).toString(),
                        "ends",
                        today.minusDays(31).toString()));
        var stale = change(
                june,
                "endProgramEnrollment",
                Map.of("programEnrollmentId", enrollment, "version", 1, "ends", today.toString()));

        assertThat(lately.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(longAgo.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("NOT_SERVED_TODAY");
        assertThat(stale.at("/errors/0/code").asString()).isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    void daysOfServiceInOneProgramDoNotOverlap() {
        var added = change(june, "addParticipant", child("Timo", "Aalto"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Homework Club")),
                "begins", today.toString()));

        var overlapping = change(june, "enrollInProgram", input);
        input.put("programId", Id.PROGRAM.of(world.program("Family Support")));
        var other = change(june, "enrollInProgram", input);
        var again = change(june, "enrollInProgram", input);

        assertThat(overlapping.at("/errors/0/code").asString()).isEqualTo("CONFLICT");
        assertThat(other.at("/participant/programEnrollments")).hasSize(2);
        assertThat(again).isEqualTo(other);
    }

    @Test
    void daysThatContradictThemselvesOrTheChildAreRefused() {
        var added = change(june, "addParticipant", child("Aino", "Salmi"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Family Support")),
                "begins", today.toString(),
                "ends", today.minusDays(9).toString()));

        assertThat(refusals(change(june, "enrollInProgram", input))).containsExactly("OUT_OF_RANGE input.ends");
        input.remove("ends");
        input.put("begins", today.minusYears(13).toString());
        assertThat(refusals(change(june, "enrollInProgram", input))).containsExactly("OUT_OF_RANGE input.begins");
        var unborn = child("Eino", "Salmi");
        unborn.put("begins", today.minusYears(13).toString());
        assertThat(refusals(change(june, "addParticipant", unborn))).containsExactly("OUT_OF_RANGE input.begins");

        var presence = Map.<String, Object>of(
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("Family Support")),
                "date", today.toString(),
                "minutes", 30);
        assertThat(refusals(change(june, "recordProgramAttendance", presence, "errors { field code message }")))
                .containsExactly("CONFLICT input.programId");
    }

    /** Nobody learns by enrolling a child that it is in a program that one does not manage. */
    @Test
    void whereOneDoesNotManageNothingIsSaidOfTheDays() {
        var both = child("Ilmari", "Lahti");
        both.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        both.put("districts", List.of());
        var alex = Ask.as(Person.ALEX);
        var added = change(alex, "addParticipant", both);
        var input = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "participantId", added.at("/participant/id").asString(),
                "programId", Id.PROGRAM.of(world.program("After School Tutoring")),
                "begins", today.toString());
        assertThat(change(alex, "enrollInProgram", input).get("errors")).isEmpty();

        assertThat(refusals(change(Ask.as(Person.PAT), "enrollInProgram", input)))
                .containsExactly("NOT_FOUND input.programId");

        destroy(alex, change(alex, "enrollInProgram", input));
    }

    @Test
    void namesThatDifferByCaseAloneAreOneName() {
        var program = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(), "name", "homework CLUB", "kind", "TUTORING");
        assertThat(refusals(change(june, "createProgram", program, "errors { field code message }")))
                .containsExactly("CONFLICT input.name");
        var organization = Map.<String, Object>of(
                "idempotencyKey", UUID.randomUUID().toString(), "name", "sound reach", "host", "reach.example.org");
        assertThat(refusals(change(
                        Ask.as(Person.OLLIE), "createOrganization", organization, "errors { field code message }")))
                .containsExactly("CONFLICT input");
    }
}
