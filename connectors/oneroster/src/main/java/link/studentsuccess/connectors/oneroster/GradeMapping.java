package link.studentsuccess.connectors.oneroster;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;
import link.studentsuccess.connectors.oneroster.OneRosterMapping.Unusable;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;
import link.studentsuccess.connectors.spi.GradeRecord.Kind;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the fields of results mean here. Pure, as {@link OneRosterMapping} is.
 *
 * @param creditsAttempted where credits stand in a result's metadata, as OneRoster has no field for them
 * @param creditsEarned likewise
 */
record GradeMapping(String creditsAttempted, String creditsEarned) {

    private static final BigDecimal HUNDRED = new BigDecimal(100);
    /** Far beyond any extra credit; a greater one is a mistake. */
    private static final BigDecimal MOST_PERCENT = new BigDecimal(1000);
    /** Statuses of who has no grade: freed from it, or nobody has given it yet. */
    private static final Set<String> UNGRADED = Set.of("exempt", "not submitted", "submitted");

    /** What a line item says of all its results. */
    record Line(SourceKey section, Kind kind, GradingPeriod period, Scale scale) {}

    /** From where to where points go; without an end they are no percentage. */
    record Scale(BigDecimal least, @Nullable BigDecimal most) {}

    static GradingPeriod period(SessionRecord session) {
        return new GradingPeriod(session.title(), session.schoolYear(), session.begins(), session.ends());
    }

    /** 1.2 names an academic session, 1.1 a grading period; absent where it names neither. */
    static @Nullable String sessionOf(JsonNode lineItem) {
        var session = OneRosterMapping.text(lineItem.path("academicSession"), "sourcedId");
        return session == null ? OneRosterMapping.text(lineItem.path("gradingPeriod"), "sourcedId") : session;
    }

    static Line line(JsonNode lineItem, Kind kind, GradingPeriod period) throws Unusable {
        var section = OneRosterMapping.referred(lineItem.path("class"), "class.sourcedId");
        var least = number(lineItem, "resultValueMin", "resultValueMin");
        var most = number(lineItem, "resultValueMax", "resultValueMax");
        var from = least == null ? BigDecimal.ZERO : least;
        if (most != null && most.compareTo(from) <= 0) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "resultValueMax");
        }
        return new Line(new SourceKey(section), kind, period, new Scale(from, most));
    }

    /** Absent where the student has no grade on the line. */
    @Nullable
    Change grade(SourceKey key, JsonNode result, Line line) {
        try {
            var status = OneRosterMapping.text(result, "scoreStatus");
            var state = status == null ? "" : status.toLowerCase(Locale.ROOT);
            if (UNGRADED.contains(state)) {
                return null;
            }
            var letter = OneRosterMapping.text(result, "textScore");
            var score = number(result, "score", "score");
            if (letter == null && score == null) {
                return null;
            }
            var student = new SourceKey(OneRosterMapping.referred(result.path("student"), "student.sourcedId"));
            var open = state.equals("partially graded")
                    || "true".equalsIgnoreCase(OneRosterMapping.text(result, "inProgress"));
            var mark = mark(open ? Kind.PROGRESS : line.kind(), letter, percent(score, line.scale()));
            var gradedOn = OneRosterMapping.date(result, "scoreDate");
            if (gradedOn == null) {
                throw new Unusable(Reject.Code.MISSING, "scoreDate");
            }
            var record = new GradeRecord(student, line.section(), line.period(), mark, credits(result), gradedOn);
            return new Upsert(key, record, Set.of(student));
        } catch (Unusable e) {
            return e.of(key, "results");
        }
    }

    /** Points on a scale whose end is unknown are no percentage, and alone they are no grade that can be told. */
    private static Mark mark(Kind kind, @Nullable String letter, @Nullable BigDecimal percent) throws Unusable {
        if (letter == null && percent == null) {
            throw new Unusable(Reject.Code.MISSING, "lineItem.resultValueMax");
        }
        if (letter != null && letter.length() > 20) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "textScore");
        }
        return new Mark(kind, letter, percent);
    }

    private static @Nullable BigDecimal percent(@Nullable BigDecimal score, Scale scale) throws Unusable {
        if (score == null || scale.most() == null) {
            return null;
        }
        var span = scale.most().subtract(scale.least());
        var percent = score.subtract(scale.least())
                .multiply(HUNDRED)
                .divide(span, 2, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        if (percent.signum() < 0 || percent.compareTo(MOST_PERCENT) > 0) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "score");
        }
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }

    private @Nullable Credits credits(JsonNode result) throws Unusable {
        var metadata = result.path("metadata");
        var attempted = number(metadata, creditsAttempted, "metadata." + creditsAttempted);
        var earned = number(metadata, creditsEarned, "metadata." + creditsEarned);
        if (attempted == null || earned == null) {
            return null;
        }
        if (attempted.signum() < 0 || earned.signum() < 0) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, "metadata");
        }
        return new Credits(attempted, earned);
    }

    /** As many digits as a grade can have: a number of the form 1E999999 would fill the memory. */
    private static @Nullable BigDecimal number(JsonNode object, String field, String path) throws Unusable {
        var text = OneRosterMapping.text(object, field);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?\\d{1,6}(\\.\\d{1,20})?")) {
            throw new Unusable(Reject.Code.MALFORMED, path);
        }
        return new BigDecimal(text);
    }
}
