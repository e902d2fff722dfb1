package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.time.Instant;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.testkit.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mapping can say, and how a wrong one is told. */
class MappingTests {

    private final CsvConnector connector = new CsvConnector();
    private MappedSource source;

    @BeforeEach
    void open() throws Exception {
        source = new MappedSource();
        source.seed(5);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            "file": "marks"                  ¦ "file": "mark"             ¦ streams.GRADE.file: allowed are the names under files
            "kind": {"value"                 ¦ "kind": {"values"          ¦ streams.GRADE.fields.kind.values: allowed here are codes, codesFrom, column, value
            {"value": "GRADING_PERIOD"}      ¦ {"value": "QUARTER"}       ¦ streams.GRADE.fields.kind.value: allowed are FINAL, GRADING_PERIOD, PROGRESS
            "a": "ABSENT_EXCUSED"            ¦ "a": "EXCUSED"             ¦ streams.ATTENDANCE.fields.status.codes.a: allowed are ABSENT_EXCUSED
            "percent": "Percent"             ¦ "percentage": "Percent"    ¦ streams.GRADE.fields.percentage: allowed here are
            "gradedOn": "Posted"             ¦ "letter": "Posted"         ¦ line
            "birthDate": "Born"              ¦ "birthDate": ["Born"]      ¦ streams.STUDENT.fields.birthDate: several columns
            "birthDate": "Born"              ¦ "birthDate": {"value":"x"} ¦ streams.STUDENT.fields.birthDate.value: allowed here are column
            "districtStudentId": "Id",       ¦ ""                         ¦ streams.STUDENT.fields.districtStudentId: it is missing
            "lastDay": "Thru",               ¦ ""                         ¦ streams.SESSION.fields: one of ends, lastDay is needed
            "entryDate": "From"              ¦ "entryDate": "From", "exitDate": "Thru" ¦ streams.ENROLLMENT.fields: only one of exitDate, lastDay
            "dates": "D.M.YYYY"              ¦ "dates": "d.m.y"           ¦ .dates: allowed are YYYY
            "delimiter": ";"                 ¦ "delimiter": "::"          ¦ .delimiter: allowed are a comma
            "delimiter": ";"                 ¦ "encoding": "latin1"       ¦ .encoding: allowed are UTF-8
            {"marker": "DONE"}               ¦ {"marker": "DONE", "withinMinutes": 5} ¦ complete.withinMinutes: it cannot stand beside marker
            {"marker": "DONE"}               ¦ {"withinMinutes": 0}       ¦ complete.withinMinutes: it must be a number
            "SCHOOL":                        ¦ "SCHOOLS":                 ¦ streams.SCHOOLS: allowed here are ASSESSMENT, ASSIGNMENT
            "name": "Schulen.txt"            ¦ "name": "../Schulen.txt"   ¦ files.schools.name: it must be a file's name
            "complete":                      ¦ complete:                  ¦ line
            """)
    void tellsWhereAMappingIsWrongAndWhatIsAllowed(String right, String wrong, String told) {
        source.map(right, wrong.equals("\"\"") ? "" : wrong);

        var report = connector.check(source.context());
        assertThat(report.steps()).hasSize(1).first().satisfies(step -> {
            assertThat(step.passed()).isFalse();
            assertThat(step.advice())
                    .startsWith("The setting 'mapping' is wrong at ")
                    .contains(told);
        });
        assertThatThrownBy(() -> connector.discover(source.context())).isInstanceOf(ConfigProblem.class);
    }

    @Test
    void checkNamesTheColumnsThatAFileLacks() {
        source.map("\"letter\": \"Letter\"", "\"letter\": \"Mark\"");
        source.map("\"gradedOn\": \"Posted\"", "\"gradedOn\": \"Given\"");

        assertThat(connector.check(source.context()).steps())
                .filteredOn(step -> !step.passed())
                .extracting(CheckReport.Step::name, CheckReport.Step::advice)
                .containsExactly(tuple(
                        "GRADE from Marks.txt",
                        "Marks.txt has no column Given, Mark: correct its header, or the mapping and its delimiter."));
    }

    @Test
    void checkNoticesADatePatternThatFitsNoRow() {
        source.map(
                "{\"name\": \"Missed.txt\", \"delimiter\": \";\", \"dates\": \"D.M.YYYY\"}",
                "{\"name\": \"Missed.txt\", \"delimiter\": \";\", \"dates\": \"MM/DD/YYYY\"}");

        assertThat(connector.check(source.context()).steps())
                .filteredOn(step -> !step.passed())
                .hasSize(2) // the days and the reasons
                .allSatisfy(step -> assertThat(step.advice()).contains("Missed.txt.Day is MALFORMED"));
    }

    @Test
    void tellsABadFieldByTheFilesOwnName() {
        source.table("Marks.txt").set(1, "r0;00;2027;C0;Álgebra 0;9;B+;88.5;0.5;0.50;12.11.2026");
        source.table("Marks.txt").set(2, "r1;00;2027;;Álgebra 1;1;B+;88.5;0.5;0.50;12.11.2026");
        source.table("Marks.txt").set(3, "r2;00;2027;C2;Álgebra 2;1;;;0.5;0.50;12.11.2026");
        source.table("Marks.txt").set(4, "r3;00;2027;C3;Álgebra 3;1;;-5;0.5;0.50;12.11.2026");
        source.drop();

        assertThat(full(StreamName.GRADE).rejects())
                .extracting(Reject::code, Reject::field)
                .containsExactly(
                        tuple(Reject.Code.MALFORMED, "Marks.txt.Term"),
                        tuple(Reject.Code.MISSING, "Marks.txt.Course"),
                        tuple(Reject.Code.MISSING, "Marks.txt.Letter"),
                        tuple(Reject.Code.MALFORMED, "Marks.txt.Percent"));
    }

    @Test
    void tellsWhatIsWrongWithAFact() {
        source.table("Classes.txt").set(1, "r0;00;2027;C0;Álgebra 0;2;B. Ruíz;7;Fall;2.9.2026;1.9.2026");
        source.table("Tasks.txt").set(1, "r0;00;2027;Álgebra 0;Página 7;12.10.2026;-1;10;N");
        source.table("Reach.txt").set(1, "r0;3;Zoë O'Neill 0;555 0100");
        source.drop();

        assertThat(full(StreamName.SCHEDULE).rejects())
                .extracting(Reject::code, Reject::field)
                .containsExactly(tuple(Reject.Code.OUT_OF_RANGE, "Classes.txt.From"));
        assertThat(full(StreamName.ASSIGNMENT).rejects())
                .extracting(Reject::code, Reject::field)
                .containsExactly(tuple(Reject.Code.MALFORMED, "Tasks.txt.Points"));
        assertThat(full(StreamName.CONTACT).rejects())
                .extracting(Reject::code, Reject::field)
                .containsExactly(tuple(Reject.Code.MALFORMED, "Reach.txt.Who"));
    }

    @Test
    void keepsAttendanceCodesApartThatDifferInCaseOnly() {
        source.table("Missed.txt").set(1, "r0;1.9.2026;A");
        source.table("Missed.txt").set(2, "r1;1.9.2026;a");
        source.table("Missed.txt").set(3, "r2;1.9.2026;q");
        source.drop();

        assertThat(full(StreamName.ATTENDANCE).upserts().subList(0, 3))
                .extracting(
                        upsert -> ((AttendanceRecord) upsert.record()).status().canonical())
                .containsExactly(AttendanceStatus.ABSENT_UNEXCUSED, AttendanceStatus.ABSENT_EXCUSED, null);
    }

    @Test
    void rejectsASectionThatTwoRowsNameDifferently() {
        source.table("Marks.txt").add("r1;00;2027;C0;Geometría;2;B;;;;22.1.2027");
        source.drop();

        assertThat(full(StreamName.SECTION).rejects())
                .containsExactly(new Reject(new SourceKey("00|C0"), Reject.Code.DUPLICATE_KEY, "Marks.txt"));
        assertThat(full(StreamName.GRADE).rejects()).isEmpty();
    }

    @Test
    void readsWindows1252WhereTheMappingSaysSo() {
        var people = String.join("\n", source.table("People.txt"));
        source.write("People.txt", people, Charset.forName("windows-1252"));
        source.write("DONE", "", UTF_8);
        assertThatThrownBy(() -> full(StreamName.STUDENT))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("not UTF-8");

        source.map("{\"name\": \"People.txt\",", "{\"name\": \"People.txt\", \"encoding\": \"windows-1252\",");
        assertThat(full(StreamName.STUDENT).upserts())
                .extracting(upsert -> ((StudentRecord) upsert.record()).givenName())
                .containsOnly("Zoë");
    }

    @Test
    void readsTombstonesWhereTheMappingNamesThem() {
        source.map(
                "\"STUDENT\": {\n      \"file\": \"people\",",
                "\"STUDENT\": {\n      \"file\": \"people\", \"deletion\": {\"column\": \"SSID\", \"values\": [\"91\"]},");

        assertThat(full(StreamName.STUDENT).changes(Delete.class)).containsExactly(new Delete(new SourceKey("r1")));
        assertThat(full(StreamName.STUDENT).upserts()).hasSize(4);
    }

    @Test
    void waitsForTheMarkerAndRefusesASetThatIsHalfReplaced() throws Exception {
        source.remove("DONE");
        assertThatThrownBy(() -> full(StreamName.STUDENT))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("waits");

        source.drop();
        assertThat(full(StreamName.STUDENT).upserts()).hasSize(5);
        source.modified("DONE", Instant.parse("2026-10-01T03:00:00Z"));
        assertThatThrownBy(() -> full(StreamName.STUDENT))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("half replaced");
    }

    @Test
    void takesASetWithoutASignalOnlyWhenItWasWrittenTogether() throws Exception {
        source.map("{\"marker\": \"DONE\"}", "{\"withinMinutes\": 30}");
        var evening = Instant.parse("2026-10-01T03:00:00Z");
        for (var name : source.tables.keySet()) {
            source.modified(name, evening);
        }
        source.modified("Marks.txt", evening.plusSeconds(30 * 60));
        assertThat(full(StreamName.STUDENT).upserts()).hasSize(5);

        source.modified("Marks.txt", evening.plusSeconds(30 * 60 + 1));
        assertThatThrownBy(() -> full(StreamName.STUDENT))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("half replaced");

        source.remove("Marks.txt");
        assertThatThrownBy(() -> full(StreamName.STUDENT))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("Marks.txt");
    }

    private Reading full(StreamName stream) {
        return Reading.all(connector, PageRequest.full(stream, 2), source.context());
    }
}
