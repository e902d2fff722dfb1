package link.studentsuccess.api.graphql;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.OperationDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.VariableDefinition;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Says which variable, and what in it, its type does not take: the engine's own words repeat the value and leave the place
 * out. Looked for only once the engine has refused.
 */
final class VariableFaults extends SimplePerformantInstrumentation {

    @Override
    public CompletableFuture<ExecutionResult> instrumentExecutionResult(
            ExecutionResult result, InstrumentationExecutionParameters parameters, InstrumentationState state) {
        var fault = isAboutVariables(result) ? fault(parameters.getExecutionInput(), parameters.getSchema()) : null;
        return CompletableFuture.completedFuture(
                fault == null
                        ? result
                        : result.transform(builder -> builder.errors(List.of(new AbortExecutionException(fault)))));
    }

    /** What is wrong with the document is a {@link ValidationError}; only variables are of this type and none. */
    private static boolean isAboutVariables(ExecutionResult result) {
        return result.getErrors().stream()
                .anyMatch(error ->
                        error.getErrorType() == ErrorType.ValidationError && !(error instanceof ValidationError));
    }

    private static @Nullable String fault(ExecutionInput input, GraphQLSchema schema) {
        var values = input.getRawVariables().toMap();
        for (var variable : variables(input)) {
            var isDefault = !values.containsKey(variable.getName()) && variable.getDefaultValue() != null;
            var fault = isDefault
                    ? null
                    : fault(
                            variable.getName(),
                            values.get(variable.getName()),
                            type(variable.getType(), schema),
                            input.getGraphQLContext());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static List<VariableDefinition> variables(ExecutionInput input) {
        var document = new Parser()
                .parseDocument(ParserEnvironment.newParserEnvironment()
                        .document(input.getQuery())
                        .parserOptions(ParserOptions.getDefaultOperationParserOptions())
                        .build());
        var name = input.getOperationName();
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(operation -> name == null || name.isEmpty() || Objects.equals(operation.getName(), name))
                .findFirst()
                .map(OperationDefinition::getVariableDefinitions)
                .orElse(List.of());
    }

    private static GraphQLType type(Type<?> type, GraphQLSchema schema) {
        if (type instanceof NonNullType required) {
            return GraphQLNonNull.nonNull(type(required.getType(), schema));
        }
        return type instanceof ListType list
                ? GraphQLList.list(type(list.getType(), schema))
                : Objects.requireNonNull(schema.getType(((TypeName) type).getName()));
    }

    private static @Nullable String fault(
            String place, @Nullable Object value, GraphQLType type, GraphQLContext context) {
        var needed = GraphQLTypeUtil.unwrapNonNull(type);
        if (value == null) {
            return GraphQLTypeUtil.isNonNull(type) ? sentence(place, type) : null;
        }
        if (needed instanceof GraphQLList list) {
            return inList(place, value, list.getWrappedType(), context);
        }
        if (needed instanceof GraphQLInputObjectType object) {
            return value instanceof Map<?, ?> fields ? inObject(place, fields, object, context) : sentence(place, type);
        }
        return isTaken(value, needed, context) ? null : sentence(place, type);
    }

    private static @Nullable String inList(String place, Object value, GraphQLType type, GraphQLContext context) {
        if (!(value instanceof List<?> entries)) {
            return fault(place, value, type, context); // one value stands for a list of one
        }
        for (var n = 0; n < entries.size(); n++) {
            var fault = fault(place + "." + n, entries.get(n), type, context);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String inObject(
            String place, Map<?, ?> fields, GraphQLInputObjectType object, GraphQLContext context) {
        for (GraphQLInputObjectField field : object.getFieldDefinitions()) {
            var isDefault = !fields.containsKey(field.getName()) && field.hasSetDefaultValue();
            var fault = isDefault
                    ? null
                    : fault(place + "." + field.getName(), fields.get(field.getName()), field.getType(), context);
            if (fault != null) {
                return fault;
            }
        }
        // A name that the type does not know may be anything that the client has typed: it is not repeated.
        return fields.keySet().stream().allMatch(name -> object.getField(String.valueOf(name)) != null)
                ? null
                : "'" + place + "' in the variables has a field that the type " + object.getName()
                        + " does not know: look the type up in the schema.";
    }

    private static boolean isTaken(Object value, GraphQLType type, GraphQLContext context) {
        if (type instanceof GraphQLEnumType words) {
            return value instanceof String word && words.getValue(word) != null;
        }
        try {
            ((GraphQLScalarType) type).getCoercing().parseValue(value, context, Locale.ROOT);
            return true;
        } catch (CoercingParseValueException e) {
            return false;
        }
    }

    private static String sentence(String place, GraphQLType type) {
        return "'" + place + "' in the variables is missing, or no value of the type "
                + GraphQLTypeUtil.simplePrint(type) + ": look the type up in the schema.";
    }
}
