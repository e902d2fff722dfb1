package link.studentsuccess.sampledistrict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDistrictTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @TempDir
    Path folder;

    @Test
    void theSameOptionsGiveTheSameWorld() throws Exception {
        List<String> first;
        int port;
        try (var district = SampleDistrict.start(small())) {
            port = district.port();
            first = everything(district);
        }

        try (var district = SampleDistrict.start(small().withPort(port))) {
            assertThat(everything(district)).isEqualTo(first);
        }
    }

    @Test
    void closeLeavesThePortFreeAndNoThread() throws Exception {
        int port;
        try (var district = SampleDistrict.start(small())) {
            port = district.port();
            Reader.signedIn(district).get("orgs");
        }

        try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(socket.isBound()).isTrue();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sample-district", "HTTP-Dispatcher");
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var options = small().withPort(socket.getLocalPort());

            assertThatThrownBy(() -> SampleDistrict.start(options).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Port " + socket.getLocalPort() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void aDeltaShowsExactlyWhatChanged() throws Exception {
        try (var district = SampleDistrict.start(small())) {
            var reader = Reader.signedIn(district);
            var grace = district.student(Child.GRACE.sourcedId()).rename("Grace", "Kim-Bell");
            var since = stamp(reader, Child.GRACE);
            grace.changeNumber("123456");
            district.student(Child.HUGO.sourcedId()).withdraw(TODAY);

            var delta = "filter=dateLastModified%3E%27" + since + "%27";
            var students = reader.ids("students?" + delta, "users", 100);
            var enrollments = reader.page("enrollments?" + delta, "enrollments");

            assertThat(students).containsExactlyInAnyOrder(Child.GRACE.sourcedId(), Child.HUGO.sourcedId());
            assertThat(enrollments)
                    .hasSize(7)
                    .allSatisfy(enrollment ->
                            assertThat(enrollment.path("endDate").asString()).isEqualTo(TODAY.toString()));
            assertThat(reader.get("students/" + Child.GRACE.sourcedId()).body())
                    .contains("Kim-Bell", "\"identifier\":\"123456\"");
        }
    }

    @Test
    void aDeletedStudentIsATombstone() throws Exception {
        try (var district = SampleDistrict.start(small())) {
            district.student(Child.NINA.sourcedId()).delete();

            var gone = Reader.signedIn(district).ids("students?filter=status%3D%27tobedeleted%27", "users", 100);

            assertThat(gone).containsExactly(Child.NINA.sourcedId());
        }
    }

    @Test
    void manifestCountsTheRowsAndFilesHoldEachNumberAsText() throws Exception {
        try (var district = SampleDistrict.start(small())) {
            var rows = rows("attendance.csv");

            assertThat(rows("manifest.csv")).hasSize(3).allSatisfy(line -> {
                var cells = line.split(",", -1);
                assertThat(rows(cells[0])).hasSize(Integer.parseInt(cells[1]));
            });
            assertThat(rows).anyMatch(row -> row.startsWith("004411,"));
            assertThat(rows)
                    .filteredOn(row -> row.startsWith(Child.LENA.districtStudentId()))
                    .hasSize(14);
            assertThat(rows).allMatch(row -> row.split(",", -1)[2].compareTo(TODAY.toString()) < 0);
            assertThat(rows("calendar.csv")).anyMatch(row -> row.startsWith("3101,2026-11-26,HOLIDAY"));
            assertThat(temporaryFiles()).isEmpty();
            assertThat(district.attendance(Child.MILO.sourcedId())).isEmpty();
        }
    }

    @Test
    void anAbsenceShowsAtTheNextDrop() throws Exception {
        try (var district = SampleDistrict.start(small())) {
            var yesterday = TODAY.minusDays(1);
            district.student(Child.MILO.sourcedId()).addAbsence(yesterday, AttendanceCode.SUS);
            assertThat(rows("attendance.csv")).noneMatch(row -> row.startsWith("123061,"));

            district.redrop();

            assertThat(rows("attendance.csv"))
                    .anyMatch(row -> row.startsWith("123061,2102," + yesterday + ",day,,SUS"));
        }
    }

    /** A full read of a later day must not look like a mass deletion to whoever compares it with the day before. */
    @Test
    void aLaterDayOnlyAddsToTheFile() throws Exception {
        List<String> early;
        String firstOfFurther;
        try (var district = SampleDistrict.start(small())) {
            early = rows("attendance.csv");
            firstOfFurther = district.further(0).districtStudentId();
        }

        try (var district = SampleDistrict.start(small().withToday(TODAY.plusDays(30)))) {
            assertThat(rows("attendance.csv")).containsAll(early);
            assertThat(district.further(0).districtStudentId()).isEqualTo(firstOfFurther);
        }
    }

    @Test
    void brokenDropsAreBrokenAsTheySay() throws Exception {
        try (var district = SampleDistrict.start(small())) {
            var whole = rows("attendance.csv");

            district.faults().dropHalfFile();
            assertThat(Files.readString(folder.resolve("attendance.csv"))).doesNotEndWith("\n");
            assertThat(rows("manifest.csv")).anyMatch(row -> row.startsWith("attendance.csv," + whole.size() + ","));

            district.faults().dropWithoutManifest();
            assertThat(folder.resolve("manifest.csv")).doesNotExist();

            district.faults().dropHeaderOnly();
            assertThat(rows("attendance.csv")).isEmpty();
            assertThat(rows("manifest.csv")).anyMatch(row -> row.startsWith("attendance.csv,0,"));

            district.redrop();
            assertThat(rows("attendance.csv")).isEqualTo(whole);
        }
    }

    /** Every month of a year, the first days of school and the summer between two years. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-08-20",
                "2026-09-02",
                "2026-09-03",
                "2026-09-08",
                "2026-10-31",
                "2027-01-31",
                "2027-03-31",
                "2027-06-30",
                "2027-07-15",
                "2028-02-29",
                "2029-12-31",
                "2031-05-31"
            })
    void theNamedChildrenFitTheirStoriesOnAnyDay(LocalDate today) {
        try (var district = SampleDistrict.start(small().withToday(today).withDropsAttendance(false))) {
            var isla = district.child(Child.ISLA).birthDate();
            assertThat(isla.plusYears(18)).isBefore(today).isAfter(today.minusMonths(2));
            var zoe = district.child(Child.ZOE).birthDate();
            assertThat(MonthDay.from(zoe)).isEqualTo(MonthDay.of(2, 29));
            assertThat(zoe.plusYears(18)).isAfter(today);
            assertThat(district.child(Child.ANA).birthDate())
                    .isEqualTo(district.child(Child.EVA).birthDate());
            assertThat(district.child(Child.THEO).enrollments()).hasSize(2);
            assertThat(district.schoolDays()).isNotEmpty();
            for (var child : Child.values()) {
                var gone = child == Child.SAOIRSE && district.schoolDays().size() >= 20;
                assertThat(district.child(child).enrolledOn(today))
                        .as("%s", child)
                        .isEqualTo(!gone);
            }
            assertThat(absentShare(district, Child.LENA))
                    .isGreaterThan(district.schoolDays().size() < 4 ? -1 : 0.1);
            assertThat(IntStream.range(0, 40).mapToObj(district::further))
                    .doesNotHaveDuplicates()
                    .allMatch(student -> student.birthDate().plusYears(18).isAfter(today))
                    .noneMatch(student -> student.schoolCode().equals("3102"));
        }
    }

    @Test
    void mostMissLittleAndSomeMissMuch() {
        try (var district = SampleDistrict.start(Options.defaults(folder).withToday(TODAY))) {
            var days = (double) district.schoolDays().size();
            var shares = district.students().stream()
                    .mapToDouble(student -> absences(district, student.sourcedId()) / days)
                    .toArray();

            assertThat(shares).hasSize(2_000);
            assertThat(IntStream.range(0, shares.length).filter(i -> shares[i] < 0.05))
                    .hasSizeBetween(1_000, 1_600);
            assertThat(IntStream.range(0, shares.length).filter(i -> shares[i] >= 0.1))
                    .hasSizeBetween(150, 400);
            assertThat(district.students())
                    .extracting(SampleStudent::districtStudentId)
                    .doesNotHaveDuplicates()
                    .allMatch(number -> number.matches("\\d{6}"))
                    .anyMatch(number -> number.startsWith("0"));
        }
    }

    private Options small() {
        return Options.defaults(folder).withToday(TODAY).withStudents(400).withClientSecret("a-secret-of-the-test");
    }

    private List<String> everything(SampleDistrict district) throws IOException, InterruptedException {
        var reader = Reader.signedIn(district);
        return List.of(
                reader.get("orgs").body(),
                reader.get("academicSessions").body(),
                reader.get("users?limit=500").body(),
                reader.get("demographics?limit=500").body(),
                reader.get("classes?limit=500").body(),
                reader.get("courses?limit=500").body(),
                reader.get("enrollments?limit=500&offset=500").body(),
                reader.gradebook("lineItems?limit=500").body(),
                reader.gradebook("results?limit=500&offset=700").body(),
                Files.readString(folder.resolve("attendance.csv")),
                Files.readString(folder.resolve("manifest.csv")));
    }

    private List<String> rows(String file) throws IOException {
        var lines = Files.readAllLines(folder.resolve(file));
        return lines.subList(1, lines.size());
    }

    private List<Path> temporaryFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static String stamp(Reader reader, Child child) throws IOException, InterruptedException {
        return Reader.json(reader.get("students/" + child.sourcedId()))
                .path("user")
                .path("dateLastModified")
                .asString();
    }

    private static double absentShare(SampleDistrict district, Child child) {
        return absences(district, child.sourcedId())
                / (double) district.schoolDays().size();
    }

    private static long absences(SampleDistrict district, String sourcedId) {
        return district.attendance(sourcedId).stream()
                .filter(absence -> absence.code().absent())
                .count();
    }
}
