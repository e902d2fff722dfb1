package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may read what of the ledger, and that the reading stands in it. */
class LedgerReaderTests extends LedgerStories {

    private static final String BY_IDS = """
            query ByIds($student: ID, $staff: ID, $from: DateTime, $after: String) {
              operatorDisclosures(first: 2, after: $after, studentId: $student, staffId: $staff, from: $from) {
                edges { node { at staffId organizationId districtId role category released withheld reasons bases operation } }
                pageInfo { hasNextPage endCursor } } }
            """;
    private static final String DENIALS = """
            query Denials($from: DateTime!, $to: DateTime!, $threshold: Int) {
              denials(from: $from, to: $to, threshold: $threshold) { accounts {
                staffId organizationId refused invalid withheldStudents reasons worst worstDay probing } } }
            """;

    @Test
    @DisplayName("case 36: a lost laptop: what the account received, by district and child, in one query")
    void lostLaptop() {
        lookAtLena("Lost");

        var forAdmin = receipts(Person.ALEX, Person.MARIA);
        assertThat(about(forAdmin, lena))
                .extracting(line -> line.get("category").asString())
                .contains("ATTENDANCE", "GRADES");
        assertThat(about(forAdmin, lena)).allSatisfy(line -> {
            assertThat(line.get("districtId").asString()).isEqualTo(Id.DISTRICT.of(Place.PUGET_RIDGE.id()));
            assertThat(line.get("participantId").asString())
                    .isEqualTo(Id.PARTICIPANT.of(world.participant(Child.LENA)));
            assertThat(line.get("districtStudentId").isNull()).isTrue();
            assertThat(line.get("times").asInt()).isPositive();
        });
        assertThat(about(forAdmin, lena))
                .filteredOn(line -> line.get("category").asString().equals("GRADES"))
                .allSatisfy(
                        line -> assertThat(line.get("operations").toString()).contains("Lost"));

        assertThat(about(receipts(Person.OLLIE, Person.MARIA), lena))
                .as("the operator, by ids")
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.get("participantId").isNull()).isTrue();
                    assertThat(line.get("districtStudentId").isNull()).isTrue();
                });
        assertThat(about(receipts(Person.STEPH, Person.MARIA), lena))
                .as("the steward, about the district's own")
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.get("districtStudentId").asString()).isEqualTo(Child.LENA.districtStudentId()));
        assertThat(about(receipts(Person.ROSA, Person.MARIA), lena))
                .as("another district's steward")
                .isEmpty();
        for (var other : List.of(Person.JUNE, Person.DANA, Person.MARIA, Person.CORA, Person.INES)) {
            assertThat(receipts(other, Person.MARIA).isNull()).as(other.name()).isTrue();
        }
    }

    @Test
    @DisplayName("case 36: before and after the time asked for, nothing is counted; files are told too")
    void lostLaptopWithFiles() {
        lookAtLena("TooEarly");
        var before = Map.<String, Object>of(
                "id",
                Id.STAFF.of(Person.MARIA.membershipId()),
                "from",
                "2020-01-01T00:00:00Z",
                "to",
                "2020-02-01T00:00:00Z");
        assertThat(Ask.as(Person.ALEX).data(RECEIPTS, before).at("/accountReceipts/received"))
                .isEmpty();
        assertThat(Ask.send(Ask.as(Person.STEPH)
                                .request()
                                .setHeader("Accept", "*/*")
                                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/disclosures.csv"))
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        // A query may call itself as it likes; it is no file.
        Ask.as(Person.STEPH).data("query exportParticipants { viewer { role } }");

        var steph = receipts(Person.OLLIE, Person.STEPH);

        assertThat(steph.get("files")
                        .valueStream()
                        .map(file -> file.get("operation").asString()))
                .contains("exportDisclosures")
                .doesNotContain("exportParticipants");
        assertThat(steph.get("received")
                        .valueStream()
                        .map(line -> line.get("list").asString("")))
                .contains("DISCLOSURES");
        assertThat(receipts(Person.ROSA, Person.STEPH).get("files")).isEmpty();
    }

    private static List<JsonNode> about(JsonNode receipts, String student) {
        return receipts.get("received")
                .valueStream()
                .filter(line -> line.get("studentId").asString().equals(student)
                        && !line.get("category").isNull())
                .toList();
    }

    @Test
    @DisplayName("attack 204: the operator reads the ledger by ids only, and each reading of it is in it")
    void operatorByIds() {
        lookAtLena("ByIds");
        lookAtLena("ByIds");

        var first = byIds(Map.of("student", lena, "from", begun.toString()));
        assertThat(first.get("edges")).hasSize(2);
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(first.at("/edges/0/node/staffId").asString()).isEqualTo(Id.STAFF.of(Person.MARIA.membershipId()));
        assertThat(first.at("/edges/0/node/released").asInt()).isEqualTo(1);
        assertThat(first.toString()).doesNotContain("Maria", "Delgado", Child.LENA.districtStudentId());
        var second = byIds(Map.of(
                "student",
                lena,
                "from",
                begun.toString(),
                "after",
                first.at("/pageInfo/endCursor").asString()));
        assertThat(second.at("/edges/0/node/operation").asString()).isEqualTo("ByIds");
        assertThat(byIds(Map.of("staff", Id.STAFF.of(Person.TOM.membershipId()), "student", lena))
                        .get("edges"))
                .isEmpty();

        receipts(Person.ALEX, Person.MARIA);
        copy(Person.STEPH);
        denials(Person.ALEX, 20);
        for (var reader : List.of(Person.OLLIE, Person.ALEX, Person.STEPH)) {
            assertThat(Worlds.truth(world, """
                            select l.category
                            from ledger.release l
                            join ledger.request r on r.id = l.request_id
                            where r.membership_id = '%s' and r.at >= '%s'
                            """.formatted(reader.membershipId(), begun)))
                    .as(reader.name())
                    .contains("DISCLOSURES");
        }
    }

    private static JsonNode byIds(Map<String, Object> variables) {
        return Ask.as(Person.OLLIE).data(BY_IDS, variables).get("operatorDisclosures");
    }

    @Test
    @DisplayName("attack 205: who is denied again and again is marked; each admin reads of the own organization alone")
    void denied() {
        Ask.as(Person.TOM)
                .data(
                        "{ viewer { caseload(first: 3) { edges { node { students { attendance { __typename } } } } } } }");
        Ask.as(Person.INES)
                .answer(
                        "mutation { revokeConsent(input: { consentId: \"" + Id.CONSENT.of(world.consent(Child.LENA))
                                + "\" }) { errors { code } } }",
                        Map.of());

        var strict = denials(Person.ALEX, 1);
        assertThat(of(strict, Person.TOM).get("withheldStudents").asInt()).isPositive();
        assertThat(of(strict, Person.TOM).get("reasons").toString()).contains("TRAINING_REQUIRED");
        assertThat(of(strict, Person.TOM).get("probing").asBoolean()).isTrue();
        assertThat(of(strict, Person.INES).get("refused").asInt()).isPositive();
        assertThat(of(strict, Person.INES).get("reasons").toString()).contains("NOT_FOR_ROLE");
        assertThat(of(denials(Person.ALEX, 10_000), Person.TOM).get("probing").asBoolean())
                .isFalse();
        assertThat(of(denials(Person.OLLIE, 1), Person.TOM).get("probing").asBoolean())
                .isTrue();
        assertThat(of(denials(Person.JUNE, 1), Person.TOM).isMissingNode()).isTrue();
        for (var other : List.of(Person.DANA, Person.STEPH, Person.TOM)) {
            assertThat(denials(other, 1).isNull()).as(other.name()).isTrue();
        }
        assertThat(Ask.as(Person.ALEX)
                        .answer(
                                DENIALS,
                                Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-03-01T00:00:00Z", "threshold", 1))
                        .at("/errors/0/message")
                        .asString())
                .contains("31 days");
    }

    private JsonNode denials(Person reader, int threshold) {
        return Ask.as(reader)
                .data(
                        DENIALS,
                        Map.of(
                                "from", begun.toString(),
                                "to", begun.plusSeconds(3_600).toString(),
                                "threshold", threshold))
                .get("denials");
    }

    private static JsonNode of(JsonNode denials, Person account) {
        return denials.get("accounts")
                .valueStream()
                .filter(line -> line.get("staffId").asString("").equals(Id.STAFF.of(account.membershipId())))
                .findFirst()
                .orElseGet(() -> denials.at("/none"));
    }

    @Test
    void operatorLooksAtTheSealsAndOthersDoNot() {
        var query =
                "{ ledgerVerification { intact anchored seals fromSeal newestSeal newestSealAt newestSealHash rows waiting wrong"
                        + " findings { kind seal table rowId message } } }";

        var seals = Ask.as(Person.OLLIE).data(query).get("ledgerVerification");

        assertThat(seals.get("seals").asInt()).isPositive();
        assertThat(seals.get("anchored").asBoolean()).isTrue();
        assertThat(seals.get("newestSealHash").asString())
                .isEqualTo(Worlds.truth(
                                world,
                                "select encode(hash, 'hex') from ledger.seal where sequence = "
                                        + seals.get("newestSeal").asInt())
                        .get(0));
        assertThat(Ask.as(Person.ALEX).data(query).get("ledgerVerification").isNull())
                .isTrue();
    }
}
