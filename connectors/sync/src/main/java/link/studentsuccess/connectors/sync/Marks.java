package link.studentsuccess.connectors.sync;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import link.studentsuccess.connectors.spi.GradeRecord;
import org.jspecify.annotations.Nullable;

/** What of a delivered grade the tables can hold. */
final class Marks {

    private static final int LONGEST_LETTER = 8;
    // record.grade has two decimals of a percentage and three of credits.
    private static final int PERCENT_DECIMALS = 2;
    private static final int CREDIT_DECIMALS = 3;
    private static final BigDecimal MOST_PERCENT = new BigDecimal("9999.99");
    private static final BigDecimal MOST_CREDITS = new BigDecimal("999.999");
    // Rounding a number of a billion decimals takes the memory of a billion decimals.
    private static final int MOST_DIGITS = 100;

    private Marks() {}

    /** The path of the field that cannot be held. */
    static @Nullable String unusable(GradeRecord grade) {
        var period = grade.period();
        var mark = grade.mark();
        var letter = letter(mark);
        var credits = grade.credits();
        if (outOfReach(period.begins())) {
            return "period.begins";
        }
        if (outOfReach(period.ends())) {
            return "period.ends";
        }
        if (outOfReach(grade.gradedOn())) {
            return "gradedOn";
        }
        if (letter == null ? mark.percent() == null : letter.codePointCount(0, letter.length()) > LONGEST_LETTER) {
            return "mark.letter";
        }
        if (!fits(mark.percent(), MOST_PERCENT)) {
            return "mark.percent";
        }
        if (credits != null && !fits(credits.attempted(), MOST_CREDITS)) {
            return "credits.attempted";
        }
        return credits != null && !fits(credits.earned(), MOST_CREDITS) ? "credits.earned" : null;
    }

    /** The staged columns of a usable grade, written one way only, so that 85 and 85.0 are no change. */
    static @Nullable Object[] columns(GradeRecord grade) {
        var period = grade.period();
        var mark = grade.mark();
        var credits = grade.credits();
        return new @Nullable Object[] {
            grade.student().value().strip(),
            grade.section().value(),
            period.schoolYear(),
            period.title().strip(),
            period.begins(),
            period.ends(),
            mark.kind(),
            letter(mark),
            rounded(mark.percent(), PERCENT_DECIMALS),
            credits == null ? null : rounded(credits.attempted(), CREDIT_DECIMALS),
            credits == null ? null : rounded(credits.earned(), CREDIT_DECIMALS),
            grade.gradedOn()
        };
    }

    private static @Nullable String letter(GradeRecord.Mark mark) {
        var letter = mark.letter();
        return letter == null || letter.isBlank() ? null : letter.strip();
    }

    private static boolean outOfReach(@Nullable LocalDate date) {
        return date != null && !Sieve.isSchoolYear(date.getYear());
    }

    private static boolean fits(@Nullable BigDecimal number, BigDecimal most) {
        return number == null
                || (number.signum() >= 0 && Math.abs(number.scale()) <= MOST_DIGITS && number.compareTo(most) <= 0);
    }

    private static @Nullable String rounded(@Nullable BigDecimal number, int decimals) {
        return number == null
                ? null
                : number.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
