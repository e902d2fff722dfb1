package link.studentsuccess.sampledistrict;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** One school year from its first Wednesday to June, with every weekday's kind. */
record SchoolYear(int startYear) {

    enum Kind {
        INSTRUCTIONAL,
        HOLIDAY,
        BREAK
    }

    record Day(LocalDate date, Kind kind) {}

    /** The year that has begun: until the morning after the first day of school it is the one that ended in June. */
    static SchoolYear on(LocalDate today) {
        var candidate = new SchoolYear(today.getYear());
        return today.isAfter(candidate.firstDay()) ? candidate : candidate.before();
    }

    SchoolYear before() {
        return new SchoolYear(startYear - 1);
    }

    LocalDate firstDay() {
        return LocalDate.of(startYear, 9, 3).with(TemporalAdjusters.previousOrSame(DayOfWeek.WEDNESDAY));
    }

    /** The day after the last, as OneRoster's end dates are exclusive. */
    LocalDate end() {
        return LocalDate.of(startYear + 1, 6, 12)
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.WEDNESDAY))
                .plusDays(1);
    }

    LocalDate secondSemester() {
        return monday(1, Month.JANUARY, 4).plusDays(1);
    }

    LocalDate secondQuarter() {
        return LocalDate.of(startYear, 11, 12);
    }

    LocalDate fourthQuarter() {
        return LocalDate.of(startYear + 1, 4, 14);
    }

    /** First day of quarter 1 to 4; the fifth would begin where the year ends. */
    LocalDate quarter(int number) {
        return List.of(firstDay(), secondQuarter(), secondSemester(), fourthQuarter(), end())
                .get(number - 1);
    }

    /** OneRoster names a school year by the year it ends in. */
    String endingYear() {
        return Integer.toString(startYear + 1);
    }

    String sourcedId() {
        return "sy-" + endingYear();
    }

    List<Day> days() {
        var days = new ArrayList<Day>();
        for (var date = firstDay(); date.isBefore(end()); date = date.plusDays(1)) {
            if (date.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue()) {
                days.add(new Day(date, kindOf(date)));
            }
        }
        return days;
    }

    List<LocalDate> instructionalDays(LocalDate before) {
        return days().stream()
                .filter(day -> day.kind() == Kind.INSTRUCTIONAL && day.date().isBefore(before))
                .map(Day::date)
                .toList();
    }

    private Kind kindOf(LocalDate date) {
        if (isHoliday(date)) {
            return Kind.HOLIDAY;
        }
        return isBreak(date) ? Kind.BREAK : Kind.INSTRUCTIONAL;
    }

    private boolean isHoliday(LocalDate date) {
        var thanksgiving =
                LocalDate.of(startYear, 11, 1).with(TemporalAdjusters.dayOfWeekInMonth(4, DayOfWeek.THURSDAY));
        return date.equals(monday(0, Month.SEPTEMBER, 1))
                || date.equals(LocalDate.of(startYear, 11, 11))
                || date.equals(thanksgiving)
                || date.equals(thanksgiving.plusDays(1))
                || date.equals(monday(1, Month.JANUARY, 3))
                || date.equals(monday(1, Month.FEBRUARY, 3))
                || date.equals(LocalDate.of(startYear + 1, 5, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
    }

    private boolean isBreak(LocalDate date) {
        var winter = LocalDate.of(startYear, 12, 22);
        var spring = monday(1, Month.APRIL, 1);
        return within(date, winter, LocalDate.of(startYear + 1, 1, 2))
                || within(date, spring, spring.plusDays(4))
                || date.equals(secondSemester().minusDays(1));
    }

    private LocalDate monday(int yearsOn, Month month, int ordinal) {
        return LocalDate.of(startYear + yearsOn, month, 1)
                .with(TemporalAdjusters.dayOfWeekInMonth(ordinal, DayOfWeek.MONDAY));
    }

    private static boolean within(LocalDate date, LocalDate first, LocalDate last) {
        return !date.isBefore(first) && !date.isAfter(last);
    }
}
