package link.studentsuccess.api.graphql;

import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many entries of lists a request asks for by the sizes of its pages: a page of a hundred within each of a hundred is
 * ten thousand. Who names no size, or null, gets the usual one, and it counts as if it were named.
 */
final class Entries {

    private static final Set<String> SIZES = Set.of("first", "last");
    private static final long MANY = 1_000_000;

    private final GraphQLSchema schema;

    private Entries(GraphQLSchema schema) {
        this.schema = schema;
    }

    static long of(ExecutableNormalizedOperation operation, GraphQLSchema schema) {
        return new Entries(schema).below(operation.getTopLevelFields(), 1);
    }

    private long below(List<ExecutableNormalizedField> fields, long times) {
        var sum = 0L;
        for (var field : fields) {
            var size = size(field);
            var entries = Math.min(MANY, times * size);
            sum = Math.min(MANY, sum + (size > 1 ? entries : 0) + below(field.getChildren(), entries));
        }
        return sum;
    }

    private int size(ExecutableNormalizedField field) {
        return field.getFieldDefinitions(schema).stream()
                .flatMap(definition -> definition.getArguments().stream())
                .filter(argument -> SIZES.contains(argument.getName()))
                .mapToInt(
                        argument -> size(argument, field.getResolvedArguments().get(argument.getName())))
                .max()
                .orElse(1);
    }

    /** A size that is out of bounds is refused where it is used. */
    private static int size(GraphQLArgument argument, @Nullable Object asked) {
        return asked instanceof Integer size ? Math.max(1, size) : usual(argument);
    }

    private static int usual(GraphQLArgument argument) {
        Integer usual = GraphQLArgument.getArgumentDefaultValue(argument);
        return Objects.requireNonNullElse(usual, Page.LARGEST);
    }
}
