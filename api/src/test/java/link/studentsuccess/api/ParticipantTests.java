package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Participants as an organization adds and corrects them. */
class ParticipantTests extends ParticipantStories {

    @Test
    void addedOnceHoweverOftenSubmitted() {
        var input = child("Nadia", "Osei");

        var first = change(june, "addParticipant", input);
        var again = change(june, "addParticipant", input);

        assertThat(first.get("errors")).isEmpty();
        assertThat(first.at("/participant/programEnrollments/0/program/name").asString())
                .isEqualTo("Homework Club");
        assertThat(first.at("/participant/students/0/districtStudentId").asString())
                .isEqualTo("0990001");
        assertThat(first.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(again).isEqualTo(first);
        assertThat(Worlds.truth(
                        world,
                        "select action || ' ' || (before || after)::text from audit.change where subject = 'roster.participant'"
                                + " and subject_id = '" + key(first) + "'"))
                .singleElement()
                .asString()
                .startsWith("CREATED")
                .doesNotContain("Nadia", "Osei");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        var input = child("", "Os\u0000ei");
        input.put("birthDate", today.plusDays(1).toString());
        input.put("programId", Id.PROGRAM.of(world.program("Walking Group"))); // another organization's
        input.put("ends", today.minusDays(900).toString());
        input.put(
                "districts",
                List.of(Map.of("districtId", Id.DISTRICT.of(UUID.randomUUID()), "districtStudentId", "x".repeat(51))));

        var errors = change(june, "addParticipant", input).get("errors").toString();

        assertThat(errors)
                .contains(
                        "input.givenName",
                        "input.familyName",
                        "input.birthDate",
                        "input.programId",
                        "input.ends",
                        "input.districts.0.districtId",
                        "input.districts.0.districtStudentId");
    }

    @Test
    void aCorrectionMadeFromAnOldVersionIsRefused() {
        var added = change(june, "addParticipant", child("Ole", "Brandt"));
        var input = new LinkedHashMap<String, Object>(Map.of(
                "participantId",
                added.at("/participant/id").asString(),
                "version",
                1,
                "givenName",
                "Olé",
                "familyName",
                "Brandt",
                "enteredCollegeOn",
                today.minusDays(3).toString()));

        var corrected = change(june, "correctParticipant", input);
        var stale = change(june, "correctParticipant", input);

        assertThat(corrected.at("/participant/givenName").asString()).isEqualTo("Olé");
        assertThat(corrected.at("/participant/version").asInt()).isEqualTo(2);
        assertThat(corrected.at("/participant/enteredCollegeOn").asString())
                .isEqualTo(today.minusDays(3).toString());
        assertThat(stale.at("/errors/0/code").asString()).isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    void anExternalIdIsOneChilds() {
        var external = "X-" + UUID.randomUUID();
        var first = child("Ida", "Moen");
        first.put("externalId", external);
        assertThat(change(june, "addParticipant", first).get("errors")).isEmpty();
        var second = child("Per", "Moen");
        second.put("externalId", external);

        assertThat(change(june, "addParticipant", second).at("/errors/0/field").asString())
                .isEqualTo("input.externalId");
    }

    @Test
    @DisplayName("case 18: a manager of some programs adds and enrolls in these only, and reaches nobody else")
    void limitedManager() {
        var pat = Ask.as(Person.PAT);
        var mine = child("Runa", "Falk");
        mine.put("programId", Id.PROGRAM.of(world.program("Summer Bridge")));
        var others = child("Runa", "Falk");
        others.put("programId", Id.PROGRAM.of(world.program("After School Tutoring")));
        var lena = Id.PARTICIPANT.of(world.participant(Child.LENA));

        var added = change(pat, "addParticipant", mine);

        assertThat(added.get("errors")).isEmpty();
        assertThat(added.at("/participant/students")).hasSize(1);
        assertThat(change(pat, "addParticipant", others).at("/errors/0/field").asString())
                .isEqualTo("input.programId");
        assertThat(change(
                                pat,
                                "enrollInProgram",
                                Map.of(
                                        "idempotencyKey", UUID.randomUUID().toString(),
                                        "participantId", lena,
                                        "programId", Id.PROGRAM.of(world.program("Summer Bridge")),
                                        "begins", today.toString()))
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("input.participantId");
        assertThat(change(
                                pat,
                                "correctParticipant",
                                Map.of("participantId", lena, "version", 1, "givenName", "A", "familyName", "B"))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        destroy(Ask.as(Person.ALEX), added);
    }

    /** The second wall: the database refuses what the application would have let through. */
    @Test
    void theDatabaseRefusesACaseWorkersParticipantAndAManagersUnknownChild() {
        assertThatThrownBy(() -> as(
                        Person.BEA,
                        "insert into roster.participant (id, organization_id, given_name, family_name) values"
                                + " (gen_random_uuid(), access.my_organization(), 'A', 'B')"))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> as(
                        Person.PAT,
                        "insert into roster.program_enrollment (id, organization_id, participant_id, program_id, served) values"
                                + " (gen_random_uuid(), access.my_organization(), '" + world.participant(Child.LENA)
                                + "', '"
                                + world.program("Summer Bridge") + "', daterange(current_date, null))"))
                .hasMessageContaining("row-level security");
    }

    private void as(Person person, String sql) throws SQLException {
        try (var connection = world.superuser();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local role link_request");
            statement.execute("select * from access.enter('%s', '%s', '%s', '{}', null, '', null)"
                    .formatted(issuer(), person.subject(), person.place().host()));
            statement.execute(sql);
        }
    }

    private String issuer() {
        return Worlds.truth(world, "select issuer from party.staff limit 1").get(0);
    }
}
