package link.studentsuccess.sampledistrict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import link.studentsuccess.sampledistrict.ValleyPrograms.Program;

/**
 * The weekly set of files, in the second district's own words: tabs and UTF-8 with a byte order mark from one system,
 * semicolons and Windows-1252 from the other. READY.CTL goes first and comes back last.
 */
final class ValleyFiles {

    static final String CONTROL = "READY.CTL";
    private static final String MARKS = "marks.txt";
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final DateTimeFormatter DATES = DateTimeFormatter.ofPattern("MM/dd/uuuu");

    /** How the marks file is dropped. */
    enum Fault {
        NONE,
        HALF_FILE,
        WITHOUT_CONTROL
    }

    private final ValleyWorld world;
    private final Path folder;

    ValleyFiles(ValleyWorld world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    synchronized void drop(Fault fault) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(CONTROL));
            var rows = new LinkedHashMap<String, Integer>();
            for (var file : tables().entrySet()) {
                var bytes = bytes(file.getKey(), file.getValue());
                var half = fault == Fault.HALF_FILE && file.getKey().equals(MARKS);
                put(file.getKey(), half ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
                rows.put(file.getKey(), file.getValue().size() - 1);
            }
            if (fault != Fault.WITHOUT_CONTROL) {
                put(CONTROL, bytes(CONTROL, control(rows)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not write its files.", failed);
        }
    }

    private Map<String, List<String>> tables() {
        var tables = new LinkedHashMap<String, List<String>>();
        tables.put("schools.txt", schools());
        tables.put("days.txt", days());
        tables.put("students.txt", students());
        tables.put("enroll.txt", enrollments());
        tables.put("attend.txt", attendance());
        tables.put(MARKS, marks());
        tables.put("sched.txt", schedule());
        tables.put("assign.txt", assignments());
        tables.put("contact.txt", contacts());
        tables.put("demog.txt", demographics());
        tables.put("tests.txt", tests());
        for (var program : Program.values()) {
            tables.put(program.file(), stays(program));
        }
        tables.put("incid.txt", incidents());
        return tables;
    }

    private static byte[] bytes(String name, List<String> rows) {
        var text = String.join("\r\n", rows) + "\r\n";
        return name.equals(MARKS) ? text.getBytes(WINDOWS) : ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> schools() {
        return table(
                row("SCH_NO", "SCH_NM"),
                rows -> Stream.of(ValleyWorld.HIGH, ValleyWorld.MIDDLE, ValleyWorld.TREATMENT)
                        .forEach(school -> rows.accept(row(school.code(), school.name()))));
    }

    private List<String> days() {
        return table(row("SCH_NO", "CAL_DATE", "DAY_TYPE"), rows -> {
            for (var day : world.year().days()) {
                var type = day.kind().name().substring(0, 1);
                rows.accept(row(ValleyWorld.HIGH.code(), date(day.date()), type));
                rows.accept(row(ValleyWorld.MIDDLE.code(), date(day.date()), type));
                rows.accept(row(ValleyWorld.TREATMENT.code(), date(day.date()), type));
            }
        });
    }

    private List<String> students() {
        var header = row("STU_ID", "SSID", "LAST_NM", "FIRST_NM", "NICK", "DOB", "HOME_LANG");
        return table(
                header,
                rows -> world.students()
                        .forEach(student -> rows.accept(row(
                                student.districtStudentId(),
                                student.stateStudentId(),
                                student.familyName(),
                                student.givenName(),
                                student.preferredGivenName() == null ? "" : student.preferredGivenName(),
                                date(student.birthDate()),
                                "639"))));
    }

    private List<String> enrollments() {
        var header = row("STU_ID", "SCH_NO", "SCH_YR", "GR", "ENTER", "LAST_DAY", "EXIT");
        return table(
                header,
                rows -> world.students().forEach(student -> {
                    for (var stay : student.enrollments()) {
                        var left = stay.endDate();
                        rows.accept(row(
                                student.districtStudentId(),
                                stay.school().code(),
                                schoolYear(),
                                Integer.toString(GradeLevel.number(student.gradeLevel())),
                                date(stay.beginDate()),
                                left == null ? "" : date(left.minusDays(1)),
                                left == null
                                        ? ""
                                        : stay.school().equals(ValleyWorld.TREATMENT) ? "Incarcerated" : "T1"));
                    }
                }));
    }

    private List<String> attendance() {
        return table(
                row("STU_ID", "SCH_NO", "ATT_DT", "CD"),
                rows -> world.students().stream()
                        .map(SampleStudent::districtStudentId)
                        .forEach(number -> world.absences(number)
                                .forEach(absence -> rows.accept(row(
                                        number,
                                        absence.schoolCode(),
                                        date(absence.date()),
                                        absence.code().name())))));
    }

    private List<String> marks() {
        var header = "STU_ID;SCH_NO;SCH_YR;CRS_NO;SECT;CRS_TITLE;TERM;TYPE;LTR;PCT;CR_ATT;CR_EARN;POSTED";
        return table(
                header,
                rows -> world.students().stream()
                        .map(SampleStudent::districtStudentId)
                        .forEach(number -> world.marks(number).forEach(mark -> rows.accept(markRow(number, mark)))));
    }

    private String markRow(String number, ValleyMark mark) {
        var course = mark.course();
        var credit = mark.score().credit();
        return String.join(
                ";",
                number,
                course.schoolCode(),
                schoolYear(),
                course.number(),
                course.section(),
                course.title(),
                mark.term(),
                mark.type().name(),
                mark.score().letter(),
                mark.score().percent().toPlainString(),
                credit == null ? "" : credit.attempted().toPlainString(),
                credit == null ? "" : credit.earned().toPlainString(),
                date(mark.posted()));
    }

    private List<String> schedule() {
        var header = row(
                "STU_ID", "SCH_NO", "SCH_YR", "CRS_NO", "SECT", "CRS_TITLE", "PER", "TCHR", "RM", "TERM", "BEG", "END");
        return facts(header, ValleyFacts::classes, this::scheduleRow);
    }

    /** A row for each of the facts of a kind, student by student. */
    private <F> List<String> facts(
            String header, Function<ValleyFacts, List<F>> kind, BiFunction<String, F, String> row) {
        return table(
                header,
                rows -> world.students().stream()
                        .map(SampleStudent::districtStudentId)
                        .forEach(number ->
                                kind.apply(world.facts(number)).forEach(fact -> rows.accept(row.apply(number, fact)))));
    }

    private String scheduleRow(String number, ValleyClass attended) {
        var course = attended.course();
        var semester = attended.semester();
        return row(
                number,
                course.schoolCode(),
                schoolYear(),
                course.number(),
                course.section(),
                course.title(),
                Integer.toString(attended.period()),
                attended.teacher(),
                attended.room(),
                semester.title(),
                date(semester.first()),
                date(semester.last()));
    }

    private List<String> assignments() {
        var header = row("STU_ID", "SCH_NO", "SCH_YR", "CRS_TITLE", "ASGN", "DUE", "PTS", "OF", "MISS", "LATE");
        return facts(header, ValleyFacts::assignments, this::assignmentRow);
    }

    private String assignmentRow(String number, ValleyAssignment assignment) {
        var score = assignment.work().score();
        return row(
                number,
                assignment.course().schoolCode(),
                schoolYear(),
                assignment.course().title(),
                assignment.title(),
                date(assignment.due()),
                score == null ? "" : Integer.toString(score),
                "10",
                yes(assignment.missing()),
                yes(assignment.work().late()));
    }

    private List<String> contacts() {
        var header = row("STU_ID", "REL", "NAME", "LANG", "PHONE", "EMAIL");
        return facts(
                header,
                ValleyFacts::contacts,
                (number, contact) -> row(
                        number, contact.code(), contact.name(), contact.language(), contact.phone(), contact.email()));
    }

    private List<String> demographics() {
        var header = row("STU_ID", "DOB", "SEX", "HISP", "R_AI", "R_AS", "R_BL", "R_PI", "R_WH");
        return facts(header, facts -> List.of(facts.demographics()), (number, told) -> {
            var cells = new ArrayList<>(List.of(number, date(told.birthDate()), told.sex(), yes(told.hispanic())));
            for (var race : List.of("R_AI", "R_AS", "R_BL", "R_PI", "R_WH")) {
                cells.add(yes(told.races().contains(race)));
            }
            return String.join("\t", cells);
        });
    }

    private List<String> tests() {
        var header = row("STU_ID", "TEST", "SUBJ", "TAKEN", "SCORE", "LEVEL");
        return facts(
                header,
                ValleyFacts::assessments,
                (number, test) -> row(
                        number,
                        test.name(),
                        test.subject(),
                        date(test.taken()),
                        Integer.toString(test.score()),
                        test.level()));
    }

    private List<String> stays(Program program) {
        var header = row("STU_ID", "SCH_YR", "CD", "SET", "BEG", "END");
        return facts(header, facts -> of(facts, program), (number, stay) -> {
            var last = stay.last();
            return row(
                    number,
                    schoolYear(),
                    stay.code(),
                    stay.setting(),
                    date(stay.first()),
                    last == null ? "" : date(last));
        });
    }

    private static List<ValleyPrograms.Stay> of(ValleyFacts facts, Program program) {
        var stay = facts.programs().stays().get(program);
        return stay == null ? List.of() : List.of(stay);
    }

    private List<String> incidents() {
        var header = row("STU_ID", "SCH_YR", "INC_DT", "BEH", "ACT", "DAYS");
        return facts(
                header,
                facts -> facts.programs().incidents(),
                (number, incident) -> row(
                        number,
                        schoolYear(),
                        date(incident.date()),
                        incident.behavior(),
                        incident.action(),
                        incident.days()));
    }

    private static String yes(boolean yes) {
        return yes ? "Y" : "N";
    }

    private List<String> control(Map<String, Integer> rows) {
        var last = world.year().end().minusDays(1);
        var until = world.asOf().minusDays(1);
        return table(
                row("FILE", "RECORDS", "FROM", "THRU"),
                lines -> rows.forEach((file, count) -> lines.accept(row(
                        file,
                        Integer.toString(count),
                        date(world.year().firstDay()),
                        date(file.equals("attend.txt") && until.isBefore(last) ? until : last)))));
    }

    private static List<String> table(String header, Consumer<Consumer<String>> content) {
        var rows = new ArrayList<String>();
        rows.add(header);
        content.accept(rows::add);
        return rows;
    }

    private static String row(String... fields) {
        return String.join("\t", fields);
    }

    private String schoolYear() {
        return world.year().startYear() + "-" + world.year().endingYear();
    }

    private static String date(LocalDate date) {
        return DATES.format(date);
    }

    private void put(String name, byte[] bytes) throws IOException {
        var temporary = folder.resolve("." + name + ".part");
        Files.write(temporary, bytes);
        Files.move(
                temporary, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
