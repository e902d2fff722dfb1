package link.studentsuccess.api.access;

import graphql.ExecutionResult;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the unit of work which operation of the document really runs, before its transaction begins. */
@Component
final class OperationNotice extends SimplePerformantInstrumentation {

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var context = parameters.getExecutionContext();
        var operation = context.getOperationDefinition();
        UnitOfWork.in(context.getGraphQLContext()).run(operation.getOperation(), operation.getName());
        return null;
    }
}
