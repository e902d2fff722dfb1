package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One child in two organizations: what each tells the other, the counselor and the district. */
class ParticipationTests {

    private static final String PARTICIPATION = """
            query Participation($id: ID!) { participant(id: $id) { students { participation { __typename
              ... on Participation { programs { organizationName programName kind begins ends weeks { weekOf minutes } } }
              ... on Withheld { reason nextStep } } } } }
            """;

    private static final String WITH_US = """
            query WithUs($number: String) { sharedParticipation(first: 100, districtStudentId: $number) { edges { node {
              districtStudentId givenName familyName schoolName
              program { organizationName programName kind weeks { weekOf minutes } } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void allAgreeAgain() {
        Worlds.change(world, "update document.sharing_opt_in set withdrawn_at = null");
        Worlds.change(
                world,
                "update document.consent set revoked_at = null, revoked_by = null, audiences = '{DISTRICT,PARTNERS}'"
                        + " where kind = 'SHARING'");
    }

    @Test
    void twoOrganizationsOfOneChildTellEachOther() {
        assertThat(programs(Person.MARIA)).containsExactly("Harbor Lights: Homework Club AFTER_SCHOOL");
        assertThat(programs(Person.BEA)).containsExactly("Sound Reach: After School Tutoring TUTORING");
    }

    @Test
    void minutesAreToldByTheWeek() {
        var weeks = lena(Person.MARIA).at("/programs/0/weeks");

        var minutes = Worlds.truth(world, """
                select date_trunc('week', attended_on)::date || ' ' || sum(minutes)
                from roster.program_attendance
                where participant_id = '%s' and program_id = '%s'
                group by date_trunc('week', attended_on)
                order by date_trunc('week', attended_on) desc
                """.formatted(
                        world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()), world.program("Homework Club")));
        assertThat(weeks.valueStream()
                        .map(week -> week.get("weekOf").asString() + " "
                                + week.get("minutes").asInt()))
                .hasSize(6)
                .containsExactlyElementsOf(minutes);
    }

    @Test
    @DisplayName("case 16: a program that is never shared is shared with nobody")
    void aProgramThatIsNeverSharedIsSharedWithNobody() {
        // Lena is in it, its organization opted in for it, and the second consent stands.
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.program_enrollment where program_id = '"
                                + world.program("Family Support") + "' and participant_id = '"
                                + world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()) + "'"))
                .containsExactly("1");

        assertThat(programs(Person.MARIA)).noneMatch(program -> program.contains("Family Support"));
        assertThat(withUs(Person.STEPH)).noneMatch(program -> program.contains("Family Support"));
    }

    @Test
    @DisplayName("case 16: opted in for the district only")
    void optedInForTheDistrictOnly() {
        withdraw(Place.HARBOR_LIGHTS, "WITH_PARTNERS");

        assertThat(programs(Person.MARIA)).isEmpty();
        assertThat(withUs(Person.CORA)).contains("Lena: Harbor Lights Homework Club");
    }

    @Test
    void optedInForPartnersOnly() {
        withdraw(Place.HARBOR_LIGHTS, "WITH_DISTRICT");

        assertThat(programs(Person.MARIA)).hasSize(1);
        assertThat(withUs(Person.CORA))
                .doesNotContain("Lena: Harbor Lights Homework Club")
                .contains("Lena: Sound Reach After School Tutoring");
    }

    @Test
    void whoSeesWhatPartnersShareSharesToo() {
        withdraw(Place.SOUND_REACH, "WITH_PARTNERS");

        assertThat(lena(Person.MARIA).get("reason").asString()).isEqualTo("SHARING_NOT_OPTED_IN");
        assertThat(programs(Person.BEA)).isEmpty();
        assertThat(omar(Person.WES).get("reason").asString()).isEqualTo("SHARING_NOT_OPTED_IN");
    }

    @Test
    void theSecondConsentClosesInTheSameSecond() {
        Worlds.change(
                world,
                "update document.consent set revoked_at = now() where kind = 'SHARING' and organization_id = '"
                        + Place.HARBOR_LIGHTS.id() + "'");

        assertThat(programs(Person.MARIA)).isEmpty();
        assertThat(withUs(Person.STEPH)).doesNotContain("Lena: Harbor Lights Homework Club");
        // The other organization's stands, and says what it said.
        assertThat(programs(Person.BEA)).hasSize(1);
    }

    @Test
    void theSecondConsentNamesItsAudiences() {
        Worlds.change(
                world,
                "update document.consent set audiences = '{DISTRICT}' where kind = 'SHARING' and organization_id = '"
                        + Place.HARBOR_LIGHTS.id() + "'");

        assertThat(programs(Person.MARIA)).isEmpty();
        assertThat(withUs(Person.CORA)).contains("Lena: Harbor Lights Homework Club");
    }

    @Test
    @DisplayName("attack 12: who has not opted in sees none, while the district sees what is shared")
    void whoHasNotOptedInSeesNoneWhileTheDistrictSeesWhatIsShared() {
        // Bridgeway knows Omar, and has not opted in for partners.
        assertThat(omar(Person.WES).get("reason").asString()).isEqualTo("SHARING_NOT_OPTED_IN");
        assertThat(withUs(Person.CORA)).contains("Omar: Sound Reach After School Tutoring");
    }

    @Test
    void counselorSeesTheStudentsOfTheSchoolAndTheStewardAll() {
        var counselor = withUs(Person.CORA);
        var steward = withUs(Person.STEPH);

        assertThat(counselor).contains("Lena: Harbor Lights Homework Club").isNotEmpty();
        assertThat(steward).containsAll(counselor).hasSizeGreaterThan(counselor.size());
        var schools = Ask.as(Person.CORA)
                .data(WITH_US)
                .at("/sharedParticipation/edges")
                .valueStream()
                .map(edge -> edge.at("/node/schoolName").asString())
                .collect(Collectors.toSet());
        assertThat(schools).containsExactly("Rainier Ridge High School");
    }

    @Test
    void anotherDistrictAndEverybodyElseSeeNone() {
        assertThat(withUs(Person.ROSA)).isEmpty();
        for (var person : List.of(Person.MARIA, Person.DANA, Person.ALEX, Person.INES, Person.OLLIE)) {
            assertThat(Ask.as(person).data(WITH_US).get("sharedParticipation").isNull())
                    .isTrue();
        }
    }

    @Test
    void oneStudentCanBeAskedFor() {
        var lenas = Ask.as(Person.CORA)
                .data(WITH_US, Map.of("number", Child.LENA.districtStudentId()))
                .at("/sharedParticipation/edges");

        assertThat(lenas).hasSize(2);
        assertThat(Ask.as(Person.CORA)
                        .data(WITH_US, Map.of("number", "no such number"))
                        .at("/sharedParticipation/edges"))
                .isEmpty();
    }

    @Test
    void whoHasLeftTheDistrictIsNobodysStudentThere() {
        var enrollments = Worlds.truth(world, """
                select e.id
                from record.enrollment e
                join record.student s on s.district_id = e.district_id and s.id = e.student_id
                where s.district_id = '%s' and s.district_student_id = '%s' and e.exit_date is null
                """.formatted(Place.PUGET_RIDGE.id(), Child.LENA.districtStudentId()));
        var leaving =
                "update record.enrollment set exit_date = %s where id in ('" + String.join("', '", enrollments) + "')";
        for (var person : List.of(Person.CORA, Person.STEPH)) {
            assertThat(lenas(person)).isNotEmpty();
        }

        Worlds.change(world, leaving.formatted("entry_date + 1"));
        try {
            for (var person : List.of(Person.CORA, Person.STEPH)) {
                assertThat(lenas(person)).isEmpty();
            }
        } finally {
            Worlds.change(world, leaving.formatted("null"));
        }
    }

    private static JsonNode lenas(Person person) {
        return Ask.as(person)
                .data(WITH_US, Map.of("number", Child.LENA.districtStudentId()))
                .at("/sharedParticipation/edges");
    }

    /** FERPA 99.32: who reads it is recorded, with those read about. */
    @Test
    void readingIsRecorded() {
        var lenas = Ask.as(Person.CORA)
                .data(WITH_US, Map.of("number", Child.LENA.districtStudentId()))
                .at("/sharedParticipation/edges");
        assertThat(lenas).isNotEmpty();

        assertThat(Worlds.truth(world, """
                        select l.category || ' ' || r.role || ' ' || cardinality(l.released)
                        from ledger.release l
                        join ledger.request r on r.id = l.request_id
                        where r.membership_id = '%s'
                        order by l.at desc
                        limit 1
                        """.formatted(Person.CORA.membershipId())))
                .containsExactly("PARTICIPATION SCHOOL_STAFF 2");
        assertThat(programs(Person.MARIA)).isNotEmpty();
        assertThat(Worlds.truth(world, """
                        select l.category || ' ' || cardinality(l.released)
                        from ledger.release l
                        join ledger.request r on r.id = l.request_id
                        where r.membership_id = '%s'
                        order by l.at desc
                        limit 1
                        """.formatted(Person.MARIA.membershipId())))
                .containsExactly("PARTICIPATION 1");
    }

    private void withdraw(Place organization, String audience) {
        Worlds.change(
                world,
                "update document.sharing_opt_in set withdrawn_at = now() where organization_id = '" + organization.id()
                        + "' and audience = '" + audience + "'");
    }

    private Set<String> programs(Person person) {
        return lena(person)
                .get("programs")
                .valueStream()
                .map(p -> p.get("organizationName").asString() + ": "
                        + p.get("programName").asString() + " " + p.get("kind").asString())
                .collect(Collectors.toSet());
    }

    private Set<String> withUs(Person person) {
        return Ask.as(person)
                .data(WITH_US)
                .at("/sharedParticipation/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .map(node -> node.get("givenName").asString() + ": "
                        + node.at("/program/organizationName").asString() + " "
                        + node.at("/program/programName").asString())
                .collect(Collectors.toSet());
    }

    private JsonNode lena(Person person) {
        return participation(person, Child.LENA);
    }

    private JsonNode omar(Person person) {
        return participation(person, Child.OMAR);
    }

    private JsonNode participation(Person person, Child child) {
        return Ask.as(person)
                .data(PARTICIPATION, Map.of("id", Id.PARTICIPANT.of(world.participant(person.place(), child.name()))))
                .at("/participant/students/0/participation");
    }
}
