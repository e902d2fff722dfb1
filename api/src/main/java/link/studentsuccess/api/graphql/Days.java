package link.studentsuccess.api.graphql;

import graphql.execution.AbortExecutionException;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Days and moments as arguments. The scalars read years that no database holds; a scalar does not know which argument it
 * reads, so they are looked at here, once they are read.
 */
public final class Days {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    private Days() {}

    /** Whether the day is of a year in which anybody here was born or anything will end. */
    public static boolean isPossible(LocalDate day) {
        return isPossible(day.getYear());
    }

    private static boolean isPossible(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    /** Refuses the request if an argument holds another day, and names the argument. */
    static void check(ExecutableNormalizedOperation operation) {
        operation.getTopLevelFields().forEach(Days::check);
    }

    private static void check(ExecutableNormalizedField field) {
        var place = Arguments.path(field.getResolvedArguments(), Days::isImpossible);
        if (place != null) {
            throw new AbortExecutionException(
                    "'" + place + "' must be of a year from " + FIRST_YEAR + " to " + LAST_YEAR + ".");
        }
        field.getChildren().forEach(Days::check);
    }

    private static boolean isImpossible(Object value) {
        return (value instanceof LocalDate day && !isPossible(day))
                || (value instanceof OffsetDateTime moment && !isPossible(moment.getYear()));
    }
}
