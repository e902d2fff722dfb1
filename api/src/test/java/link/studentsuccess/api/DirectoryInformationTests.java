package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** 34 CFR 99.37: what parents opt out of is directory information, which is never a basis here. */
class DirectoryInformationTests {

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName("case 19: an opt-out from directory information closes nothing that a signed consent opens")
    void anOptOutDoesNotOutweighAConsent() {
        assertThat(delivered(Child.MILO)
                        .at("/user/metadata/directoryInformationOptOut")
                        .asBoolean())
                .isTrue();
        assertThat(delivered(Child.NINA).at("/user/metadata").isMissingNode()).isTrue();
        // The flag has no place here: nobody can read it as a reason.
        assertThat(
                        Worlds.truth(
                                world,
                                "select table_name from information_schema.columns where column_name ~ 'opt_?out|directory_info'"))
                .isEmpty();

        var student = Ask.as(Person.MARIA)
                .data("""
                        query Milo($id: ID!) {
                          participant(id: $id) {
                            students {
                              enrollment { __typename ... on Enrollments { all { school { name } } } }
                              attendance { __typename }
                              grades { __typename }
                            }
                          }
                        }
                        """, Map.of("id", Id.PARTICIPANT.of(world.participant(Child.MILO))))
                .at("/participant/students/0");

        assertThat(student.at("/enrollment/all/0/school/name").asString())
                .isEqualTo(world.district().child(Child.MILO).school().name());
        assertThat(student.at("/attendance/__typename").asString()).isEqualTo("Attendance");
        assertThat(student.at("/grades/__typename").asString()).isEqualTo("Grades");
    }

    /** The row as the district serves it to whoever may read its roster. */
    private JsonNode delivered(Child child) {
        var district = world.district();
        var form = "grant_type=client_credentials&client_id=" + district.clientId() + "&client_secret="
                + district.clientSecret();
        var token = Ask.json(Ask.send(HttpRequest.newBuilder(district.tokenAddress())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))))
                .get("access_token")
                .asString();
        return Ask.json(
                Ask.send(HttpRequest.newBuilder(URI.create(district.oneRosterBase() + "/users/" + child.sourcedId()))
                        .header("Authorization", "Bearer " + token)));
    }
}
