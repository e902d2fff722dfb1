package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import tools.jackson.databind.JsonNode;

/** What stories of the ledger share: Maria has looked at Lena, and then the ledger is read. */
abstract class LedgerStories {

    static final String RECEIPTS = """
            query Receipts($id: ID!, $from: DateTime!, $to: DateTime!) { accountReceipts(staffId: $id, from: $from, to: $to) {
              received { districtId studentId participantId districtStudentId category list times firstAt lastAt operations }
              more files { at operation } } }
            """;
    static final String COPY = """
            query Copy($number: String!, $from: DateTime) { disclosureCopy(districtStudentId: $number, from: $from) {
              preparedAt more held { category entries }
              disclosures { at organizationName role category bases purpose } } }
            """;

    final DemoWorld world = Worlds.pulled();
    final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    final String lena = Id.STUDENT.of(world.student(Child.LENA));

    void lookAtLena(String operation) {
        var seen = Ask.as(Person.MARIA)
                .data(
                        "query " + operation
                                + "($id: ID!) { student(id: $id) { attendance { __typename } grades { __typename } } }",
                        Map.of("id", lena));
        assertThat(seen.at("/student/attendance/__typename").asString()).isEqualTo("Attendance");
    }

    JsonNode receipts(Person reader, Person account) {
        return Ask.as(reader)
                .data(
                        RECEIPTS,
                        Map.of(
                                "id", Id.STAFF.of(account.membershipId()),
                                "from", begun.toString(),
                                "to", begun.plusSeconds(3_600).toString()))
                .get("accountReceipts");
    }

    JsonNode copy(Person reader) {
        return Ask.as(reader)
                .data(COPY, Map.of("number", Child.LENA.districtStudentId(), "from", begun.toString()))
                .get("disclosureCopy");
    }
}
