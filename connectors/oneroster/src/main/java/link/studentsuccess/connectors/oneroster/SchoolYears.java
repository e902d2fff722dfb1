package link.studentsuccess.connectors.oneroster;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SessionRecord.Kind;
import org.jspecify.annotations.Nullable;

/** The school years a district's sessions span, which give enrollments the dates that their roles leave out. */
record SchoolYears(List<SchoolYear> years) {

    /** More years than a child goes to school; it bounds the position that carries them. */
    private static final int MOST = 16;

    /** Half-open, named by the calendar year in which it ends. */
    record SchoolYear(int year, LocalDate begins, LocalDate ends) {

        boolean overlaps(LocalDate from, @Nullable LocalDate until) {
            return from.isBefore(ends) && (until == null || until.isAfter(begins));
        }
    }

    SchoolYears {
        years = years.stream()
                .sorted(Comparator.comparingInt(SchoolYear::year).reversed())
                .limit(MOST)
                .toList();
    }

    /** A year is what its school-year sessions span, or all its sessions where it has none of that kind. */
    static SchoolYears of(List<SessionRecord> sessions) {
        var years = new ArrayList<SchoolYear>();
        sessions.stream()
                .collect(Collectors.groupingBy(SessionRecord::schoolYear))
                .forEach((year, all) -> {
                    var whole = all.stream()
                            .filter(s -> s.kind() == Kind.SCHOOL_YEAR)
                            .toList();
                    var spanning = whole.isEmpty() ? all : whole;
                    var begins = spanning.stream().map(SessionRecord::begins).min(Comparator.naturalOrder());
                    var ends = spanning.stream().map(SessionRecord::ends).max(Comparator.naturalOrder());
                    years.add(new SchoolYear(year, begins.orElseThrow(), ends.orElseThrow()));
                });
        return new SchoolYears(years);
    }

    /** The year that a day lies in, else the last one begun, else the first to come; absent without any. */
    @Nullable
    SchoolYear on(LocalDate day) {
        SchoolYear earliest = null;
        for (var year : years) {
            if (!year.begins().isAfter(day)) {
                return year;
            }
            earliest = year;
        }
        return earliest;
    }

    String text() {
        return years.stream()
                .map(year -> year.year() + "/" + year.begins() + "/" + year.ends())
                .collect(Collectors.joining(","));
    }

    static SchoolYears parse(String text) {
        var years = new ArrayList<SchoolYear>();
        try {
            for (var year : text.split(",", -1)) {
                var part = year.split("/", -1);
                years.add(
                        new SchoolYear(Integer.parseInt(part[0]), LocalDate.parse(part[1]), LocalDate.parse(part[2])));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException | DateTimeException e) {
            throw new RestartRequired("The position cannot be read: the pull starts again.");
        }
        return new SchoolYears(years);
    }
}
