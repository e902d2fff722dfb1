package link.studentsuccess.sampledistrict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RainierValleyTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    @TempDir
    private Path folder;

    @Test
    void sameOptionsGiveTheSameFiles() throws IOException {
        try (var one = start("one", TODAY);
                var other = start("other", TODAY)) {
            var others = files("other");
            assertThat(files("one"))
                    .hasSize(18)
                    .allSatisfy((name, bytes) -> assertThat(bytes).as(name).isEqualTo(others.get(name)));
            assertThat(one.mapping()).isEqualTo(other.mapping());
            assertThat(one.students()).hasSize(400);
        }
    }

    @Test
    void laterWeekOnlyAddsToAttendance() throws IOException {
        try (var now = start("now", TODAY);
                var later = start("later", TODAY.plusWeeks(2))) {
            assertThat(now.asOf()).isEqualTo(LocalDate.of(2026, 11, 23));
            var rows = Files.readAllLines(path("now", "attend.txt"));
            var laterRows = Files.readAllLines(path("later", "attend.txt"));
            assertThat(laterRows).hasSizeGreaterThan(rows.size()).containsAll(rows);
            assertThat(later.attendance("550217")).containsAll(now.attendance("550217"));
        }
    }

    @Test
    void filesAreWrittenAsTheirSystemsWriteThem() throws IOException {
        try (var district = start("one", TODAY)) {
            assertThat(Files.readString(path("one", "students.txt")))
                    .startsWith("\uFEFFSTU_ID\tSSID\t")
                    .contains("\r\n104218\t")
                    .contains("\tVelez\tDario\t");
            var marks = Files.readString(path("one", "marks.txt"), Charset.forName("windows-1252"));
            assertThat(marks).startsWith("STU_ID;SCH_NO;").contains(";Español I;Q1;Q;");
            assertThatThrownBy(() -> Files.readString(path("one", "marks.txt"), StandardCharsets.UTF_8))
                    .isInstanceOf(IOException.class);
            assertThat(Files.readString(path("one", "READY.CTL")))
                    .contains("marks.txt\t" + (marks.split("\r\n").length - 1) + "\t09/02/2026\t");
            assertThat(district.schools()).extracting(SampleSchool::code).containsExactly("4201", "4202");
        }
    }

    @Test
    void everyChildHasMarksAndSomeFail() {
        try (var district = start("one", TODAY)) {
            assertThat(district.students())
                    .allMatch(student ->
                            !district.marks(student.districtStudentId()).isEmpty());
            for (var child : List.of(RainierChild.RAVI, RainierChild.DARIO, RainierChild.KOFI)) {
                assertThat(district.marks(child.districtStudentId())).anyMatch(ValleyMark::failing);
                assertThat(district.attendance(child.districtStudentId()))
                        .anyMatch(absence -> absence.code().absent());
            }
            assertThat(district.marks("550217"))
                    .extracting(mark -> mark.term() + mark.type())
                    .containsOnly("Q1Q");
        }
        try (var december = start("december", LocalDate.of(2026, 12, 9))) {
            assertThat(december.marks("550217"))
                    .extracting(mark -> mark.term() + mark.type())
                    .containsOnly("Q1Q", "Q2P");
        }
        try (var spring = start("spring", LocalDate.of(2027, 3, 3))) {
            assertThat(spring.marks("550217"))
                    .filteredOn(mark -> mark.type() == ValleyMark.Type.F)
                    .hasSize(6)
                    .allMatch(mark -> mark.score().credit() != null)
                    .anyMatch(ValleyMark::failing);
        }
    }

    @Test
    void darioHasTheNumberOfAnotherDistrictsChild() {
        try (var first = SampleDistrict.start(Options.defaults(folder.resolve("first"))
                        .withToday(TODAY)
                        .withStudents(300));
                var district = start("one", TODAY)) {
            var lena = first.child(Child.LENA);
            var dario = district.child(RainierChild.DARIO);
            assertThat(dario.districtStudentId()).isEqualTo(lena.districtStudentId());
            assertThat(dario.birthDate()).isNotEqualTo(lena.birthDate());
            assertThat(dario.familyName()).isNotEqualTo(lena.familyName());

            var codes = new HashSet<String>();
            first.schools().forEach(school -> codes.add(school.code()));
            assertThat(district.schools()).noneMatch(school -> codes.contains(school.code()));
        }
    }

    @Test
    void saoirseEntersOnTheMondayAfterHerTwentiethDayElsewhere() {
        var entry = LocalDate.of(2026, 10, 5);
        try (var first = SampleDistrict.start(Options.defaults(folder.resolve("first"))
                        .withToday(TODAY)
                        .withStudents(300));
                var before = start("before", entry.minusDays(1));
                var district = start("one", entry)) {
            var twentieth = first.schoolDays().get(19);
            var saoirse = district.child(RainierChild.SAOIRSE);
            assertThat(entry.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            assertThat(entry).isBetween(twentieth.plusDays(1), twentieth.plusDays(7));
            assertThat(saoirse.enrollments().get(0).beginDate()).isEqualTo(entry);
            assertThat(saoirse.birthDate()).isEqualTo(LocalDate.of(2012, 2, 8));
            assertThat(district.students()).contains(saoirse);
            assertThat(before.students()).isNotEmpty().doesNotContain(saoirse);
        }
    }

    @Test
    void servesItsFilesOverSftpToItsUserOnly() throws Exception {
        try (var district = start("one", TODAY);
                var client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(
                    (session, address, key) -> PublicKeyEntry.toString(key).equals(district.hostKey()));
            client.start();
            assertThat(names(client, district, district.sftpPassword()))
                    .contains("READY.CTL", "marks.txt")
                    .doesNotContain("host-key");

            assertThatThrownBy(() -> names(client, district, "wrong")).isInstanceOf(SshException.class);

            district.faults().dropWithoutMarker();
            assertThat(names(client, district, district.sftpPassword())).doesNotContain("READY.CTL");

            district.faults().goDown();
            assertThatThrownBy(() -> names(client, district, district.sftpPassword()))
                    .isInstanceOf(IOException.class);
            district.faults().clear();
            assertThat(names(client, district, district.sftpPassword())).contains("marks.txt");
        }
    }

    @Test
    void keepsItsHostKeyAndNoOtherSecret() {
        String key;
        String password;
        try (var district = start("one", TODAY)) {
            key = district.hostKey();
            password = district.sftpPassword();
        }
        try (var again = start("one", TODAY);
                var other = start("other", TODAY)) {
            assertThat(again.hostKey()).isEqualTo(key).startsWith("ecdsa-sha2-nistp256 ");
            assertThat(again.sftpPassword()).isNotEqualTo(password);
            assertThat(other.hostKey()).isNotEqualTo(key);
        }
    }

    private static List<String> names(SshClient client, RainierValley district, String password) throws IOException {
        try (var session = client.connect(district.sftpUser(), district.sftpHost(), district.sftpPort())
                .verify(Duration.ofSeconds(10))
                .getSession()) {
            session.addPasswordIdentity(password);
            session.auth().verify(Duration.ofSeconds(10));
            try (var sftp = SftpClientFactory.instance().createSftpClient(session)) {
                return sftp.readEntries(district.folder()).stream()
                        .map(SftpClient.DirEntry::getFilename)
                        .toList();
            }
        }
    }

    private RainierValley start(String name, LocalDate today) {
        return RainierValley.start(
                RainierValleyOptions.defaults(folder.resolve(name)).withToday(today));
    }

    private Path path(String district, String name) {
        return folder.resolve(district).resolve("sftp/weekly").resolve(name);
    }

    private Map<String, byte[]> files(String district) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (var paths = Files.list(folder.resolve(district).resolve("sftp/weekly"))) {
            for (var path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }
}
