package link.studentsuccess.sampledistrict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import link.studentsuccess.sampledistrict.Faults.DropFault;

/**
 * The attendance files of the minimal drop format. Each is written under another name and moved into place; the
 * manifest goes first and comes back last, so that whoever sees it sees a whole drop.
 */
final class DropFolder {

    private static final String MANIFEST = "manifest.csv";
    private static final String ATTENDANCE = "attendance.csv";
    private static final String ATTENDANCE_HEADER = "studentNumber,schoolCode,date,unit,period,code,minutes,updatedAt";

    private final World world;
    private final Path folder;

    DropFolder(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    synchronized void drop(DropFault fault) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(MANIFEST));
            var attendance = attendance();
            if (fault == DropFault.HEADER_ONLY) {
                attendance.subList(1, attendance.size()).clear();
            }
            var text = String.join("\r\n", attendance) + "\r\n";
            put(ATTENDANCE, fault == DropFault.HALF_FILE ? text.substring(0, text.length() / 2) : text);
            var codes = codes();
            put("attendance-codes.csv", String.join("\r\n", codes) + "\r\n");
            var calendar = calendar();
            put("calendar.csv", String.join("\r\n", calendar) + "\r\n");
            if (fault != DropFault.WITHOUT_MANIFEST) {
                put(MANIFEST, manifest(attendance.size() - 1, codes.size() - 1, calendar.size() - 1));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not write its drop folder.", failed);
        }
    }

    private List<String> attendance() {
        var rows = new TreeMap<LocalDate, List<String>>();
        world.forEach(roll -> {
            if (roll.deleted()) {
                return;
            }
            var number = roll.student().districtStudentId();
            for (var absence : roll.absences()) {
                rows.computeIfAbsent(absence.date(), none -> new ArrayList<>()).add(row(number, absence));
            }
        });
        var lines = new ArrayList<String>();
        lines.add(ATTENDANCE_HEADER);
        rows.values().forEach(lines::addAll);
        return lines;
    }

    private static String row(String number, SampleAbsence absence) {
        var minutes = absence.minutes() == null ? "" : absence.minutes().toString();
        return String.join(
                ",",
                number,
                absence.schoolCode(),
                absence.date().toString(),
                "day",
                "",
                absence.code().name(),
                minutes,
                absence.updatedAt().toString());
    }

    private static List<String> codes() {
        var lines = new ArrayList<String>();
        lines.add("code,label,meaning,excused");
        for (var code : AttendanceCode.values()) {
            var label = code.label().contains(",") ? '"' + code.label() + '"' : code.label();
            lines.add(String.join(",", code.name(), label, code.meaning(), Boolean.toString(code.excused())));
        }
        return lines;
    }

    private List<String> calendar() {
        var lines = new ArrayList<String>();
        lines.add("schoolCode,date,kind");
        var days = world.year().days();
        for (var campus : Campus.values()) {
            for (var day : days) {
                lines.add(String.join(
                        ",",
                        campus.school().code(),
                        day.date().toString(),
                        day.kind().name()));
            }
        }
        return lines;
    }

    private String manifest(int attendance, int codes, int calendar) {
        var year = world.year();
        var yesterday = world.today().minusDays(1);
        var lastDay = year.end().minusDays(1);
        var until = yesterday.isBefore(lastDay) ? yesterday : lastDay;
        var files = Map.of("attendance-codes.csv", codes, "calendar.csv", calendar, ATTENDANCE, attendance);
        var lines = new ArrayList<String>();
        lines.add("file,rows,from,to");
        new TreeMap<>(files).forEach((file, rows) -> {
            var to = file.equals(ATTENDANCE) ? until : lastDay;
            lines.add(file + "," + rows + "," + year.firstDay() + "," + to);
        });
        return String.join("\r\n", lines) + "\r\n";
    }

    private void put(String name, String text) throws IOException {
        var temporary = folder.resolve("." + name + ".part");
        Files.writeString(temporary, text);
        Files.move(
                temporary, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
