package link.studentsuccess.api.graphql;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.introspection.IntrospectionDisabledError;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The only place that builds errors. They are for malformed requests, limits and faults; what may not be seen is no
 * error. No error repeats a literal or a variable's value.
 */
public final class ErrorMapping {

    /** Messages of these name fields, types and arguments of the schema, and nothing that a client typed as a value. */
    private static final Set<ValidationErrorType> SAFE = EnumSet.of(
            ValidationErrorType.FieldUndefined,
            ValidationErrorType.UnknownArgument,
            ValidationErrorType.UnknownType,
            ValidationErrorType.UnknownDirective,
            ValidationErrorType.UndefinedFragment,
            ValidationErrorType.UndefinedVariable,
            ValidationErrorType.UnusedVariable,
            ValidationErrorType.UnusedFragment,
            ValidationErrorType.MissingFieldArgument,
            ValidationErrorType.SubselectionRequired,
            ValidationErrorType.SubselectionNotAllowed,
            ValidationErrorType.FieldsConflict,
            ValidationErrorType.SubscriptionMultipleRootFields,
            ValidationErrorType.SubscriptionIntrospectionRootField,
            ValidationErrorType.LoneAnonymousOperationViolation);

    private ErrorMapping() {}

    /** An error of the request itself, without what the client typed as a value. */
    public static GraphQLError cleaned(GraphQLError error) {
        return GraphqlErrorBuilder.newError()
                .message("%s", message(error))
                .locations(error.getLocations() == null ? List.of() : error.getLocations())
                .path(error.getPath()) // where the mistake is of one field, its place in the answer
                .extensions(Map.of("classification", "BAD_REQUEST"))
                .build();
    }

    /** The one error of a request that failed on our side; the operator finds its record by the id. */
    public static GraphQLError unavailable(UUID record) {
        return GraphqlErrorBuilder.newError()
                .message("The service could not answer. Nothing was changed; try again in a minute.")
                .extensions(Map.of("classification", "UNAVAILABLE", "id", record.toString()))
                .build();
    }

    /** A mutation or subscription that the viewer's role may not ask for. */
    public static GraphQLError notForRole() {
        return GraphqlErrorBuilder.newError()
                .message("Your role here may not do this. Nothing was changed; ask your administrator who may.")
                .extensions(Map.of("classification", "FORBIDDEN"))
                .build();
    }

    /** Too much in one day: what to do, and neither how much that is nor what was asked. */
    public static GraphQLError dailyLimit(String sentence) {
        return GraphqlErrorBuilder.newError()
                .message("%s", sentence)
                .extensions(Map.of("classification", "DAILY_LIMIT"))
                .build();
    }

    private static String message(GraphQLError error) {
        if (error instanceof ValidationError validation) {
            var type = validation.getValidationErrorType();
            return type instanceof ValidationErrorType known && SAFE.contains(known)
                    ? validation.getMessage().replaceFirst("^Validation error \\([^)]*\\) : ", "")
                    : "A value here has the wrong type or form: compare it with the argument's type in the schema.";
        }
        if (error instanceof IntrospectionDisabledError) {
            return "This service does not tell its schema: ask its operator for it as a file.";
        }
        if (error.getErrorType() == ErrorType.InvalidSyntax) {
            return "The document cannot be read as GraphQL at this place, or is longer than allowed.";
        }
        if (error.getErrorType() == ErrorType.ValidationError) {
            return "A variable is missing or has a value of the wrong type: compare it with the operation's definitions.";
        }
        return error.getMessage();
    }
}
