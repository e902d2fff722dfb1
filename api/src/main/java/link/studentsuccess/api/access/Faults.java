package link.studentsuccess.api.access;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import link.studentsuccess.api.graphql.BadRequest;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Component;

/** A resolver's exception is the client's mistake or a fault of ours; a fault fails the whole request. */
@Component
final class Faults extends DataFetcherExceptionResolverAdapter {

    Faults() {
        setThreadLocalContextAware(false);
    }

    @Override
    protected GraphQLError resolveToSingleError(Throwable fault, DataFetchingEnvironment env) {
        if (fault instanceof BadRequest mistake) {
            return GraphqlErrorBuilder.newError(env)
                    .errorType(ErrorType.BAD_REQUEST)
                    .message("%s", mistake.message(env.getArguments()))
                    .build();
        }
        UnitOfWork.in(env.getGraphQlContext()).fail(fault);
        return GraphqlErrorBuilder.newError(env)
                .errorType(ErrorType.INTERNAL_ERROR)
                .message("fault")
                .build();
    }
}
