package link.studentsuccess.api.graphql;

import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import java.util.List;

/**
 * How many entries of lists a request asks for by the sizes it names, in the document or in variables: a page of a hundred
 * within each of a hundred is ten thousand.
 */
final class Entries {

    private static final List<String> SIZES = List.of("first", "last");
    private static final long MANY = 1_000_000;

    private Entries() {}

    static long of(ExecutableNormalizedOperation operation) {
        return below(operation.getTopLevelFields(), 1);
    }

    private static long below(List<ExecutableNormalizedField> fields, long times) {
        var sum = 0L;
        for (var field : fields) {
            var size = size(field);
            var entries = Math.min(MANY, times * size);
            sum = Math.min(MANY, sum + (size > 1 ? entries : 0) + below(field.getChildren(), entries));
        }
        return sum;
    }

    /** A size that is out of bounds is refused where it is used. */
    private static int size(ExecutableNormalizedField field) {
        return SIZES.stream()
                .map(field.getResolvedArguments()::get)
                .mapToInt(value -> value instanceof Integer size ? Math.max(1, size) : 1)
                .max()
                .orElse(1);
    }
}
