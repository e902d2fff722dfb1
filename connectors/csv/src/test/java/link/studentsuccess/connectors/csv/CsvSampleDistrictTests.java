package link.studentsuccess.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.testkit.FolderGateway;
import link.studentsuccess.connectors.testkit.LentContext;
import link.studentsuccess.connectors.testkit.Reading;
import link.studentsuccess.sampledistrict.Options;
import link.studentsuccess.sampledistrict.SampleDistrict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSampleDistrictTests {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-02-10T18:00:00Z"), Options.ZONE);

    @Test
    void readsTheDropOfTheSampleDistrict(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, CLOCK).withStudents(300))) {
            var absent = district.students().stream()
                    .filter(student -> !district.attendance(student.sourcedId()).isEmpty())
                    .findFirst()
                    .orElseThrow();

            var attendance = full(folder, StreamName.ATTENDANCE);
            assertThat(attendance.rejects()).isEmpty();
            assertThat(attendance.upserts())
                    .allMatch(upsert ->
                            ((AttendanceRecord) upsert.record()).status().canonical() != null)
                    .filteredOn(upsert -> upsert.about().contains(new SourceKey(absent.districtStudentId())))
                    .hasSameSizeAs(district.attendance(absent.sourcedId()));
            var covered = attendance.pages().get(0).evidence().covered();
            assertThat(covered).isNotNull();
            assertThat(covered.last()).isEqualTo(district.today().minusDays(1));

            var calendar = full(folder, StreamName.CALENDAR_DAY);
            assertThat(calendar.rejects()).isEmpty();
            assertThat(calendar.keys()).isNotEmpty();

            district.faults().dropHalfFile();
            assertThatThrownBy(() -> full(folder, StreamName.ATTENDANCE)).isInstanceOf(SourceDefect.class);
        }
    }

    private static Reading full(Path folder, StreamName stream) {
        return Reading.all(new CsvConnector(), PageRequest.full(stream, 500), context(folder));
    }

    private static ConnectorContext context(Path folder) {
        return new LentContext(
                new Settings(Map.of()),
                CLOCK,
                (address, credentials) -> {
                    throw new ConfigProblem("A drop has no web service.");
                },
                new FolderGateway(folder));
    }
}
