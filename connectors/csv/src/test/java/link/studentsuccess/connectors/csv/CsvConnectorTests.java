package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import link.studentsuccess.connectors.spi.AssessmentRecord;
import link.studentsuccess.connectors.spi.AssignmentRecord;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;
import link.studentsuccess.connectors.testkit.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvConnectorTests {

    private final DistrictConnector connector = new CsvConnector();
    private DropSource drop;

    @BeforeEach
    void open() throws Exception {
        drop = new DropSource();
        drop.seed(5);
    }

    @AfterEach
    void close() {
        drop.close();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(DistrictConnector.class))
                .anyMatch(found -> found.spec().id().equals("csv"));
    }

    @Test
    void saysWhichDaysTheDropCovers() {
        assertThat(full(2).pages())
                .allSatisfy(page -> assertThat(page.evidence().covered())
                        .isEqualTo(new DateRange(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 30))))
                .allSatisfy(page -> assertThat(page.evidence().declaredTotal()).isEqualTo(5));
    }

    @Test
    void waitsForTheManifest() throws Exception {
        drop.remove("manifest.csv");

        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("waits");
        assertThat(connector.check(drop.context()).passed()).isFalse();
    }

    @Test
    void refusesADropWithAnotherNumberOfRowsThanPromised() {
        drop.attendance.remove(2);
        drop.write("attendance.csv", String.join("\r\n", drop.attendance));
        drop.manifest(5);

        assertThatThrownBy(() -> full(2)).isInstanceOf(SourceDefect.class).hasMessageContaining("manifest promises");
    }

    @Test
    void startsAgainWhenTheDropChangesUnderTheRead() {
        var first = connector.fetch(PageRequest.full(StreamName.ATTENDANCE, 2), drop.context());
        drop.attendance.add("99999,0101,2026-09-02,day,,UNX,,");
        drop.drop();

        var second = PageRequest.full(StreamName.ATTENDANCE, 2).at(first.next());
        assertThatThrownBy(() -> connector.fetch(second, drop.context())).isInstanceOf(RestartRequired.class);
    }

    @Test
    void readsAnyFormThatCsvMayHave() {
        drop.write(
                "attendance.csv",
                ("\uFEFF Code ,DATE,studentnumber,UNIT,period,schoolCode,note,minutes,updatedAt\n"
                        + "\"UNX\",2026-09-02, 00001 ,Day,,0101,\"two\r\nlines, \"\"quoted\"\"\",,\n"
                        + "\n"
                        + "T,2026-09-02,00002,period,3rd,,,5,2026-09-02T20:00:00Z\n"
                        + "X9,2026-09-03,00003,day,,0101\n"
                        + "MED,2026-09-03,00004,day,,0101,,,\n"
                        + "MED,2026-09-04,00004,day,,0101,,,\n"));
        drop.manifest(5);

        var records = full(2).upserts().stream()
                .map(upsert -> (AttendanceRecord) upsert.record())
                .toList();
        assertThat(records).hasSize(5);
        assertThat(records.get(0).student().value()).isEqualTo("00001");
        assertThat(records.get(1).period()).isEqualTo("3rd");
        assertThat(records.get(1).schoolCode()).isNull();
        assertThat(records)
                .extracting(record -> record.status().canonical())
                .containsExactly(
                        AttendanceStatus.ABSENT_UNEXCUSED,
                        AttendanceStatus.TARDY,
                        null,
                        AttendanceStatus.ABSENT_EXCUSED,
                        AttendanceStatus.ABSENT_EXCUSED);
        assertThat(records.get(2).status().localCode()).as("an unmapped code").isEqualTo("X9");
    }

    @Test
    void refusesWindows1252() {
        drop.codes.set(1, "UNX,Não justificada,ABSENT_UNEXCUSED,false");
        drop.write("attendance-codes.csv", String.join("\r\n", drop.codes).getBytes(ISO_8859_1));
        drop.manifest(5);

        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("UTF-8");
    }

    @Test
    void refusesAHeaderWithoutANeededColumn() {
        drop.attendance.set(0, "studentNo,schoolCode,date,unit,period,code,minutes,updatedAt");
        drop.drop();

        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("studentNumber");
    }

    @Test
    void rejectsADayOutsideTheCoveredRange() {
        drop.attendance.set(1, "00042,0101,2026-10-01,day,,UNX,,");
        drop.drop();

        assertThat(full(10).rejects())
                .containsExactly(new Reject(null, Reject.Code.OUT_OF_RANGE, "attendance.csv.date"));
    }

    @Test
    void takesADropWithoutAbsencesForOneWhenTheManifestSaysSo() {
        drop.attendance.subList(1, drop.attendance.size()).clear();
        drop.drop();

        var pages = full(10).pages();
        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).evidence().declaredTotal()).isZero();
    }

    /** A manifest that is older than a file is of the set before. */
    @Test
    void waitsWhileTheSetIsHalfReplaced() throws Exception {
        drop.modified("manifest.csv", Instant.parse("2026-10-01T03:00:00Z"));
        drop.modified("attendance.csv", Instant.parse("2026-10-01T02:59:00Z"));
        drop.modified("attendance-codes.csv", Instant.parse("2026-10-01T02:59:00Z"));
        drop.modified("calendar.csv", Instant.parse("2026-10-01T03:00:00Z"));
        assertThat(full(10).upserts()).hasSize(5);

        drop.modified("calendar.csv", Instant.parse("2026-10-01T03:00:01Z"));
        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("half replaced");
    }

    /** The minimal drop format with every file it may have. */
    @Test
    void readsRosterAndGradesInTheMinimalFormat() {
        drop.write("schools.csv", "code,name\n0101,Piñon Ridge\n");
        drop.write("sections.csv", """
                sectionId,schoolCode,schoolYear,courseTitle,courseCode,sectionCode
                S1,0101,2026-2027,Álgebra I,ALG1,2
                """);
        drop.write("students.csv", """
                studentNumber,givenName,familyName,preferredGivenName,birthDate
                00042,Zoë,O'Neill,,2012-02-29
                """);
        drop.write("enrollments.csv", """
                studentNumber,schoolCode,schoolYear,gradeLevel,entryDate,lastDay
                00042,0101,2027,9,2026-09-02,2026-10-30
                """);
        drop.write("grades.csv", """
                studentNumber,sectionId,period,schoolYear,periodBegins,periodLastDay,kind,letter,percent,creditsAttempted,creditsEarned,gradedOn
                00042,S1,Quarter 1,2027,2026-09-02,2026-11-11,grading_period,B+,88.5,,,2026-11-12
                00042,S1,Semester 1,2027,,,FINAL,,41%,0.5,0,2027-01-25
                """);
        drop.write("manifest.csv", """
                file,rows,from,to
                schools.csv,1,2026-09-01,2027-06-30
                sections.csv,1,2026-09-01,2027-06-30
                students.csv,1,2026-09-01,2027-06-30
                enrollments.csv,1,2026-09-01,2027-06-30
                grades.csv,2,2026-09-01,2027-06-30
                """);

        assertThat(connector.check(drop.context()).steps()).allMatch(CheckReport.Step::passed);
        var catalog = connector.discover(drop.context());
        assertThat(catalog.streams())
                .extracting(Catalog.StreamSpec::name)
                .containsExactly(
                        StreamName.SCHOOL,
                        StreamName.SECTION,
                        StreamName.STUDENT,
                        StreamName.ENROLLMENT,
                        StreamName.GRADE);
        assertThat(catalog.studentKeys()).isEqualTo(Catalog.StudentKeys.SOURCE);
        var student = new SourceKey("00042");
        assertThat(records(StreamName.SECTION))
                .containsExactly(new SectionRecord(new SourceKey("0101"), 2027, "Álgebra I", "ALG1", "2"));
        assertThat(records(StreamName.STUDENT))
                .containsExactly(new StudentRecord("00042", "Zoë", "O'Neill", null, LocalDate.of(2012, 2, 29)));
        assertThat(records(StreamName.ENROLLMENT))
                .containsExactly(new EnrollmentRecord(
                        student,
                        new SourceKey("0101"),
                        2027,
                        "09",
                        LocalDate.of(2026, 9, 2),
                        LocalDate.of(2026, 10, 31)));
        assertThat(records(StreamName.GRADE))
                .containsExactly(
                        new GradeRecord(
                                student,
                                new SourceKey("S1"),
                                new GradeRecord.GradingPeriod(
                                        "Quarter 1", 2027, LocalDate.of(2026, 9, 2), LocalDate.of(2026, 11, 12)),
                                new GradeRecord.Mark(GradeRecord.Kind.GRADING_PERIOD, "B+", new BigDecimal("88.5")),
                                null,
                                LocalDate.of(2026, 11, 12)),
                        new GradeRecord(
                                student,
                                new SourceKey("S1"),
                                new GradeRecord.GradingPeriod("Semester 1", 2027, null, null),
                                new GradeRecord.Mark(GradeRecord.Kind.FINAL, null, new BigDecimal("41")),
                                new GradeRecord.Credits(new BigDecimal("0.5"), new BigDecimal("0")),
                                LocalDate.of(2027, 1, 25)));
    }

    @Test
    void readsFactsInTheMinimalFormat() {
        drop.write("schedules.csv", """
                studentNumber,schoolCode,schoolYear,courseTitle,courseCode,sectionCode,period,teacher,room,term,begins,lastDay
                00042,0101,2027,Álgebra I,ALG1,2,3,B. Ruíz,12,Fall,2026-09-02,2027-01-22
                """);
        drop.write("assignments.csv", """
                studentNumber,schoolCode,schoolYear,courseTitle,title,dueOn,score,points,missing,late
                00042,0101,2027,Álgebra I,Página 7,2026-10-12,,10,true,
                """);
        drop.write("contacts.csv", """
                studentNumber,relationship,name,language,phone,email
                00042,guardian,Nana O'Neill,,,nana@example.com
                """);
        drop.write("demographics.csv", """
                studentNumber,birthDate,sex,hispanicOrLatino,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white
                00042,,x,,false,true,,,
                """);
        drop.write("assessments.csv", """
                studentNumber,name,subject,takenOn,score,performanceLevel
                00042,WIDA,,2026-03-02,4.5,Reaching
                """);
        drop.write("manifest.csv", """
                file,rows,from,to
                schedules.csv,1,2026-09-01,2027-06-30
                assignments.csv,1,2026-09-01,2027-06-30
                contacts.csv,1,2026-09-01,2027-06-30
                demographics.csv,1,2026-09-01,2027-06-30
                assessments.csv,1,2026-09-01,2027-06-30
                """);

        assertThat(connector.check(drop.context()).steps()).allMatch(CheckReport.Step::passed);
        assertThat(connector.discover(drop.context()).studentKeys()).isEqualTo(Catalog.StudentKeys.DISTRICT_STUDENT_ID);
        var student = new SourceKey("00042");
        var school = new SourceKey("0101");
        assertThat(records(StreamName.SCHEDULE))
                .containsExactly(new ScheduleRecord(
                        student,
                        new Place(school, 2027, LocalDate.of(2026, 9, 2)),
                        new ScheduleRecord.Taught("Álgebra I", "ALG1", "2"),
                        new ScheduleRecord.Meeting("3", "B. Ruíz", "12"),
                        new ScheduleRecord.Term("Fall", LocalDate.of(2026, 9, 2), LocalDate.of(2027, 1, 23))));
        assertThat(records(StreamName.ASSIGNMENT))
                .containsExactly(new AssignmentRecord(
                        student,
                        new Place(school, 2027, LocalDate.of(2026, 10, 12)),
                        "Álgebra I",
                        new AssignmentRecord.Task("Página 7", LocalDate.of(2026, 10, 12), new BigDecimal("10")),
                        new AssignmentRecord.Work(null, true, false)));
        assertThat(records(StreamName.CONTACT))
                .containsExactly(new ContactRecord(
                        student,
                        ContactRecord.Relationship.GUARDIAN,
                        "Nana O'Neill",
                        null,
                        new ContactRecord.Reach(null, "nana@example.com")));
        assertThat(records(StreamName.DEMOGRAPHICS))
                .containsExactly(new DemographicsRecord(
                        student, null, DemographicsRecord.Sex.X, null, Set.of(DemographicsRecord.Race.ASIAN)));
        assertThat(records(StreamName.ASSESSMENT))
                .containsExactly(new AssessmentRecord(
                        student,
                        new AssessmentRecord.Test("WIDA", null),
                        LocalDate.of(2026, 3, 2),
                        new AssessmentRecord.Result("4.5", "Reaching")));
    }

    private List<CanonicalRecord> records(StreamName stream) {
        var reading = Reading.all(connector, PageRequest.full(stream, 10), drop.context());
        assertThat(reading.rejects()).isEmpty();
        return reading.upserts().stream().map(Upsert::record).toList();
    }

    @Test
    void refusesAnythingButAFullRead() {
        var delta = PageRequest.delta(StreamName.ATTENDANCE, new Watermark("x"), 10);
        assertThatThrownBy(() -> connector.fetch(delta, drop.context())).isInstanceOf(ConfigProblem.class);
    }

    @Test
    void saysWhenAQuoteIsNeverClosed() {
        drop.write("attendance.csv", (String.join("\n", drop.attendance) + "\n\"00042").getBytes(UTF_8));
        drop.manifest(5);

        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("manifest promises");
    }

    /** What a server sends beside what it listed could go on for ever. */
    @Test
    void stopsWhereAFileGoesOnAfterItsListedSize() {
        var listed = drop.context().files();
        var rest = new ByteArrayInputStream(new byte[1_000_000]);
        var longer = new FileGateway() {
            @Override
            public List<DropFile> list() {
                return listed.list();
            }

            @Override
            public InputStream open(DropFile file) {
                return new SequenceInputStream(listed.open(file), rest);
            }
        };

        assertThatThrownBy(() -> CsvTable.of(longer, "calendar.csv").rows())
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("goes on after the size");
        assertThat(rest.available()).as("left unread").isGreaterThan(900_000);
        assertThat(CsvTable.of(listed, "calendar.csv").rows()).isNotEmpty();
    }

    @Test
    void readsNoSmallFileThatIsLarge() {
        var blank = "\n".repeat(4 << 20);
        drop.write("attendance-codes.csv", String.join("\n", drop.codes) + blank);
        drop.manifest(5);
        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("codes.csv is larger");

        drop.write("manifest.csv", "file,rows,from,to\nattendance.csv,5,2026-09-01,2026-09-30" + blank);
        assertThatThrownBy(() -> full(10))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("manifest.csv is larger");
    }

    @Test
    void refusesAFieldThatIsFarTooLong() {
        drop.attendance.set(3, "00242,0101,2026-09-03,day,,UNX,," + "x".repeat(8_192));
        drop.drop();
        assertThat(full(10).upserts()).hasSize(5);

        drop.attendance.set(3, "00242,0101,2026-09-03,day,,UNX,," + "x".repeat(8_193));
        drop.drop();
        assertThatThrownBy(() -> full(10)).isInstanceOf(SourceDefect.class).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "M", "YYYY"})
    void refusesADatePatternThatIsFarTooLong(String part) {
        assertThat(CsvFormat.Dates.of("YYYY-MM-DD" + " ".repeat(30)).pattern()).hasSize(40);
        assertThatThrownBy(() -> CsvFormat.Dates.of("YYYY-MM-DD" + part.repeat(10_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40");
        assertThatThrownBy(() -> CsvFormat.Dates.of("YYYY-MM-DD" + "/".repeat(31)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Reading full(int size) {
        return Reading.all(connector, PageRequest.full(StreamName.ATTENDANCE, size), drop.context());
    }
}
