package link.studentsuccess.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.FolderGateway;
import link.studentsuccess.connectors.testkit.LentContext;
import link.studentsuccess.connectors.testkit.Reading;
import link.studentsuccess.sampledistrict.Options;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.RainierValley;
import link.studentsuccess.sampledistrict.RainierValleyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second sample district's weekly files, by its own mapping. */
class RainierValleyTests {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-02-10T18:00:00Z"), Options.ZONE);

    @TempDir
    private Path folder;

    private RainierValley district;

    @BeforeEach
    void start() {
        district = RainierValley.start(RainierValleyOptions.defaults(folder, CLOCK));
    }

    @AfterEach
    void close() {
        district.close();
    }

    @Test
    void everyStreamIsReadWithoutARejection() {
        assertThat(new CsvConnector().check(context()).steps()).allMatch(CheckReport.Step::passed);
        var catalog = new CsvConnector().discover(context());
        assertThat(catalog.studentKeys()).isEqualTo(StudentKeys.SOURCE);
        assertThat(catalog.streams()).hasSize(19);
        for (var stream : catalog.streams()) {
            var reading = full(stream.name());
            assertThat(reading.rejects()).as(stream.name().name()).isEmpty();
            assertThat(reading.upserts()).as(stream.name().name()).isNotEmpty();
        }
    }

    @Test
    void studentsArriveAsTheDistrictKnowsThem() {
        assertThat(full(StreamName.STUDENT).upserts())
                .hasSameSizeAs(district.students())
                .extracting(Upsert::record)
                .containsAll(district.students().stream()
                        .map(student -> new StudentRecord(
                                student.districtStudentId(),
                                student.givenName(),
                                student.familyName(),
                                student.preferredGivenName(),
                                student.birthDate()))
                        .toList());
        var saoirse = district.child(RainierChild.SAOIRSE);
        assertThat(of(StreamName.ENROLLMENT, saoirse.districtStudentId()))
                .containsExactly(new EnrollmentRecord(
                        new SourceKey("550340"),
                        new SourceKey("4201"),
                        2027,
                        "09",
                        saoirse.enrollments().get(0).beginDate(),
                        null));
    }

    @Test
    void attendanceArrivesWithItsMeaning() {
        var ravi = district.child(RainierChild.RAVI).districtStudentId();

        assertThat(of(StreamName.ATTENDANCE, ravi))
                .isNotEmpty()
                .extracting(record -> {
                    var attendance = (AttendanceRecord) record;
                    return attendance.date() + " " + attendance.status().canonical();
                })
                .containsExactlyElementsOf(district.attendance(ravi).stream()
                        .map(absence -> absence.date() + " " + absence.code().meaning())
                        .toList());
        var covered = full(StreamName.ATTENDANCE).pages().get(0).evidence().covered();
        assertThat(covered).isNotNull();
        assertThat(covered.last()).isEqualTo(LocalDate.of(2027, 2, 7));
    }

    @Test
    void marksHangOnSectionsThatTheSameFileTellsOf() {
        var kofi = district.child(RainierChild.KOFI).districtStudentId();
        var sections = full(StreamName.SECTION);

        var grades =
                of(StreamName.GRADE, kofi).stream().map(GradeRecord.class::cast).toList();
        assertThat(grades).hasSameSizeAs(district.marks(kofi));
        assertThat(grades).allMatch(grade -> sections.keys().contains(grade.section()));
        assertThat(grades)
                .extracting(grade -> grade.period().title() + " " + grade.mark().letter())
                .containsExactlyElementsOf(district.marks(kofi).stream()
                        .map(mark -> (mark.term().startsWith("Q") ? "Quarter " : "Semester ")
                                + mark.term().substring(1) + " "
                                + mark.score().letter())
                        .toList());
        assertThat(grades).anyMatch(grade -> "F".equals(grade.mark().letter()));
        assertThat(sections.upserts())
                .extracting(upsert -> ((SectionRecord) upsert.record()).courseTitle())
                .contains("Español III", "Résumé and Careers");
    }

    @Test
    void setThatIsCutOrUnfinishedIsNotRead() {
        district.faults().dropHalfFile();
        assertThatThrownBy(() -> full(StreamName.GRADE))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("marks.txt");

        district.faults().dropWithoutMarker();
        assertThatThrownBy(() -> full(StreamName.SCHOOL))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("READY.CTL");

        district.redrop();
        assertThat(full(StreamName.GRADE).rejects()).isEmpty();
    }

    @Test
    void nothingOfTheColumnsThatNobodyMapsIsRead() {
        var ssids = district.students().stream()
                .map(student -> student.stateStudentId())
                .collect(Collectors.toSet());
        assertThat(ssids).hasSize(400);

        assertThat(full(StreamName.STUDENT).upserts()).noneMatch(upsert -> contains(upsert, ssids));
    }

    private static boolean contains(Upsert upsert, Set<String> values) {
        var student = (StudentRecord) upsert.record();
        return values.contains(student.districtStudentId())
                || values.contains(student.givenName())
                || values.contains(student.familyName())
                || values.contains(String.valueOf(student.preferredGivenName()));
    }

    private List<CanonicalRecord> of(StreamName stream, String number) {
        return full(stream).upserts().stream()
                .filter(upsert -> upsert.about().contains(new SourceKey(number)))
                .map(Upsert::record)
                .toList();
    }

    private Reading full(StreamName stream) {
        return Reading.all(new CsvConnector(), PageRequest.full(stream, 3_000), context());
    }

    private ConnectorContext context() {
        return new LentContext(
                new Settings(Map.of("mapping", district.mapping())),
                CLOCK,
                (address, credentials) -> {
                    throw new ConfigProblem("Files have no web service.");
                },
                new FolderGateway(folder.resolve("sftp").resolve(district.folder())));
    }
}
