package link.studentsuccess.sampledistrict;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One row of the second district's marks file: a quarter's grade, one in progress, or a semester's with credits. */
public record ValleyMark(ValleyCourse course, String term, Type type, Score score, LocalDate posted) {

    /** The district's own letters. */
    public enum Type {
        /** Of a quarter that ended. */
        Q,
        /** In progress. */
        P,
        /** Final, of a semester. */
        F
    }

    /** Credits are given with a high school's final grades only. */
    public record Score(BigDecimal percent, @Nullable Credit credit) {

        public String letter() {
            var whole = percent.intValue();
            if (whole < 60) {
                return "F";
            }
            var letter = whole >= 90 ? "A" : whole >= 80 ? "B" : whole >= 70 ? "C" : "D";
            var sign = whole % 10 < 3 && !letter.equals("D") ? "-" : whole % 10 >= 7 && whole < 90 ? "+" : "";
            return letter + (letter.equals("D") && sign.isEmpty() ? "" : sign);
        }
    }

    /** Attempted and earned. */
    public record Credit(BigDecimal attempted, BigDecimal earned) {}

    public boolean failing() {
        return score.letter().equals("F");
    }
}
