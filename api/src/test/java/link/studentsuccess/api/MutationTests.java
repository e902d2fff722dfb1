package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people change, and what closes or shows in the same second. */
class MutationTests {

    private static final String REVOKE = """
            mutation Revoke($input: RevokeConsentInput!) {
              revokeConsent(input: $input) {
                consent { revokedAt }
                participant { students { enrollment { __typename } attendance { __typename ... on Withheld { reason } } } }
                errors { field code message }
              }
            }
            """;

    private static final String RECORD = """
            mutation Record($input: RecordProgramAttendanceInput!) {
              recordProgramAttendance(input: $input) {
                programAttendance { id date minutes program { name } }
                participant { givenName programAttendance(first: 1) { minutes } today: programAttendance(first: 5) { date } }
                errors { field code message }
              }
            }
            """;

    private static final String ATTENDANCE =
            "query A($id: ID!) { student(id: $id) { attendance { __typename ... on Withheld { reason } } } }";

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void putBack() {
        Worlds.change(
                world,
                "update document.consent set revoked_at = null, revoked_by = null, revocation_note = null where participant_id = '"
                        + world.participant(Child.JADE) + "'");
    }

    @Test
    @DisplayName("attack 10: a withdrawal answers with the facet withheld, and so does the next query")
    void withdrawalAnswersWithTheFacetWithheldAndSoDoesTheNextQuery() {
        var student = Map.<String, Object>of("id", Id.STUDENT.of(world.student(Child.JADE)));
        var maria = Ask.as(Person.MARIA);
        assertThat(maria.data(ATTENDANCE, student)
                        .at("/student/attendance/__typename")
                        .asString())
                .isEqualTo("Attendance");

        var payload = maria.data(REVOKE, revoke(Child.JADE)).get("revokeConsent");

        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.at("/consent/revokedAt").isNull()).isFalse();
        assertThat(payload.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_REVOKED");
        assertThat(maria.data(ATTENDANCE, student)
                        .at("/student/attendance/reason")
                        .asString())
                .isEqualTo("CONSENT_REVOKED");
        assertThat(Ask.as(Person.DANA)
                        .data(ATTENDANCE, student)
                        .at("/student/attendance/reason")
                        .asString())
                .isEqualTo("CONSENT_REVOKED");
        assertThat(Worlds.truth(
                        world,
                        "select revoked_by || ' ' || revocation_note from document.consent where id = '"
                                + world.consent(Child.JADE) + "'"))
                .containsExactly(Person.MARIA.membershipId() + " By phone");
        // The record itself is still there, for whoever signs again.
        assertThat(Worlds.truth(
                        world,
                        "select 1 from record.student_match where student_id = '" + world.student(Child.JADE) + "'"))
                .hasSize(1);
    }

    @Test
    void withdrawingAgainChangesNothing() {
        var maria = Ask.as(Person.MARIA);
        var first = maria.data(REVOKE, revoke(Child.JADE)).at("/revokeConsent/consent/revokedAt");

        var second = maria.data(REVOKE, revoke(Child.JADE));

        assertThat(second.at("/revokeConsent/errors")).isEmpty();
        assertThat(second.at("/revokeConsent/consent/revokedAt")).isEqualTo(first);
    }

    @Test
    void consentOfAChildOneMayNotKnowOfDoesNotExist() {
        for (var stranger : new Person[] {Person.KIM, Person.BEA}) {
            var payload = Ask.as(stranger).data(REVOKE, revoke(Child.JADE)).get("revokeConsent");

            assertThat(payload.at("/errors/0/code").asString()).isEqualTo("NOT_FOUND");
            assertThat(payload.get("consent").isNull()).isTrue();
        }
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.consent where revoked_at is null and id = '"
                                + world.consent(Child.JADE) + "'"))
                .containsExactly("1");
    }

    @Test
    void presenceIsRecordedWithoutTrainingAndCorrectedByRecordingAgain() {
        var tom = Ask.as(Person.TOM);
        var input = presence(world.participant(Place.SOUND_REACH, "FURTHER_7"), 90);

        var first = tom.data(RECORD, input).get("recordProgramAttendance");
        var again = tom.data(RECORD, presence(world.participant(Place.SOUND_REACH, "FURTHER_7"), 45))
                .get("recordProgramAttendance");

        assertThat(first.at("/programAttendance/minutes").asInt()).isEqualTo(90);
        assertThat(again.at("/programAttendance/minutes").asInt()).isEqualTo(45);
        assertThat(again.at("/programAttendance/id")).isEqualTo(first.at("/programAttendance/id"));
        assertThat(again.at("/participant/programAttendance/0/minutes").asInt()).isEqualTo(45);
        assertThat(again.at("/participant/today").size()).isEqualTo(1);
    }

    /** Served by the tutoring for 200 days, and never by the other program. */
    @Test
    void presenceWhereTheChildIsNotEnrolledOnTheDayIsRefused() {
        var child = world.participant(Place.SOUND_REACH, "FURTHER_7");
        var today = world.district().today();
        var tom = Ask.as(Person.TOM);

        var elsewhere = tom.data(RECORD, presence(child, "Summer Bridge", today.minusDays(1), 90));
        var before = tom.data(RECORD, presence(child, "After School Tutoring", today.minusDays(201), 90));
        var there = tom.data(RECORD, presence(child, "After School Tutoring", today.minusDays(1), 90));

        for (var refused : List.of(elsewhere, before)) {
            assertThat(refused.at("/recordProgramAttendance/errors/0/field").asString())
                    .isEqualTo("input.programId");
            assertThat(refused.at("/recordProgramAttendance/errors/0/code").asString())
                    .isEqualTo("CONFLICT");
        }
        assertThat(there.at("/recordProgramAttendance/errors")).isEmpty();
    }

    @Test
    void presenceThatCannotBeIsRefusedFieldByField() {
        var input = Map.<String, Object>of(
                "input",
                Map.of(
                        "participantId", Id.PARTICIPANT.of(world.participant(Child.LENA)), // not Tom's
                        "programId", Id.PROGRAM.of(UUID.randomUUID()),
                        "date", world.district().today().plusDays(3).toString(),
                        "minutes", 2000));

        var payload = Ask.as(Person.TOM).data(RECORD, input).get("recordProgramAttendance");

        assertThat(payload.get("errors").toString())
                .contains("input.participantId", "input.programId", "input.date", "input.minutes");
        assertThat(payload.get("programAttendance").isNull()).isTrue();
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.program_attendance where participant_id = '"
                                + world.participant(Child.LENA) + "' and attended_on > current_date"))
                .containsExactly("0");
    }

    private Map<String, Object> revoke(Child child) {
        return Map.of("input", Map.of("consentId", Id.CONSENT.of(world.consent(child)), "note", "By phone"));
    }

    private Map<String, Object> presence(UUID participant, int minutes) {
        return presence(
                participant, "After School Tutoring", world.district().today().minusDays(1), minutes);
    }

    private Map<String, Object> presence(UUID participant, String program, LocalDate day, int minutes) {
        return Map.of(
                "input",
                Map.of(
                        "participantId", Id.PARTICIPANT.of(participant),
                        "programId", Id.PROGRAM.of(world.program(program)),
                        "date", day.toString(),
                        "minutes", minutes));
    }
}
