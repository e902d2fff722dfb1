package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import link.studentsuccess.connectors.spi.AssessmentRecord;
import link.studentsuccess.connectors.spi.AssignmentRecord;
import link.studentsuccess.connectors.spi.AttendanceReasonRecord;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.Coded;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DisciplineRecord;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.ProgramRecord;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.FolderGateway;
import link.studentsuccess.connectors.testkit.SettableClock;
import link.studentsuccess.connectors.testkit.SourceFixture;
import org.jspecify.annotations.Nullable;

/** A district with columns, dates and codes of its own, whose set is whole when DONE is there. */
final class MappedSource implements SourceFixture {

    static final String MAPPING = """
            {
              "files": {
                "schools": {"name": "Schulen.txt", "delimiter": ";"},
                "terms": {"name": "Terms.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "days": {"name": "Days.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "people": {"name": "People.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "stays": {"name": "Stays.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "missed": {"name": "Missed.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "marks": {"name": "Marks.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "classes": {"name": "Classes.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "tasks": {"name": "Tasks.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "reach": {"name": "Reach.txt", "delimiter": ";"},
                "census": {"name": "Census.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "tests": {"name": "Tests.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "programs": {"name": "Programs.txt", "delimiter": ";", "dates": "D.M.YYYY"},
                "incidents": {"name": "Incidents.txt", "delimiter": ";", "dates": "D.M.YYYY"}
              },
              "complete": {"marker": "DONE"},
              "streams": {
                "SCHOOL": {"file": "schools", "fields": {"code": "No", "name": "Name"}},
                "SESSION": {
                  "file": "terms",
                  "fields": {
                    "title": "Term",
                    "kind": {"column": "Sort", "codes": {"Q": "GRADING_PERIOD", "Y": "SCHOOL_YEAR"}},
                    "begins": "From",
                    "lastDay": "Thru",
                    "schoolYear": "Year"
                  }
                },
                "CALENDAR_DAY": {
                  "file": "days",
                  "fields": {
                    "schoolCode": "No",
                    "date": "Day",
                    "instructional": {"column": "Open", "codes": {"Y": "true", "N": "false"}}
                  }
                },
                "SECTION": {
                  "file": "marks",
                  "fields": {
                    "key": ["No", "Course"],
                    "school": "No",
                    "schoolYear": "Year",
                    "courseTitle": "Title",
                    "courseCode": "Course"
                  }
                },
                "STUDENT": {
                  "file": "people",
                  "fields": {
                    "key": "Row",
                    "districtStudentId": "Id",
                    "givenName": "First",
                    "familyName": "Last",
                    "birthDate": "Born"
                  }
                },
                "ENROLLMENT": {
                  "file": "stays",
                  "fields": {
                    "student": "Row",
                    "school": "No",
                    "schoolYear": "Year",
                    "gradeLevel": {"column": "Grade", "codes": {"Nine": "9", "Kinder": "KG"}},
                    "entryDate": "From",
                    "lastDay": "Thru"
                  }
                },
                "ATTENDANCE": {
                  "file": "missed",
                  "fields": {
                    "student": "Row",
                    "date": "Day",
                    "status": {"column": "Code", "codes": {"A": "ABSENT_UNEXCUSED", "a": "ABSENT_EXCUSED"}}
                  }
                },
                "GRADE": {
                  "file": "marks",
                  "fields": {
                    "student": "Row",
                    "section": ["No", "Course"],
                    "period": {"column": "Term", "codes": {"1": "Quarter 1", "2": "Quarter 2"}},
                    "schoolYear": "Year",
                    "kind": {"value": "GRADING_PERIOD"},
                    "letter": "Letter",
                    "percent": "Percent",
                    "creditsAttempted": "Tried",
                    "creditsEarned": "Got",
                    "gradedOn": "Posted"
                  }
                },
                "SCHEDULE": {
                  "file": "classes",
                  "fields": {
                    "student": "Row",
                    "school": "No",
                    "schoolYear": "Year",
                    "courseTitle": "Title",
                    "courseCode": "Course",
                    "period": "Hour",
                    "teacher": "Teacher",
                    "room": "Room",
                    "term": "Term",
                    "begins": "From",
                    "lastDay": "Thru"
                  }
                },
                "ASSIGNMENT": {
                  "file": "tasks",
                  "fields": {
                    "student": "Row",
                    "school": "No",
                    "schoolYear": "Year",
                    "courseTitle": "Title",
                    "title": "Task",
                    "dueOn": "Due",
                    "score": "Points",
                    "points": "Of",
                    "missing": {"column": "Missing", "codes": {"Y": "true", "N": "false"}}
                  }
                },
                "CONTACT": {
                  "file": "reach",
                  "fields": {
                    "student": "Row",
                    "relationship": {"column": "Who", "codes": {"1": "PARENT", "2": "GUARDIAN"}},
                    "name": "Name",
                    "phone": "Phone"
                  }
                },
                "DEMOGRAPHICS": {
                  "file": "census",
                  "fields": {
                    "student": "Row",
                    "birthDate": "Birth",
                    "sex": {"column": "Sex", "codes": {"F": "FEMALE", "M": "MALE"}},
                    "hispanicOrLatino": {"column": "H", "codes": {"Y": "true", "N": "false"}},
                    "asian": {"column": "A", "codes": {"Y": "true", "N": "false"}},
                    "white": {"column": "W", "codes": {"Y": "true", "N": "false"}}
                  }
                },
                "ASSESSMENT": {
                  "file": "tests",
                  "fields": {
                    "student": "Row",
                    "name": "Test",
                    "takenOn": "Day",
                    "score": "Score",
                    "performanceLevel": {"value": "Level 3"}
                  }
                },
                "ATTENDANCE_REASON": {
                  "file": "missed",
                  "fields": {
                    "student": "Row",
                    "date": "Day",
                    "reason": {"column": "Code", "codes": {"a": "ILLNESS_OR_HEALTH"}}
                  }
                },
                "DISCIPLINE": {
                  "file": "incidents",
                  "fields": {
                    "student": "Row",
                    "incidentOn": "Day",
                    "behavior": {"value": "OTHER"},
                    "action": {"column": "Act", "codes": {"D": "DETENTION"}},
                    "days": "Days"
                  }
                },
                "SPECIAL_EDUCATION": {
                  "file": "programs",
                  "fields": {"student": "Row", "environment": {"value": "REGULAR_CLASS_80"}, "begins": "From", "lastDay": "Thru"}
                },
                "SECTION_504": {
                  "file": "programs",
                  "fields": {"student": "Row", "begins": "From", "lastDay": "Thru"}
                },
                "MULTILINGUAL": {
                  "file": "programs",
                  "fields": {"student": "Row", "status": {"value": "MONITORED"}, "begins": "From", "lastDay": "Thru"}
                },
                "HOUSING_FOSTER": {
                  "file": "programs",
                  "fields": {"student": "Row", "status": {"value": "HOMELESS"}, "begins": "From", "lastDay": "Thru"}
                },
                "MEAL_STATUS": {
                  "file": "programs",
                  "fields": {"student": "Row", "status": {"value": "REDUCED"}, "begins": "From", "lastDay": "Thru"}
                }
              }
            }
            """;

    final Map<String, List<String>> tables = new TreeMap<>();
    private final SettableClock clock =
            new SettableClock(Instant.parse("2026-10-02T03:00:00Z"), ZoneId.of("America/Los_Angeles"));
    private final Path folder;
    private String mapping = MAPPING;

    MappedSource() throws IOException {
        folder = Files.createTempDirectory("mapped");
    }

    @Override
    public void seed(int students) {
        tables.clear();
        var schools = table("Schulen.txt", "No;Name");
        var terms = table("Terms.txt", "Year;Term;Sort;From;Thru");
        var days = table("Days.txt", "No;Day;Open");
        var people = table("People.txt", "Row;Id;SSID;Last;First;Born");
        var stays = table("Stays.txt", "Row;No;Year;Grade;From;Thru");
        var missed = table("Missed.txt", "Row;Day;Code");
        var marks = table("Marks.txt", "Row;No;Year;Course;Title;Term;Letter;Percent;Tried;Got;Posted");
        seedFacts(students);
        for (var i = 0; i < students; i++) {
            schools.add("0%d;École %d".formatted(i, i));
            terms.add("2026-27;Quarter %d;Q;2.9.2026;11.11.2026".formatted(i));
            people.add("r%d;00%d42;9%d;O'Neill;Zoë;28.2.2012".formatted(i, i, i));
            stays.add("r%d;00;2026-2027;Nine;2.9.2026;30.10.2026".formatted(i));
            missed.add("r%d;%d.9.2026;a".formatted(i, i % 28 + 1));
            marks.add("r%d;00;2027;C%d;Álgebra %d;1;B+;88.5;0.5;0.50;12.11.2026".formatted(i, i, i));
            if (i < 30) {
                days.add("00;%d.9.2026;%s".formatted(i + 1, i == 6 ? "N" : "Y"));
            }
        }
        marks.add("r0;00;2027;C0;Álgebra 0;2;;71;;;22.1.2027");
        drop();
    }

    private void seedFacts(int students) {
        var classes = table("Classes.txt", "Row;No;Year;Course;Title;Hour;Teacher;Room;Term;From;Thru");
        var tasks = table("Tasks.txt", "Row;No;Year;Title;Task;Due;Points;Of;Missing");
        var reach = table("Reach.txt", "Row;Who;Name;Phone");
        var census = table("Census.txt", "Row;Birth;Sex;H;A;W");
        var tests = table("Tests.txt", "Row;Test;Day;Score");
        var programs = table("Programs.txt", "Row;From;Thru");
        var incidents = table("Incidents.txt", "Row;Day;Act;Days");
        for (var i = 0; i < students; i++) {
            programs.add("r%d;2.9.2026;11.11.2026".formatted(i));
            incidents.add("r%d;12.10.2026;D;0.5".formatted(i));
            classes.add("r%d;00;2027;C%d;Álgebra %d;2;B. Ruíz;7;Fall;2.9.2026;22.1.2027".formatted(i, i, i));
            tasks.add("r%d;00;2027;Álgebra %d;Página 7;12.10.2026;7.5;10;N".formatted(i, i));
            reach.add("r%d;1;Zoë O'Neill %d;555 0100".formatted(i, i));
            census.add("r%d;28.2.2012;F;N;Y;Y".formatted(i));
            tests.add("r%d;Prüfung;12.5.2026;248%d".formatted(i, i));
        }
    }

    private List<String> table(String name, String header) {
        var rows = table(name);
        rows.add(header);
        return rows;
    }

    /** The lines of a file, the header first. */
    List<String> table(String name) {
        return tables.computeIfAbsent(name, none -> new ArrayList<>());
    }

    /** The files in UTF-8 with a byte order mark, and then the marker. */
    void drop() {
        tables.forEach((name, rows) -> write(name, "\uFEFF" + String.join("\n", rows) + "\n", UTF_8));
        write("DONE", "", UTF_8);
    }

    void write(String name, String text, Charset encoding) {
        try {
            Files.write(folder.resolve(name), text.getBytes(encoding));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void modified(String name, Instant moment) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(moment));
    }

    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    void map(String from, String to) {
        if (!mapping.contains(from)) {
            throw new IllegalArgumentException("The mapping has no " + from);
        }
        mapping = mapping.replace(from, to);
    }

    @Override
    public int count(StreamName stream) {
        return switch (stream) {
            case SCHOOL -> rows("Schulen.txt");
            case SESSION -> rows("Terms.txt");
            case CALENDAR_DAY -> rows("Days.txt");
            // One section is named by two of the marks.
            case SECTION -> rows("Marks.txt") - 1;
            case STUDENT -> rows("People.txt");
            case ENROLLMENT -> rows("Stays.txt");
            case ATTENDANCE -> rows("Missed.txt");
            case GRADE -> rows("Marks.txt");
            case SCHEDULE -> rows("Classes.txt");
            case ASSIGNMENT -> rows("Tasks.txt");
            case CONTACT -> rows("Reach.txt");
            case DEMOGRAPHICS -> rows("Census.txt");
            case ASSESSMENT -> rows("Tests.txt");
            case ATTENDANCE_REASON -> rows("Missed.txt");
            case DISCIPLINE -> rows("Incidents.txt");
            case SPECIAL_EDUCATION, SECTION_504, MULTILINGUAL, HOUSING_FOSTER, MEAL_STATUS -> rows("Programs.txt");
        };
    }

    private int rows(String name) {
        return table(name).size() - 1;
    }

    @Override
    public Map<StreamName, Upsert> expected() {
        var student = new SourceKey("r3");
        var school = new SourceKey("00");
        var section = new SourceKey("00|C3");
        var of = Set.of(student);
        var expected = new HashMap<>(expectedFacts());
        expected.putAll(expectedPrograms());
        expected.putAll(Map.of(
                StreamName.SCHOOL,
                new Upsert(new SourceKey("03"), new SchoolRecord("École 3", "03"), Set.of()),
                StreamName.SESSION,
                new Upsert(
                        new SourceKey("2027|Quarter 3"),
                        new SessionRecord("Quarter 3", SessionRecord.Kind.GRADING_PERIOD, day(9, 2), day(11, 12), 2027),
                        Set.of()),
                StreamName.CALENDAR_DAY,
                new Upsert(new SourceKey("00|2026-09-04"), new CalendarDayRecord("00", day(9, 4), true), Set.of()),
                StreamName.SECTION,
                new Upsert(section, new SectionRecord(school, 2027, "Álgebra 3", "C3", null), Set.of()),
                StreamName.STUDENT,
                new Upsert(student, new StudentRecord("00342", "Zoë", "O'Neill", null, LocalDate.of(2012, 2, 28)), of),
                StreamName.ENROLLMENT,
                new Upsert(
                        new SourceKey("r3|00|2027|2026-09-02"),
                        new EnrollmentRecord(student, school, 2027, "09", day(9, 2), day(10, 31)),
                        of),
                StreamName.ATTENDANCE,
                new Upsert(
                        new SourceKey("r3||2026-09-04|"),
                        new AttendanceRecord(
                                student,
                                null,
                                day(9, 4),
                                null,
                                new Coded<>(AttendanceStatus.ABSENT_EXCUSED, "a", null)),
                        of),
                StreamName.GRADE,
                new Upsert(
                        new SourceKey("r3|00|C3|2027|Quarter 1|GRADING_PERIOD"),
                        new GradeRecord(
                                student,
                                section,
                                new GradingPeriod("Quarter 1", 2027, null, null),
                                new Mark(GradeRecord.Kind.GRADING_PERIOD, "B+", new BigDecimal("88.5")),
                                new Credits(new BigDecimal("0.5"), new BigDecimal("0.50")),
                                day(11, 12)),
                        of)));
        return expected;
    }

    private static Map<StreamName, Upsert> expectedFacts() {
        var student = new SourceKey("r3");
        var of = Set.of(student);
        var school = new SourceKey("00");
        return Map.of(
                StreamName.SCHEDULE,
                new Upsert(
                        new SourceKey("r3|00|2027|C3|null|2|Fall"),
                        new ScheduleRecord(
                                student,
                                new Place(school, 2027, day(9, 2)),
                                new ScheduleRecord.Taught("Álgebra 3", "C3", null),
                                new ScheduleRecord.Meeting("2", "B. Ruíz", "7"),
                                new ScheduleRecord.Term("Fall", day(9, 2), LocalDate.of(2027, 1, 23))),
                        of),
                StreamName.ASSIGNMENT,
                new Upsert(
                        new SourceKey("r3|Álgebra 3|Página 7|2026-10-12"),
                        new AssignmentRecord(
                                student,
                                new Place(school, 2027, day(10, 12)),
                                "Álgebra 3",
                                new AssignmentRecord.Task("Página 7", day(10, 12), new BigDecimal("10")),
                                new AssignmentRecord.Work(new BigDecimal("7.5"), false, false)),
                        of),
                StreamName.CONTACT,
                new Upsert(
                        new SourceKey("r3|PARENT|Zoë O'Neill 3"),
                        new ContactRecord(
                                student,
                                ContactRecord.Relationship.PARENT,
                                "Zoë O'Neill 3",
                                null,
                                new ContactRecord.Reach("555 0100", null)),
                        of),
                StreamName.DEMOGRAPHICS,
                new Upsert(
                        student,
                        new DemographicsRecord(
                                student,
                                LocalDate.of(2012, 2, 28),
                                DemographicsRecord.Sex.FEMALE,
                                false,
                                Set.of(DemographicsRecord.Race.ASIAN, DemographicsRecord.Race.WHITE)),
                        of),
                StreamName.ASSESSMENT,
                new Upsert(
                        new SourceKey("r3|Prüfung|null|2026-05-12"),
                        new AssessmentRecord(
                                student,
                                new AssessmentRecord.Test("Prüfung", null),
                                day(5, 12),
                                new AssessmentRecord.Result("2483", "Level 3")),
                        of));
    }

    private static Map<StreamName, Upsert> expectedPrograms() {
        var student = new SourceKey("r3");
        var of = Set.of(student);
        return Map.of(
                StreamName.ATTENDANCE_REASON,
                new Upsert(
                        new SourceKey("r3|null|2026-09-04|null"),
                        new AttendanceReasonRecord(
                                student, null, day(9, 4), null, AttendanceReasonRecord.Reason.ILLNESS_OR_HEALTH),
                        of),
                StreamName.DISCIPLINE,
                new Upsert(
                        new SourceKey("r3|2026-10-12|OTHER|DETENTION"),
                        new DisciplineRecord(
                                student,
                                new Place(null, null, day(10, 12)),
                                day(10, 12),
                                DisciplineRecord.Behavior.OTHER,
                                new DisciplineRecord.Action(
                                        DisciplineRecord.Action.Kind.DETENTION, new BigDecimal("0.5"))),
                        of),
                StreamName.SPECIAL_EDUCATION,
                new Upsert(new SourceKey("r3|2026-09-02|"), stay(null, ProgramRecord.Setting.REGULAR_CLASS_80), of),
                StreamName.SECTION_504,
                new Upsert(new SourceKey("r3|2026-09-02|"), stay(null, null), of),
                StreamName.MULTILINGUAL,
                new Upsert(new SourceKey("r3|2026-09-02|MONITORED"), stay(ProgramRecord.Status.MONITORED, null), of),
                StreamName.HOUSING_FOSTER,
                new Upsert(new SourceKey("r3|2026-09-02|HOMELESS"), stay(ProgramRecord.Status.HOMELESS, null), of),
                StreamName.MEAL_STATUS,
                new Upsert(new SourceKey("r3|2026-09-02|REDUCED"), stay(ProgramRecord.Status.REDUCED, null), of));
    }

    private static ProgramRecord stay(ProgramRecord.@Nullable Status status, ProgramRecord.@Nullable Setting setting) {
        return new ProgramRecord(
                new SourceKey("r3"),
                new Place(null, null, day(11, 11)),
                status,
                setting,
                new ProgramRecord.Days(day(9, 2), day(11, 12)));
    }

    private static LocalDate day(int month, int day) {
        return LocalDate.of(2026, month, day);
    }

    @Override
    public Set<String> canaries() {
        return Set.of("00342", "O'Neill", "Zoë", "Septober", folder.toString());
    }

    @Override
    public boolean spoilRow(StreamName stream) {
        switch (stream) {
            case SCHOOL -> spoil("Schulen.txt", "02;");
            case SESSION -> spoil("Terms.txt", "2026-27;Quarter 2;Q;2.9.2026;Septober");
            case CALENDAR_DAY -> spoil("Days.txt", "00;3.9.2026;Septober");
            case SECTION, GRADE -> spoil("Marks.txt", "r2;00;Septober;C2;Álgebra 2;1;B+;88.5;0.5;0.50;12.11.2026");
            case STUDENT -> spoil("People.txt", "r2;00242;92;O'Neill;Zoë;31.2.2012");
            case ENROLLMENT -> spoil("Stays.txt", "r2;00;2026-2028;Nine;2.9.2026;");
            case ATTENDANCE -> spoil("Missed.txt", "r2;Septober;a");
            case SCHEDULE -> spoil("Classes.txt", "r2;00;2027;C2;Álgebra 2;2;B. Ruíz;7;Fall;Septober;22.1.2027");
            case ASSIGNMENT -> spoil("Tasks.txt", "r2;00;2027;Álgebra 2;Página 7;Septober;7.5;10;N");
            case CONTACT -> spoil("Reach.txt", "r2;Septober;Zoë O'Neill 2;555 0100");
            case DEMOGRAPHICS -> spoil("Census.txt", "r2;28.2.2012;Septober;N;Y;Y");
            case ASSESSMENT -> spoil("Tests.txt", "r2;Prüfung;Septober;2482");
            case ATTENDANCE_REASON -> spoil("Missed.txt", "r2;Septober;a");
            case DISCIPLINE -> spoil("Incidents.txt", "r2;Septober;D;0.5");
            case SPECIAL_EDUCATION, SECTION_504, MULTILINGUAL, HOUSING_FOSTER, MEAL_STATUS ->
                spoil("Programs.txt", "r2;Septober;");
        }
        drop();
        return true;
    }

    private void spoil(String name, String row) {
        table(name).set(3, row);
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("mapping", mapping));
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
