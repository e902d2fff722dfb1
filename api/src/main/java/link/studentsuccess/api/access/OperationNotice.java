package link.studentsuccess.api.access;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the unit of work which operation of the document really runs, before its transaction begins; and lets only a
 * subscription run as a stream. The framework itself would carry out a mutation first and refuse it then.
 */
@Component
final class OperationNotice extends SimplePerformantInstrumentation {

    private final RoleMatrix matrix;

    OperationNotice(RoleMatrix matrix) {
        this.matrix = matrix;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var context = parameters.getExecutionContext();
        var operation = context.getOperationDefinition();
        var work = UnitOfWork.in(context.getGraphQLContext());
        work.run(operation.getOperation(), operation.getName());
        var subscribes = operation.getOperation() == Operation.SUBSCRIPTION;
        if (subscribes || operation.getOperation() == Operation.MUTATION) {
            var type = subscribes ? "Subscription." : "Mutation.";
            var roots = context.getNormalizedQueryTree().get().getTopLevelFields();
            work.onlyFor(role -> roots.stream().allMatch(root -> matrix.allows(role, type + root.getFieldName())));
        }
        if (work.isStream() && !subscribes) {
            var refused = Refused.notAStream();
            work.fail(refused);
            throw new AbortExecutionException(refused);
        }
        if (subscribes && !work.isStream()) {
            throw new AbortExecutionException(
                    "A subscription is answered as a stream: ask with 'Accept: text/event-stream' alone.");
        }
        return null;
    }
}
