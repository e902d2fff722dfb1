package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A child's number at a district, corrected, mistaken and moved. */
class DistrictNumberTests extends ParticipantStories {

    @Test
    @DisplayName("case 1, case 15: twins' numbers; nothing of the other twin is visible for a second")
    void twinsNumbersCorrectedAndMistaken() {
        var alex = Ask.as(Person.ALEX);
        var id = Id.STUDENT.of(world.student(Child.ANA));
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
        assertThat(Ask.as(Person.MARIA)
                        .data("{ viewer { caseload(first: 100) { edges { node { givenName students {"
                                + " attendance { __typename ... on Withheld { reason nextStep } } } } } } } }")
                        .toString())
                .contains("NOT_MATCHED");

        var corrected = number(alex, id, Child.ANA.districtStudentId());
        assertThat(corrected.get("errors")).isEmpty();
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED"); // until it is proved
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(reason(alex, id)).isEmpty();

        var mistaken = number(alex, id, Child.EVA.districtStudentId());
        assertThat(mistaken.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("NOT_MATCHED");
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(reason(alex, id)).isEqualTo("NOT_MATCHED");
    }

    @Test
    void aMatchProvedBeforeACorrectionIsNotWrittenAfterIt() {
        var jade = world.student(Child.JADE);
        var before = Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'");
        var sql = "insert into record.student_match (student_id, district_id, record_id, proved_at)"
                + " select '%s', r.district_id, r.id, now() from record.student r where r.district_student_id %s '%s'"
                + " and not exists (select from record.student_match m where m.student_id = '%s') limit 1";
        var number = Worlds.truth(world, "select district_student_id from roster.student where id = '" + jade + "'")
                .get(0);
        Worlds.change(world, "delete from record.student_match where student_id = '" + jade + "'");

        Worlds.change(world, sql.formatted(jade, "<>", number, jade));
        var other = Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'");
        Worlds.change(world, sql.formatted(jade, "=", number, jade));

        assertThat(other).containsExactly("0");
        assertThat(Worlds.truth(world, "select count(*) from record.student_match where student_id = '" + jade + "'"))
                .isEqualTo(before)
                .containsExactly("1");
    }

    @Test
    void whileAHoldIsInForceTheNumbersStay() {
        var id = Id.STUDENT.of(world.student(Place.SOUND_REACH, "FURTHER_2"));
        var alex = Ask.as(Person.ALEX);

        assertThat(number(alex, id, "1").at("/errors/0/code").asString()).isEqualTo("NOT_ALLOWED");
        assertThat(change(alex, "removeParticipantDistrict", Map.of("studentId", id, "version", 1))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    @DisplayName("case 28, case 29: moved to another district; the old record stays, the new one needs a consent")
    void moved() {
        var alex = Ask.as(Person.ALEX);
        var id = Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, "FURTHER_20"));
        var rainier = Id.DISTRICT.of(Place.RAINIER_VALLEY.id());
        var input = Map.<String, Object>of("participantId", id, "districtId", rainier, "districtStudentId", "R-77");

        var moved = change(alex, "addParticipantDistrict", input);
        var again = change(alex, "addParticipantDistrict", input);

        assertThat(moved.get("errors")).isEmpty();
        assertThat(moved.at("/participant/students")).hasSize(2);
        assertThat(student(moved, Place.PUGET_RIDGE)
                        .at("/enrollment/__typename")
                        .asString())
                .isNotEqualTo("Withheld");
        assertThat(student(moved, Place.RAINIER_VALLEY).at("/enrollment/reason").asString())
                .isEqualTo("CONSENT_MISSING");
        assertThat(again.at("/participant/students")).hasSize(2);
        var removed = change(
                alex,
                "removeParticipantDistrict",
                Map.of(
                        "studentId",
                        student(moved, Place.RAINIER_VALLEY).get("id").asString(),
                        "version",
                        1));
        assertThat(removed.at("/participant/students")).hasSize(1);
        assertThat(removed.at("/participant/consents")).isEqualTo(moved.at("/participant/consents"));
    }

    private static JsonNode student(JsonNode payload, Place district) {
        for (var student : payload.at("/participant/students")) {
            if (student.at("/district/id").asString().equals(Id.DISTRICT.of(district.id()))) {
                return student;
            }
        }
        throw new AssertionError(payload.toString());
    }
}
