package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.Coded;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.FolderGateway;
import link.studentsuccess.connectors.testkit.SettableClock;
import link.studentsuccess.connectors.testkit.SourceFixture;

/** A drop folder whose files a test can change; {@link #drop()} writes them with a manifest that agrees. */
final class DropSource implements SourceFixture {

    final List<String> attendance = new ArrayList<>();
    final List<String> codes = new ArrayList<>();
    final List<String> calendar = new ArrayList<>();

    private final SettableClock clock =
            new SettableClock(Instant.parse("2026-10-02T03:00:00Z"), ZoneId.of("America/Los_Angeles"));
    private final Path folder;

    DropSource() throws IOException {
        folder = Files.createTempDirectory("drop");
    }

    @Override
    public void seed(int students) {
        attendance.clear();
        codes.clear();
        calendar.clear();
        attendance.add("studentNumber,schoolCode,date,unit,period,code,minutes,updatedAt");
        codes.add("code,label,meaning,excused");
        codes.add("UNX,\"Unexcused, étonné\",ABSENT_UNEXCUSED,false");
        codes.add("MED,Medical,absent,true");
        codes.add("T,Tardy,tardy,");
        calendar.add("schoolCode,date,kind");
        for (var i = 0; i < students; i++) {
            attendance.add("00%d42,0101,2026-09-1%d,day,,UNX,,2026-09-20T08:00:00Z".formatted(i, i % 10));
            calendar.add("0101,2026-09-%02d,%s".formatted(i + 1, i == 6 ? "HOLIDAY" : "INSTRUCTIONAL"));
        }
        calendar.subList(Math.min(calendar.size(), 31), calendar.size()).clear();
        drop();
    }

    void drop() {
        write("attendance.csv", String.join("\r\n", attendance) + "\r\n");
        write("attendance-codes.csv", String.join("\r\n", codes) + "\r\n");
        write("calendar.csv", String.join("\r\n", calendar) + "\r\n");
        manifest(attendance.size() - 1);
    }

    /** Last, after whatever else was written. */
    void manifest(int attendanceRows) {
        write("manifest.csv", """
                file,rows,from,to
                attendance.csv,%d,2026-09-01,2026-09-30
                attendance-codes.csv,%d,2026-09-01,2027-06-30
                calendar.csv,%d,2026-09-01,2027-06-30
                """.formatted(attendanceRows, codes.size() - 1, calendar.size() - 1));
    }

    void modified(String name, Instant moment) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(moment));
    }

    void write(String name, String text) {
        write(name, text.getBytes(UTF_8));
    }

    void write(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    Path folder() {
        return folder;
    }

    @Override
    public int count(StreamName stream) {
        return (stream == StreamName.ATTENDANCE ? attendance : calendar).size() - 1;
    }

    @Override
    public Map<StreamName, Upsert> expected() {
        var student = new SourceKey("00342");
        var date = LocalDate.of(2026, 9, 13);
        var status = new Coded<>(AttendanceStatus.ABSENT_UNEXCUSED, "UNX", "Unexcused, étonné");
        return Map.of(
                StreamName.ATTENDANCE,
                new Upsert(
                        new SourceKey("00342|0101|2026-09-13|"),
                        new AttendanceRecord(student, "0101", date, null, status),
                        Set.of(student)),
                StreamName.CALENDAR_DAY,
                new Upsert(
                        new SourceKey("0101|2026-09-07"),
                        new CalendarDayRecord("0101", LocalDate.of(2026, 9, 7), false),
                        Set.of()));
    }

    @Override
    public Set<String> canaries() {
        return Set.of("00342", "00242", "étonné", "Septober", folder.toString());
    }

    @Override
    public boolean spoilRow(StreamName stream) {
        if (stream == StreamName.ATTENDANCE) {
            attendance.set(3, "00242,0101,Septober,day,,UNX,,2026-09-20T08:00:00Z");
        } else {
            calendar.set(3, "0101,2026-09-03,Septober");
        }
        drop();
        return true;
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of());
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public FileGateway files() {
        return new FolderGateway(folder);
    }

    @Override
    public void close() {
        try (var paths = Files.list(folder)) {
            for (var path : paths.toList()) {
                Files.delete(path);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
