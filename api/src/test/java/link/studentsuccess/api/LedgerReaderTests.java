package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may read what of the ledger, and that the reading stands in it. */
class LedgerReaderTests {

    private static final String RECEIPTS = """
            query Receipts($id: ID!, $from: DateTime!, $to: DateTime!) { accountReceipts(staffId: $id, from: $from, to: $to) {
              received { districtId studentId participantId districtStudentId category list times firstAt lastAt operations }
              more files { at operation } } }
            """;
    private static final String COPY = """
            query Copy($number: String!, $from: DateTime) { disclosureCopy(districtStudentId: $number, from: $from) {
              preparedAt more held { category entries }
              disclosures { at organizationName role category bases purpose } } }
            """;
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

    private final DemoWorld world = Worlds.pulled();
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    private final String lena = Id.STUDENT.of(world.student(Child.LENA));

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
        assertThat(about(forAdmin, lena).get(0).get("operations").toString()).contains("Lost");

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

    /** "the parties who have requested or received the information, and the legitimate interests" (34 CFR 99.32(a)(3)). */
    @Test
    @DisplayName(
            "case 40: a copy for the parent: parties, times, categories and purpose, and what is still held; no staff names")
    void copyForTheParent() {
        lookAtLena("ForTheCopy");

        var copy = copy(Person.STEPH);

        assertThat(copy.get("disclosures").valueStream()).anySatisfy(line -> {
            assertThat(line.get("organizationName").asString()).isEqualTo("Sound Reach");
            assertThat(line.get("category").asString()).isEqualTo("GRADES");
            assertThat(line.at("/bases/0").asString()).isEqualTo("WRITTEN_CONSENT");
            assertThat(line.get("purpose").asString()).isNotBlank();
        });
        assertThat(copy.toString()).doesNotContain("Maria", "Delgado", "ForTheCopy");
        var held = new HashMap<String, Integer>();
        copy.get("held")
                .valueStream()
                .forEach(h ->
                        held.put(h.get("category").asString(), h.get("entries").asInt()));
        assertThat(held).containsKeys("ENROLLMENT", "ATTENDANCE", "GRADES");
        assertThat(String.valueOf(held.get("ATTENDANCE")))
                .isEqualTo(Worlds.truth(world, """
                                select count(*)
                                from record.attendance_event a
                                join record.enrollment e on e.id = a.enrollment_id
                                join record.student_match m on m.record_id = e.student_id
                                where m.student_id = '%s'
                                """.formatted(world.student(Child.LENA)))
                        .get(0));
        assertThat(copy(Person.ROSA).toString())
                .doesNotContain("Sound Reach\",\"role\":\"CASE_WORKER\",\"category\":\"GRADES");
        for (var other : List.of(Person.ALEX, Person.CORA, Person.OLLIE, Person.MARIA)) {
            assertThat(copy(other).isNull()).as(other.name()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "case 40: the same copy as a file that a family takes home; its student stands in no address, and the reading is on record")
    void copyAsAFile() {
        lookAtLena("ForTheFile");
        var readings =
                "select count(*) from ledger.release l join ledger.request r on r.id = l.request_id where r.operation ="
                        + " 'exportDisclosureCopy' and l.category = 'DISCLOSURES' and '" + world.student(Child.LENA)
                        + "' = any(l.released)";
        var before = Integer.parseInt(Worlds.truth(world, readings).get(0));

        var file = copyFile(Person.STEPH, Child.LENA.districtStudentId());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("disclosure-copy.csv");
        var lines = file.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(
                        "\"what\",\"at\",\"organization_name\",\"role\",\"category\",\"bases\",\"purpose\",\"entries\"");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"RELEASED\",\"20")
                        .contains("\"Sound Reach\",\"CASE_WORKER\",\"GRADES\",\"WRITTEN_CONSENT\""));
        assertThat(file.body())
                .doesNotContain("Maria", "Delgado", "ForTheFile", "Harbor Lights\",\"CASE_WORKER\",\"GRADES");
        // One source: what the question tells is what the file tells.
        var told = Ask.as(Person.STEPH)
                .data(COPY, Map.of("number", Child.LENA.districtStudentId()))
                .get("disclosureCopy");
        assertThat(lines.stream().filter(line -> line.startsWith("\"HELD\"")))
                .containsExactlyElementsOf(told.get("held")
                        .valueStream()
                        .map(h -> "\"HELD\",,,,\"" + h.get("category").asString() + "\",,,\""
                                + h.get("entries").asInt() + "\"")
                        .toList());
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("\"RELEASED\""))
                        .map(line -> line.replaceFirst("\"RELEASED\",\"[^\"]+\"", ""))
                        .limit(50))
                .hasSizeGreaterThan(1)
                .containsExactlyElementsOf(told.get("disclosures")
                        .valueStream()
                        .limit(50)
                        .map(LedgerReaderTests::line)
                        .toList());

        assertThat(Integer.parseInt(Worlds.truth(world, readings).get(0))).isEqualTo(before + 1);
        assertThat(receipts(Person.OLLIE, Person.STEPH).get("files").toString()).contains("exportDisclosureCopy");
        assertThat(copyFile(Person.ROSA, Child.LENA.districtStudentId()).body())
                .as("another district's steward")
                .doesNotContain("GRADES\",\"WRITTEN_CONSENT\"");
        for (var other : List.of(Person.ALEX, Person.CORA, Person.OLLIE, Person.MARIA)) {
            assertThat(copyFile(other, Child.LENA.districtStudentId()).statusCode())
                    .as(other.name())
                    .isEqualTo(404);
        }
        assertThat(copyFile(Person.STEPH, " ").statusCode()).isEqualTo(400);
    }

    private static String line(JsonNode copied) {
        var bases = copied.get("bases").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        return Stream.of(
                        copied.get("organizationName").asString(""),
                        copied.get("role").asString(),
                        copied.get("category").asString(),
                        bases,
                        copied.get("purpose").asString(""),
                        "")
                .map(value -> value.isEmpty() ? "," : ",\"" + value + '"')
                .collect(Collectors.joining());
    }

    private HttpResponse<String> copyFile(Person reader, String number) {
        return Ask.send(Ask.as(reader)
                .request()
                .setHeader("Accept", "*/*")
                .header("District-Student-Id", number)
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/disclosure-copy.csv"))
                .GET());
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

    @Test
    @DisplayName("attack 202: what a client calls itself or its operation makes no line and no colour in the record")
    void injection() throws SQLException {
        var login = world.database().request();
        try (var connection =
                        DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
                var call = connection.prepareStatement(
                        "select access.record_failure(?, ?, ?, ?, null, ?, 'INVALID', ?) as id")) {
            call.setString(1, world.signIn().issuer());
            call.setString(2, Person.MARIA.subject());
            call.setString(3, Person.MARIA.place().host());
            call.setString(4, "Forged\noutcome=ANSWERED\u001b[31m" + "x".repeat(200));
            call.setString(5, "client\r\n{\"a\":1}");
            call.setString(6, "code\u0000".replace('\u0000', '\u0007'));
            try (var row = call.executeQuery()) {
                row.next();
                assertThat(Worlds.truth(
                                world,
                                "select operation || '|' || client || '|' || refusal from ledger.request where id = '"
                                        + row.getString("id") + "'"))
                        .allSatisfy(text -> assertThat(text)
                                .startsWith("Forged?outcome=ANSWERED?[31mxxx")
                                .endsWith("|client??{\"a\":1}|code?")
                                .hasSizeLessThan(130)
                                .doesNotContainPattern("\\p{Cntrl}"));
            }
        }
    }

    @Test
    @DisplayName("attack 202: nor does it in the record of what is answered")
    void injectionIntoAnAnsweredRequest() throws SQLException {
        var login = world.database().request();
        var mark = "Entered" + System.nanoTime();
        try (var connection =
                        DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
                var call = connection.prepareStatement(
                        "select request_id from access.enter(?, ?, ?, array['student-data'], ?, null, ?)")) {
            call.setString(1, world.signIn().issuer());
            call.setString(2, Person.MARIA.subject());
            call.setString(3, Person.MARIA.place().host());
            call.setString(4, mark + "\noutcome=REFUSED\u001b[31m" + "x".repeat(200));
            call.setString(5, "client\r\n{\"a\":1}");
            call.execute();
        }

        assertThat(Worlds.truth(
                        world,
                        "select operation || '|' || client from ledger.request where operation like '" + mark + "%'"))
                .hasSize(1)
                .allSatisfy(text -> assertThat(text)
                        .startsWith(mark + "?outcome=REFUSED?[31mxxx")
                        .endsWith("|client??{\"a\":1}")
                        .hasSizeLessThan(130)
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    @DisplayName("attack 203: the ledger holds ids, categories and codes, and no child's name, number or birth date")
    void nothingPersonal() {
        lookAtLena("Nothing");
        // A child of this test alone: who is renamed has to be matched anew.
        var child = UUID.randomUUID();
        Worlds.change(world, """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values ('%1$s', '%2$s', 'Anouk', 'Renamed', '2011-05-05');
                update roster.participant set given_name = 'Ottoline' where id = '%1$s'
                """.formatted(child, Place.SOUND_REACH.id()));
        TakenAway.participants(world, "id = '" + child + "'");

        assertThat(Worlds.truth(world, "select count(*) > 0 from ledger.release"))
                .containsExactly("t");
        assertThat(Worlds.truth(world, """
                        with wordless as (
                          -- Ids and moments: there is no word in them, and without them few lines differ.
                          select attrelid as of, array_agg(attname::text) as columns
                          from pg_attribute
                          where attrelid in ('ledger.release'::regclass, 'ledger.request'::regclass)
                            and atttypid = any('{uuid,uuid[],xid8,timestamptz}'::regtype[])
                          group by attrelid
                        ),
                        told as materialized (
                          select string_agg(distinct t.words, ' ') as words
                          from (
                            select (to_jsonb(l) - 'purpose' - w.columns)::text
                            from ledger.release l, wordless w
                            where w.of = 'ledger.release'::regclass
                            union all
                            -- A client names its operation and itself as it likes.
                            select (to_jsonb(q) - 'operation' - 'client' - w.columns)::text
                            from ledger.request q, wordless w
                            where w.of = 'ledger.request'::regclass
                            union all
                            -- A site is a program's place.
                            select c.subject || ' ' || (c.before - 'site')::text || ' ' || (c.after - 'site')::text
                            from audit.change c
                            where c.subject like 'roster.%' or c.subject = 'document.consent'
                          ) t(words)
                        )
                        select p.id || ' ' || value
                        from told
                        cross join roster.participant p
                        cross join lateral (
                          select p.given_name union select p.family_name union select p.birth_date::text
                          union select '"' || s.district_student_id || '"' from roster.student s where s.participant_id = p.id) x(value)
                        where exists (
                            select
                            from roster.student s
                            join record.student_match m on m.student_id = s.id
                            where s.participant_id = p.id)
                          and strpos(told.words, value) > 0
                        """)).isEmpty();
        assertThat(Worlds.truth(
                        world,
                        "select distinct before::text || ' ' || after::text from audit.change where subject = 'roster.participant' and 'given_name' = any(fields) and subject_id = '"
                                + child + "'"))
                .as("that the name was changed is on record, and not from what to what")
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).doesNotContain("Anouk", "Ottoline"));
        assertThat(Worlds.truth(world, """
                        select s.id
                        from roster.student s
                        where s.district_student_id in (
                          select word from ledger.release l cross join unnest(l.reasons || l.bases || l.category) as x(word))
                        """)).isEmpty();
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

    private void lookAtLena(String operation) {
        var seen = Ask.as(Person.MARIA)
                .data(
                        "query " + operation
                                + "($id: ID!) { student(id: $id) { attendance { __typename } grades { __typename } } }",
                        Map.of("id", lena));
        assertThat(seen.at("/student/attendance/__typename").asString()).isEqualTo("Attendance");
    }

    private JsonNode receipts(Person reader, Person account) {
        return Ask.as(reader)
                .data(
                        RECEIPTS,
                        Map.of(
                                "id", Id.STAFF.of(account.membershipId()),
                                "from", begun.toString(),
                                "to", begun.plusSeconds(3_600).toString()))
                .get("accountReceipts");
    }

    private static List<JsonNode> about(JsonNode receipts, String student) {
        return receipts.get("received")
                .valueStream()
                .filter(line -> line.get("studentId").asString().equals(student)
                        && !line.get("category").isNull())
                .toList();
    }

    private JsonNode copy(Person reader) {
        return Ask.as(reader)
                .data(COPY, Map.of("number", Child.LENA.districtStudentId(), "from", begun.toString()))
                .get("disclosureCopy");
    }

    private static JsonNode byIds(Map<String, Object> variables) {
        return Ask.as(Person.OLLIE).data(BY_IDS, variables).get("operatorDisclosures");
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
}
