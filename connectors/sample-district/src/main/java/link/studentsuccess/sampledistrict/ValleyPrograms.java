package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the second district's confidential files tell of one student, in its own codes. */
public record ValleyPrograms(Map<Program, Stay> stays, List<Incident> incidents) {

    /** A program with its file; most students are in none but that of meals. */
    public enum Program {
        SPECIAL_EDUCATION("sped.txt"),
        SECTION_504("plan504.txt"),
        MULTILINGUAL("ell.txt"),
        HOUSING_FOSTER("house.txt"),
        MEAL_STATUS("meals.txt");

        private final String file;

        Program(String file) {
            this.file = file;
        }

        String file() {
            return file;
        }
    }

    /** A time in a program; the code says what the student has there, the setting where. */
    public record Stay(
            String code,
            String setting,
            LocalDate first,
            @Nullable LocalDate last) {}

    /** An incident with what the school did. */
    public record Incident(LocalDate date, String behavior, String action, String days) {}

    public ValleyPrograms {
        stays = Map.copyOf(stays);
        incidents = List.copyOf(incidents);
    }

    static ValleyPrograms of(SampleStudent student, SchoolYear year, LocalDate asOf) {
        var random = new SplittableRandom(Long.parseLong(student.districtStudentId()) * 17);
        // Two children are in each, so that each can be asked for; the others as it falls.
        var all = List.of(RainierChild.RAVI, RainierChild.SAOIRSE).stream()
                .anyMatch(child -> child.districtStudentId().equals(student.districtStudentId()));
        var stays = new EnumMap<Program, Stay>(Program.class);
        var before = LocalDate.of(year.startYear() - 2, 9, 10);
        if (all || random.nextInt(8) == 0) {
            stays.put(Program.SPECIAL_EDUCATION, new Stay("Y", random.nextBoolean() ? "1" : "2", before, null));
        }
        if (all || random.nextInt(15) == 0) {
            stays.put(Program.SECTION_504, new Stay("Y", "", before.plusYears(1), null));
        }
        if (all || random.nextInt(6) == 0) {
            stays.put(Program.MULTILINGUAL, new Stay("L", random.nextBoolean() ? "DL" : "SE", before, null));
        }
        if (all || random.nextInt(25) == 0) {
            var code = random.nextBoolean() ? "MV" : "FC";
            stays.put(Program.HOUSING_FOSTER, new Stay(code, "", year.firstDay(), null));
        }
        var meal = List.of("F", "R", "P").get(random.nextInt(3));
        stays.put(
                Program.MEAL_STATUS,
                new Stay(all ? "F" : meal, "", year.firstDay(), year.end().minusDays(1)));
        return new ValleyPrograms(stays, incidents(all, year, asOf, random));
    }

    private static List<Incident> incidents(boolean one, SchoolYear year, LocalDate asOf, SplittableRandom random) {
        var incidents = new ArrayList<Incident>();
        if (one || random.nextInt(12) == 0) {
            var last = asOf.minusDays(3);
            var date = last.isAfter(year.firstDay()) ? last : year.firstDay();
            incidents.add(new Incident(date, random.nextBoolean() ? "FGT" : "DIS", "OSS", "3"));
        }
        return incidents;
    }
}
