package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import link.studentsuccess.sampledistrict.ValleyAssignment.Work;

/** What the second district's further files tell of one student. */
public record ValleyFacts(
        List<ValleyClass> classes,
        List<ValleyAssignment> assignments,
        List<ValleyContact> contacts,
        ValleyDemographics demographics,
        List<ValleyAssessment> assessments,
        ValleyPrograms programs) {

    private static final List<String> TASKS = List.of("Reading log", "Worksheet", "Essay", "Lab report", "Quiz");
    private static final List<String> RACES = List.of("R_AI", "R_AS", "R_BL", "R_PI", "R_WH");
    private static final List<String> LEVELS = List.of("Level 1", "Level 2", "Level 3", "Level 4");

    static ValleyFacts of(SampleStudent student, List<ValleyCourse> courses, SchoolYear year, LocalDate asOf) {
        var random = new SplittableRandom(Long.parseLong(student.districtStudentId()) * 31);
        return new ValleyFacts(
                ValleyClass.of(courses, year),
                assignments(courses, year, asOf, random),
                contacts(student, random),
                demographics(student, random),
                assessments(student, year, random),
                ValleyPrograms.of(student, year, asOf));
    }

    /** One a course every three weeks, whole ones before the export; the first of all is missing, so that each child has one. */
    private static List<ValleyAssignment> assignments(
            List<ValleyCourse> courses, SchoolYear year, LocalDate asOf, SplittableRandom random) {
        var assignments = new ArrayList<ValleyAssignment>();
        for (var course : courses) {
            var number = 1;
            for (var due = year.firstDay().plusDays(2); due.isBefore(asOf); due = due.plusDays(21)) {
                var missing = assignments.isEmpty() || random.nextInt(12) == 0;
                var work = new Work(missing ? null : 4 + random.nextInt(7), !missing && random.nextInt(8) == 0);
                var title = TASKS.get(number % TASKS.size()) + " " + number++;
                assignments.add(new ValleyAssignment(course, title, due, work));
            }
        }
        return List.copyOf(assignments);
    }

    /** Numbers that no telephone has, and an address that no mail reaches. */
    private static List<ValleyContact> contacts(SampleStudent student, SplittableRandom random) {
        var phone = "360-555-01" + (10 + random.nextInt(90));
        var parent = Names.given(random) + " " + student.familyName();
        return List.of(
                new ValleyContact(
                        "S",
                        student.givenName() + " " + student.familyName(),
                        "English",
                        "",
                        student.districtStudentId() + "@students.valley.example"),
                new ValleyContact("P", parent, random.nextInt(4) == 0 ? "Spanish" : "English", phone, ""));
    }

    private static ValleyDemographics demographics(SampleStudent student, SplittableRandom random) {
        var first = RACES.get(random.nextInt(RACES.size()));
        var second = RACES.get(random.nextInt(RACES.size()));
        return new ValleyDemographics(
                student.birthDate(),
                List.of("F", "M", "X").get(random.nextInt(10) == 0 ? 2 : random.nextInt(2)),
                random.nextInt(5) == 0,
                first.equals(second) || random.nextInt(4) > 0 ? Set.of(first) : Set.of(first, second));
    }

    /** The state's test of the spring before, which a student of this district took here; Saoirse's the alternate one. */
    private static List<ValleyAssessment> assessments(SampleStudent student, SchoolYear year, SplittableRandom random) {
        var alternate = student.districtStudentId().equals(RainierChild.SAOIRSE.districtStudentId());
        var taken = LocalDate.of(year.startYear(), Month.MAY, 12);
        var assessments = new ArrayList<ValleyAssessment>();
        for (var subject : List.of("English Language Arts", "Mathematics")) {
            var level = random.nextInt(LEVELS.size());
            var score = 2300 + level * 100 + random.nextInt(100);
            assessments.add(new ValleyAssessment(
                    alternate ? "WA-AIM" : "Smarter Balanced", subject, taken, score, LEVELS.get(level)));
        }
        return List.copyOf(assessments);
    }
}
