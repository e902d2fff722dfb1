package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A district's steward: agreements, consents to verify, and who received what about the district's students. */
class StewardTests {

    private static final String AGREEMENTS = """
            { viewer { district { name agreements { organization { name } categories verification basis begins ends } } } }
            """;
    private static final String TO_VERIFY = """
            { consentsToVerify(first: 100) { edges { node { organizationName givenName familyName districtStudentId kind signerName
              signerCapacity signedOn categories } } pageInfo { hasNextPage } } }
            """;
    private static final String DISCLOSURES = """
            query Disclosures($number: String, $after: String) { districtDisclosures(first: 5, after: $after, districtStudentId: $number) {
              edges { cursor node { at organizationName staffName role category districtStudentIds released withheld bases purpose operation } }
              pageInfo { hasNextPage endCursor } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @Test
    void readsTheDistrictsAgreements() {
        var agreements = Ask.as(Person.STEPH).data(AGREEMENTS).at("/viewer/district/agreements");

        assertThat(agreements.valueStream().map(a -> a.at("/organization/name").asString()))
                .containsExactlyInAnyOrder("Sound Reach", "Harbor Lights", "Cedar Path", "Bridgeway Mentors");
        assertThat(Ask.as(Person.ROSA)
                        .data(AGREEMENTS)
                        .at("/viewer/district/agreements")
                        .valueStream()
                        .map(a -> a.at("/organization/name").asString()))
                .containsExactlyInAnyOrder("Sound Reach", "Bridgeway Mentors");
        assertThat(Ask.as(Person.CORA).data(AGREEMENTS).at("/viewer/district/agreements"))
                .isEmpty();
    }

    @Test
    void readsConsentsThatWaitForTheDistrict() {
        var waiting = Ask.as(Person.STEPH).data(TO_VERIFY).at("/consentsToVerify/edges");

        assertThat(waiting).hasSize(1);
        assertThat(waiting.at("/0/node/givenName").asString()).isEqualTo(Child.HUGO.givenName());
        assertThat(waiting.at("/0/node/districtStudentId").asString()).isEqualTo(Child.HUGO.districtStudentId());
        assertThat(waiting.at("/0/node/organizationName").asString()).isEqualTo("Sound Reach");
        for (var person : List.of(Person.CORA, Person.DANA, Person.ALEX, Person.OLLIE)) {
            assertThat(Ask.as(person).data(TO_VERIFY).get("consentsToVerify").isNull())
                    .isTrue();
        }
        // Rainier Valley trusts the organization: nothing waits there.
        assertThat(Ask.as(Person.ROSA).data(TO_VERIFY).at("/consentsToVerify/edges"))
                .isEmpty();
    }

    /** FERPA 99.32(c): the parent, the custodian of the record and auditors may inspect it. */
    @Test
    void readsWhoReceivedWhatAboutAStudent() {
        var seen = Ask.as(Person.MARIA)
                .data(
                        "query LenasDay($id: ID!) { student(id: $id) { attendance { __typename } grades { __typename } } }",
                        Map.of("id", Id.STUDENT.of(world.student(Child.LENA))));
        assertThat(seen.at("/student/attendance/__typename").asString()).isEqualTo("Attendance");

        var disclosures = disclosures(Person.STEPH, Child.LENA.districtStudentId(), null);

        var newest = disclosures
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("operation").asString("").equals("LenasDay"))
                .toList();
        assertThat(newest).hasSize(2).allSatisfy(node -> {
            assertThat(node.get("organizationName").asString()).isEqualTo("Sound Reach");
            assertThat(node.get("staffName").asString()).isEqualTo(Person.MARIA.fullName());
            assertThat(node.get("released").asInt()).isEqualTo(1);
            assertThat(node.at("/districtStudentIds/0").asString()).isEqualTo(Child.LENA.districtStudentId());
            assertThat(node.at("/bases/0").asString()).isEqualTo("WRITTEN_CONSENT");
            assertThat(node.get("purpose").asString()).isNotBlank();
        });
    }

    @Test
    void anotherDistrictReadsNothingOfIt() {
        Ask.as(Person.MARIA)
                .data(
                        "query LenaOnly($id: ID!) { student(id: $id) { attendance { __typename } } }",
                        Map.of("id", Id.STUDENT.of(world.student(Child.LENA))));

        // Dario of Rainier Valley has Lena's number: his steward reads about him alone.
        var rosas = disclosures(Person.ROSA, Child.LENA.districtStudentId(), null);
        assertThat(rosas.valueStream().map(edge -> edge.at("/node/operation").asString("")))
                .doesNotContain("LenaOnly");
        assertThat(disclosures(Person.STEPH, Child.LENA.districtStudentId(), null)
                        .valueStream()
                        .map(edge -> edge.at("/node/operation").asString("")))
                .contains("LenaOnly");
        for (var person : List.of(Person.CORA, Person.DANA, Person.OLLIE)) {
            assertThat(Ask.as(person)
                            .data(DISCLOSURES)
                            .get("districtDisclosures")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void readsItPageByPageAndTheReadingIsRecorded() {
        for (var n = 0; n < 3; n++) {
            Ask.as(Person.MARIA)
                    .data(
                            "query Again($id: ID!) { student(id: $id) { attendance { __typename } grades { __typename } } }",
                            Map.of("id", Id.STUDENT.of(world.student(Child.LENA))));
        }

        var first = Ask.as(Person.STEPH).data(DISCLOSURES).get("districtDisclosures");
        assertThat(first.get("edges")).hasSize(5);
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        var second = Ask.as(Person.STEPH)
                .data(
                        DISCLOSURES,
                        Map.of("after", first.at("/pageInfo/endCursor").asString()))
                .get("districtDisclosures");

        assertThat(second.at("/edges/0/cursor").asString())
                .isNotIn(first.get("edges")
                        .valueStream()
                        .map(edge -> edge.get("cursor").asString())
                        .toList());
        assertThat(Worlds.truth(world, """
                        select l.category
                        from ledger.release l
                        join ledger.request r on r.id = l.request_id
                        where r.membership_id = '%s'
                        order by l.at desc
                        limit 1
                        """.formatted(Person.STEPH.membershipId())))
                .containsExactly("DISCLOSURES");
    }

    @Test
    void hasNoChildByName() {
        var answer = Ask.as(Person.STEPH)
                .data(
                        "query Child($id: ID!) { student(id: $id) { id } participants { totalCount } }",
                        Map.of("id", Id.STUDENT.of(world.student(Child.LENA))));

        assertThat(answer.get("student").isNull()).isTrue();
        assertThat(answer.at("/participants/totalCount").asInt()).isZero();
        assertThat(world.participant(Place.SOUND_REACH, Child.LENA.name())).isNotNull();
    }

    private static JsonNode disclosures(Person person, String number, @Nullable String after) {
        var variables = new HashMap<String, Object>();
        variables.put("number", number);
        variables.put("after", after);
        return Ask.as(person).data(DISCLOSURES, variables).at("/districtDisclosures/edges");
    }
}
