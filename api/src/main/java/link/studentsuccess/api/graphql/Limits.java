package link.studentsuccess.api.graphql;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationValidationParameters;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperation;
import graphql.validation.ValidationError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request may ask for. Fields are counted on the normalized operation: a count on the document would let a
 * small document of reused fragments ask for a hundred thousand fields.
 */
final class Limits extends SimplePerformantInstrumentation {

    static final int CHARACTERS = 32_768;
    static final int TOKENS = 2_000;
    static final int DEPTH = 12;
    static final int FIELDS = 500;
    static final int ROOT_FIELDS = 10;
    static final int EXPANDED = 5_000;
    static final int ENTRIES = 25_000;
    static final int ERRORS = 5;

    /** Before it is validated, and so before it could be cached. */
    @Override
    public @Nullable InstrumentationContext<List<ValidationError>> beginValidation(
            InstrumentationValidationParameters parameters, InstrumentationState state) {
        Shape.check(parameters.getDocument());
        return null;
    }

    /** Of what is executed, each time: a document may come from the cache, and its variables are new. */
    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var context = parameters.getExecutionContext();
        var definition = context.getOperationDefinition();
        var isSubscription = definition.getOperation() == OperationDefinition.Operation.SUBSCRIPTION;
        if (isIntrospectionOnly(definition) && !isSubscription) {
            return null; // bounded by graphql-java's own introspection check; GraphiQL's is 13 deep
        }
        // Normalizing follows every spread: what twenty doubling fragments stand for is counted before, cheaply.
        if (Expansion.of(definition, context.getDocument()) > EXPANDED) {
            throw new AbortExecutionException(
                    "The request's fragments stand for more than " + EXPANDED + " selections: ask for less.");
        }
        var operation = context.getNormalizedQueryTree().get();
        var roots = operation.getTopLevelFields().size();
        if (definition.getOperation() == OperationDefinition.Operation.MUTATION && roots > 1) {
            throw new AbortExecutionException("One mutation per request: send the others in requests of their own.");
        }
        if (isSubscription && roots > 1) {
            throw new AbortExecutionException("One subscription per request: open a stream for each.");
        }
        if (isSubscription && roots == 0) {
            throw new AbortExecutionException("The subscription skips its only field: include it, or open no stream.");
        }
        refuseAbove("root fields", roots, ROOT_FIELDS);
        refuseAbove("fields", operation.getNormalizedFieldToMergedField().size(), FIELDS);
        refuseAbove("levels", depth(operation), DEPTH);
        refuseAbove("entries of lists", Entries.of(operation, context.getGraphQLSchema()), ENTRIES);
        Days.check(operation);
        return null;
    }

    static void refuseAbove(String what, long asked, int largest) {
        if (asked > largest) {
            throw new AbortExecutionException("The request asks for more than " + largest + " " + what + ": split it.");
        }
    }

    private static int depth(ExecutableNormalizedOperation operation) {
        return operation.getTopLevelFields().stream()
                .mapToInt(Limits::depth)
                .max()
                .orElse(0);
    }

    private static int depth(ExecutableNormalizedField field) {
        return 1 + field.getChildren().stream().mapToInt(Limits::depth).max().orElse(0);
    }

    private static boolean isIntrospectionOnly(OperationDefinition definition) {
        SelectionSet selections = definition.getSelectionSet();
        @SuppressWarnings("rawtypes")
        List<Selection> roots = selections.getSelections();
        return roots.stream().allMatch(Limits::isIntrospection);
    }

    private static boolean isIntrospection(Selection<?> selection) {
        if (selection instanceof Field field) {
            return field.getName().startsWith("__");
        }
        if (selection instanceof InlineFragment fragment) {
            return fragment.getSelectionSet().getSelections().stream().allMatch(s -> isIntrospection((Selection<?>) s));
        }
        return !(selection instanceof FragmentSpread); // what is elsewhere is not looked up, and so not exempt
    }
}
