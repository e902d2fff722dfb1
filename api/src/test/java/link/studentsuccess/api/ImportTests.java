package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files of participants, good and hostile, read into an organization that each test has to itself. */
class ImportTests {

    /** The look for imports is each 300 ms; a file of 5,000 rows takes longer. */
    private static final Duration LONGEST = Duration.ofSeconds(100);

    private static final String HEADER = "external_id,given_name,family_name,preferred_given_name,birth_date,district,"
            + "district_student_id,program,service_begins,service_ends\n";
    private static final String IMPORT = """
            participantImport(id: "%s") {
              state problem accepted unchanged refused
              refusedRows(first: 100) { edges { node { row reasons { column code message } } } pageInfo { hasNextPage } }
            }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final UUID organization = UUID.randomUUID();
    private final UUID membership = UUID.randomUUID();
    private final String host = "o" + organization + ".localhost";
    private final Ask june = Ask.as(Person.JUNE).at(host);

    /** June also leads an organization of her own. */
    @BeforeEach
    void organization() {
        Worlds.change(world, """
                insert into party.organization (id, name, host) values ('%1$s', 'Imports %1$s', '%3$s');
                insert into party.program (organization_id, name, kind, sharing) values
                  ('%1$s', 'Reading Room', 'TUTORING', 'ALLOWED'), ('%1$s', 'Soccer', 'OTHER', 'ALLOWED');
                insert into party.membership (id, staff_id, organization_id, role, active)
                values ('%2$s', '%4$s', '%1$s', 'ADMIN', daterange(current_date - 9, null));
                """.formatted(organization, membership, host, Person.JUNE.staffId()));
    }

    /** Thousands of children whom nobody else should meet. */
    @AfterAll
    static void remove() {
        TakenAway.participants(
                Worlds.pulled(), "organization_id in (select id from party.organization where name like 'Imports %')");
    }

    @Test
    void rowsAreAcceptedOrRefusedWithTheirReasonsAndAFileImportedAgainChangesNothing() {
        var file = HEADER
                + "a1,Ana,Ruiz,,2014-05-01,Puget Ridge School District,0551,Reading Room,2026-01-05,\n"
                + "a2,Bo,,,2014-13-01,Nowhere,0552,Juggling,05.01.2026,\n"
                + "a3,\"=cmd|' /C calc'!A0\",O'Hara,,,,,reading room,2026-01-05,2026-01-01\n"
                + "a4,Cy,\"Ny\u0000berg\",,2999-01-01,,7,Soccer,2026-01-05,\n"
                + "a5,Dee,Short\n"
                + "a6,\"=1+1\",Formula,,,,,Soccer,2026-01-05,\n"
                + "a7,Far,Ahead,,,,,Soccer,2026-01-05,+999999999-01-01\n";

        var first = imported(file);
        var again = imported(file);
        var corrected = imported(file.replace(
                "a2,Bo,,,2014-13-01,Nowhere,0552,Juggling,05.01.2026", "a2,Bo,Berg,,2014-12-01,,,Soccer,2026-01-05"));

        assertThat(counts(first)).isEqualTo("DONE 2 0 5");
        assertThat(reasons(first, 2))
                .containsExactlyInAnyOrder(
                        "family_name MISSING",
                        "birth_date NOT_A_DATE",
                        "district NO_SUCH_DISTRICT",
                        "program NO_SUCH_PROGRAM",
                        "service_begins NOT_A_DATE");
        assertThat(reasons(first, 3)).containsExactly("service_ends NOT_POSSIBLE");
        assertThat(reasons(first, 4))
                .containsExactlyInAnyOrder("family_name NOT_READABLE", "birth_date NOT_POSSIBLE", "district MISSING");
        assertThat(reasons(first, 5)).containsExactly("row WRONG_NUMBER_OF_CELLS");
        assertThat(reasons(first, 7)).containsExactly("service_ends NOT_POSSIBLE");
        assertThat(first.toString()).doesNotContain("Juggling", "O'Hara", "calc", "0552");
        assertThat(counts(again)).isEqualTo("DONE 0 2 5");
        assertThat(counts(corrected)).isEqualTo("DONE 1 2 4");
        assertThat(participants())
                .contains("Ana Ruiz", "Bo Berg", "=1+1 Formula")
                .doesNotContain("Dee", "Cy", "Far");
    }

    @Test
    void aRowFoundByItsKeyCorrectsAndOneFoundByItsNameOnlyAdds() {
        imported(HEADER + "k1,Ana,Ruiz,,2014-05-01,Puget Ridge School District,0551,Reading Room,2026-01-05,\n");

        var corrected = imported(
                HEADER
                        + "k1,Anna,Ruiz,Annie,2014-05-01,Puget Ridge School District,0559,Reading Room,2026-01-05,2026-06-01\n");
        var named = imported(HEADER
                + ",anna,RUIZ,,2014-05-01,,,Soccer,2026-02-01,\n"
                + ",Anna,Ruiz,,2014-05-01,Puget Ridge School District,0000,Soccer,2026-02-01,\n"
                + ",Other,Child,,2014-05-01,Puget Ridge School District,0559,Soccer,2026-02-01,\n"
                + ",Anna,Ruiz,,2014-05-01,,,Reading Room,2026-03-01,\n");

        assertThat(counts(corrected)).isEqualTo("DONE 1 0 0");
        assertThat(counts(named)).isEqualTo("DONE 1 0 3");
        assertThat(reasons(named, 2)).containsExactly("district_student_id OTHER_NUMBER");
        assertThat(reasons(named, 3)).containsExactly("district_student_id NUMBER_OF_ANOTHER");
        assertThat(reasons(named, 4)).containsExactly("service_begins OVERLAPS");
        assertThat(june.data("{ participants { edges { node { givenName preferredGivenName programEnrollments { ends }"
                                + " students { districtStudentId } } } } }")
                        .toString())
                .contains(
                        "\"edges\":[{\"node\":{\"givenName\":\"Anna\",\"preferredGivenName\":\"Annie\",\"programEnrollments\":"
                                + "[{\"ends\":null},{\"ends\":\"2026-06-01\"}],\"students\":[{\"districtStudentId\":\"0559\"}]}}]");
    }

    @Test
    void aKeyTwiceInOneFileIsRefusedInBothRows() {
        var twice = imported(
                HEADER
                        + "t,Ana,Ruiz,,,,,Soccer,2026-01-05,\nt,Bo,Berg,,,,,Soccer,2026-01-05,\nu,Cy,Day,,,,,Soccer,2026-01-05,\n");

        assertThat(counts(twice)).isEqualTo("DONE 1 0 2");
        assertThat(reasons(twice, 1)).containsExactly("external_id TWICE_IN_FILE");
        assertThat(reasons(twice, 2)).containsExactly("external_id TWICE_IN_FILE");
    }

    /** Names that differ by case are refused where they are made; those of before, or with accents, are told apart exactly. */
    @Test
    void aProgramIsFoundByItsExactNameFirstAndNeverGuessed() {
        Worlds.change(
                world,
                "insert into party.program (organization_id, name, kind, sharing) values ('" + organization
                        + "', 'R\u00e9ading Room', 'TUTORING', 'ALLOWED')");

        var done = imported(HEADER
                + "p1,Ana,Ruiz,,2014-05-01,,,Reading Room,2026-01-05,\n"
                + "p2,Bo,Berg,,2014-05-01,,,R\u00e9ading Room,2026-01-05,\n"
                + "p3,Cy,Day,,2014-05-01,,,READING ROOM,2026-01-05,\n"
                + "p4,Di,Eve,,2014-05-01,,,SOCCER,2026-01-05,\n");

        assertThat(counts(done)).isEqualTo("DONE 3 0 1");
        assertThat(reasons(done, 3)).containsExactly("program AMBIGUOUS");
        assertThat(Worlds.truth(
                        world,
                        "select p.given_name || ' ' || g.name from roster.participant p join roster.program_enrollment e"
                                + " on e.participant_id = p.id join party.program g on g.id = e.program_id where p.organization_id = '"
                                + organization + "' order by 1"))
                .containsExactly("Ana Reading Room", "Bo R\u00e9ading Room", "Di Soccer");
    }

    @Test
    void aRowThatOnlyABirthDateTellsApartIsRefusedNotAddedBeside() {
        imported(HEADER + "b1,Lena,Okafor,,2014-05-01,,,Soccer,2026-01-05,\n" + ",Milo,Reyes,,,,,Soccer,2026-01-05,\n");

        var done = imported(HEADER
                + ",lena,OKAFOR,,,,,Reading Room,2026-01-05,\n"
                + ",Milo,Reyes,,2013-01-01,,,Reading Room,2026-01-05,\n"
                + ",Milo,Reyes,,,,,Soccer,2026-01-05,\n"
                + ",Lena,Okafor,,2012-02-02,,,Soccer,2026-01-05,\n"
                + "b2,Lena,Okafor,,,,,Soccer,2026-01-05,\n");

        assertThat(counts(done)).isEqualTo("DONE 1 1 3");
        for (var row : List.of(1, 2, 5)) {
            assertThat(reasons(done, row)).as("row %s", row).containsExactly("birth_date AMBIGUOUS");
        }
    }

    @Test
    void rowsAreCountedAsInASpreadsheetAndServiceBeginsAfterBirth() {
        var done = imported("\n" + HEADER
                + "\n\ns1,Ana,Ruiz,,2014-05-01,,,Juggling,2026-01-05,\n"
                + "\ns2,\"Bo\nBo\",Berg,,2014-05-01,,,Soccer,2013-01-05,\n");

        assertThat(counts(done)).isEqualTo("DONE 0 0 2");
        assertThat(reasons(done, 3)).containsExactly("program NO_SUCH_PROGRAM");
        assertThat(reasons(done, 5))
                .containsExactlyInAnyOrder("given_name NOT_READABLE", "service_begins NOT_POSSIBLE");
    }

    @Test
    void whatIsNoFileOfParticipantsIsRefusedWholeAndSaysWhatToDo() {
        var row = "Ana,Ruiz,Soccer,2026-01-05\n";
        var good = "given_name,family_name,program,service_begins\n";

        assertThat(problem("given_name,surname,program\n" + row)).contains("family_name, service_begins");
        assertThat(problem("given_name,family_name,program,service_begins,birth_dat\n" + row))
                .contains("not documented");
        assertThat(problem(good)).contains("no rows");
        assertThat(problem("\n")).contains("no rows");
        assertThat(problem((good + row).replace(',', ';'))).contains("semicolons");
        assertThat(problem("\"given_name\"\t\"family_name\"\n\"Ana\"\t\"Ruiz\"\n"))
                .contains("tabs");
        assertThat(problem(good + row.repeat(5_001))).contains("5,000");
        assertThat(problem(good + "\"" + "x".repeat(10_000_000))).contains("not CSV");
        assertThat(problem("x".repeat(10_000_000))).contains("not CSV");
        assertThat(problem((good + row).getBytes(StandardCharsets.UTF_16))).contains("UTF-8");
        assertThat(problem((good + "Zo\u00eb,Ruiz,Soccer,2026-01-05\n").getBytes(StandardCharsets.ISO_8859_1)))
                .contains("UTF-8");
        assertThat(participants()).doesNotContain("Ruiz");
    }

    /** "Import (a job: up to 5,000 rows, each accepted or refused with its reason, re-runnable)". */
    @Test
    void eachOfFiveThousandRowsCostsWhatEachOfAThousandDoes() {
        planForFew();

        var thousand = cost(rows("a", 1_000), "DONE 1000 0 0");
        var fiveThousand = cost(rows("b", 5_000), "DONE 5000 0 0");

        assertThat(fiveThousand)
                .as("rows read by the database, against %s for a thousand", thousand)
                .isGreaterThan(5_000)
                .isLessThan(8 * thousand);
        assertThat(counts(imported(rows("b", 5_000)))).isEqualTo("DONE 0 5000 0");
        assertThat(counts(imported(HEADER + "r,Ana,,,,,,Soccer,2026-01-05,\n".repeat(5_000))))
                .isEqualTo("DONE 0 0 5000");
    }

    /** Each connection plans for the few children that there are, as in a new deployment. */
    private void planForFew() {
        Worlds.change(world, "analyze roster.participant, roster.student, roster.program_enrollment");
        for (var n = 0; n < 12; n++) {
            assertThat(counts(imported(rows("few" + n + "-", 10)))).isEqualTo("DONE 10 0 0");
        }
    }

    private static String rows(String key, int count) {
        return HEADER
                + IntStream.range(0, count)
                        .mapToObj(n ->
                                "%1$s%2$d,Given%1$s%2$d,Family%3$d,,2014-05-01,Puget Ridge School District,%1$s%2$d,Soccer,2026-01-05,\n"
                                        .formatted(key, n, n % 50))
                        .collect(Collectors.joining());
    }

    /** How many rows the database reads for a file: unlike seconds, the same on a busy machine. */
    private long cost(String file, String expected) {
        var before = statistic("seq_tup_read + idx_tup_fetch");
        var written = statistic("n_tup_ins") + 3L * file.lines().skip(1).count();

        assertThat(counts(imported(file))).isEqualTo(expected);

        Await.until("written and counted", LONGEST, () -> statistic("n_tup_ins") >= written);
        return statistic("seq_tup_read + idx_tup_fetch") - before;
    }

    private long statistic(String what) {
        return Long.parseLong(Worlds.truth(
                        world,
                        "select sum(" + what + ") from pg_stat_user_tables where schemaname || '.' || relname in"
                                + " ('roster.participant', 'roster.student', 'roster.program_enrollment', 'ledger.request')")
                .get(0));
    }

    @Test
    void readWithTheRightsThatTheMemberHasWhenItIsRead() {
        var file = file((HEADER + "r,Ana,Ruiz,,,,,Soccer,2026-01-05,\n").getBytes(StandardCharsets.UTF_8));
        Worlds.change(world, """
                insert into roster.participant_import (id, organization_id, membership_id, file_id) values ('%s', '%s', '%s', '%s');
                update party.membership set role = 'CASE_WORKER' where id = '%3$s';
                """.formatted(file, organization, membership, file));

        await(file);

        assertThat(Worlds.truth(
                        world,
                        "select state || ' ' || problem from roster.participant_import where id = '" + file + "'"))
                .containsExactly("REFUSED NOT_ALLOWED");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.participant where organization_id = '" + organization + "'"))
                .containsExactly("0");
    }

    @Test
    void anInstanceThatDiedIsFollowedByAnother() {
        var file = file((HEADER + "d,Ana,Ruiz,,,,,Soccer,2026-01-05,\n").getBytes(StandardCharsets.UTF_8));
        Worlds.change(world, """
                insert into roster.participant_import (id, organization_id, membership_id, file_id, state, attempts, claimed_until)
                values ('%s', '%s', '%s', '%s', 'RUNNING', 1, now() - interval '1 minute');
                """.formatted(file, organization, membership, file));

        await(file);

        assertThat(participants()).contains("Ana Ruiz");
    }

    @Test
    void nobodyImportsAnothersFile() {
        var file = file(HEADER.getBytes(StandardCharsets.UTF_8));

        var refused = ask(Ask.as(Person.HAL), file, UUID.randomUUID().toString());

        assertThat(refused.at("/errors/0/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(Ask.as(Person.HAL)
                        .data("{ participantImports { edges { node { id } } } }")
                        .at("/participantImports/edges"))
                .isEmpty();
    }

    @Test
    void aListIsKeptForItsImportAlone() {
        var done = Uploads.list(world, june, HEADER + "k,Ana,Ruiz,,2014-05-01,,,Soccer,2026-01-05,\n");
        var refused = Uploads.list(world, june, "given_name,surname\nAna,Ruiz\n");
        assertThat(kept(done)).as("uploaded").isEqualTo("t t t");
        assertThat(kept(refused)).as("uploaded").isEqualTo("t t t");
        var key = UUID.randomUUID().toString();

        var asked = ask(june, Id.keyOf(done), key).at("/participantImport/id").asString();
        await(Id.keyOf(asked));
        await(Id.keyOf(ask(june, Id.keyOf(refused), UUID.randomUUID().toString())
                .at("/participantImport/id")
                .asString()));

        assertThat(participants()).contains("Ana Ruiz");
        assertThat(kept(done)).isEqualTo("f t t");
        assertThat(kept(refused)).isEqualTo("f t t");
        assertThat(Uploads.read(world, june, done).statusCode()).isEqualTo(404);
        assertThat(ask(june, Id.keyOf(done), key).at("/participantImport/id").asString())
                .as("asked once more")
                .isEqualTo(asked);
        assertThat(ask(june, Id.keyOf(done), UUID.randomUUID().toString())
                        .at("/errors/0/code")
                        .asString())
                .as("asked anew")
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aListWhoseImportFailedOrThatNobodyImportsIsNotKept() {
        var failed = Uploads.list(world, june, HEADER + "f,Ana,Ruiz,,,,,Soccer,2026-01-05,\n");
        var forgotten = Uploads.list(world, june, HEADER);
        var recent = Uploads.list(world, june, HEADER);
        assertThat(kept(failed) + kept(forgotten)).isEqualTo("t t tt t t");

        Worlds.change(world, """
                insert into roster.participant_import (id, organization_id, membership_id, file_id, state, attempts, claimed_until)
                values ('%1$s', '%2$s', '%3$s', '%1$s', 'RUNNING', 3, now() - interval '1 minute');
                update document.file set uploaded_at = now() - interval '25 hours' where id = '%4$s'
                """.formatted(Id.keyOf(failed), organization, membership, Id.keyOf(forgotten)));

        await(Id.keyOf(failed));
        Await.until("forgotten", LONGEST, () -> kept(forgotten).equals("f t t"));
        assertThat(kept(failed)).isEqualTo("f t t");
        assertThat(kept(recent)).isEqualTo("t t t");
    }

    /** Whether its content, its SHA-256 and its size are there. */
    private String kept(String file) {
        return Worlds.truth(
                        world,
                        "select concat_ws(' ', content is not null, sha256 is not null, size is not null)"
                                + " from document.file where id = '" + Id.keyOf(file) + "'")
                .get(0);
    }

    private JsonNode imported(String text) {
        return imported(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode imported(byte[] content) {
        var file = file(content);
        var key = UUID.randomUUID().toString();
        var asked = ask(june, file, key);
        assertThat(asked.get("errors")).isEmpty();
        assertThat(ask(june, file, key).at("/participantImport/id")).isEqualTo(asked.at("/participantImport/id"));
        var id = asked.at("/participantImport/id").asString();
        await(Id.keyOf(id));
        return june.data("{" + IMPORT.formatted(id) + "}").get("participantImport");
    }

    private static JsonNode ask(Ask ask, UUID file, String key) {
        return ask.data(
                        "mutation Import($input: ImportParticipantsInput!) { importParticipants(input: $input) {"
                                + " participantImport { id state } errors { field code message } } }",
                        Map.of("input", Map.of("idempotencyKey", key, "fileId", Id.FILE.of(file))))
                .get("importParticipants");
    }

    private void await(UUID key) {
        Await.until(
                "ended",
                LONGEST,
                () -> Worlds.truth(
                                world,
                                "select 1 from roster.participant_import where ended_at is not null and id = '" + key
                                        + "'")
                        .equals(List.of("1")));
    }

    private UUID file(byte[] content) {
        var id = UUID.randomUUID();
        try (var connection = world.superuser();
                var insert = connection.prepareStatement(
                        "insert into document.file (id, organization_id, membership_id, purpose, name, ticket_hash, media_type, size,"
                                + " sha256, content, uploaded_at) values (?, ?, ?, 'PARTICIPANT_IMPORT', 'list.csv',"
                                + " sha256(?::text::bytea), 'text/csv', ?, encode(sha256(?), 'hex'), ?, now())")) {
            insert.setObject(1, id);
            insert.setObject(2, organization);
            insert.setObject(3, membership);
            insert.setString(4, id.toString());
            insert.setInt(5, content.length);
            insert.setBytes(6, content);
            insert.setBytes(7, content);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return id;
    }

    private static String counts(JsonNode done) {
        return done.get("state").asString() + " " + done.get("accepted") + " " + done.get("unchanged") + " "
                + done.get("refused");
    }

    private String problem(String text) {
        return problem(text.getBytes(StandardCharsets.UTF_8));
    }

    private String problem(byte[] content) {
        var done = imported(content);
        assertThat(counts(done)).isEqualTo("REFUSED 0 0 0");
        return done.get("problem").asString();
    }

    private static Set<String> reasons(JsonNode done, int row) {
        var reasons = new HashSet<String>();
        for (var edge : done.at("/refusedRows/edges")) {
            if (edge.at("/node/row").asInt() == row) {
                for (var reason : edge.at("/node/reasons")) {
                    reasons.add(reason.get("column").asString("row") + " "
                            + reason.get("code").asString());
                }
            }
        }
        return reasons;
    }

    private String participants() {
        var names = new StringBuilder();
        for (var edge : june.data("{ participants(first: 100) { edges { node { givenName familyName } } } }")
                .at("/participants/edges")) {
            names.append(edge.at("/node/givenName").asString())
                    .append(' ')
                    .append(edge.at("/node/familyName").asString())
                    .append('\n');
        }
        return names.toString();
    }
}
