package link.studentsuccess.api.access;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.SelectedField;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaDirectiveWiring;
import graphql.schema.idl.SchemaDirectiveWiringEnvironment;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Component;

/**
 * Stands in front of every field with {@code @disclose}: the data where the category is open for this student, else
 * {@link Withheld}. It waits for nothing: the decision is on the student.
 */
@Component
class DiscloseGuard implements RuntimeWiringConfigurer, SchemaDirectiveWiring {

    private final Map<FieldCoordinates, DataFetcher<?>> guarded = new LinkedHashMap<>();
    private final Map<String, DataCategory> categories = new LinkedHashMap<>();

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        wiring.directive("disclose", this);
    }

    @Override
    public GraphQLFieldDefinition onField(SchemaDirectiveWiringEnvironment<GraphQLFieldDefinition> env) {
        var field = env.getElement();
        var category = DataCategory.valueOf(Objects.toString(
                env.getAppliedDirective().getArgument("category").getValue()));
        var coordinates = FieldCoordinates.coordinates(env.getFieldsContainer(), field);
        var guard = guard(category, env.getFieldDataFetcher());
        env.getCodeRegistry().dataFetcher(coordinates, guard);
        guarded.put(coordinates, guard);
        categories.put(coordinates.getTypeName() + "." + coordinates.getFieldName(), category);
        return field;
    }

    /** Replaced by nobody but the tests, which plant one that guards badly. */
    DataFetcher<?> guard(DataCategory category, DataFetcher<?> content) {
        return env -> {
            if (!(env.getSource() instanceof Student student)) {
                throw new IllegalStateException("@disclose stands on fields of Student only");
            }
            var decision = student.decision(category);
            return decision.granted() ? content.get(env) : withheld(decision, env);
        };
    }

    private static Withheld withheld(Decision decision, DataFetchingEnvironment env) {
        var reason = Objects.requireNonNull(decision.reason());
        var withheld = new Withheld(decision.category(), reason, decision.since(), decision.until());
        UnitOfWork.in(env.getGraphQlContext())
                .withhold(env.getExecutionStepInfo().getPath().toList(), withheld);
        return withheld;
    }

    /** The categories that a selection on Student asks for. */
    Set<DataCategory> asked(Iterable<SelectedField> fields) {
        var asked = EnumSet.noneOf(DataCategory.class);
        for (var field : fields) {
            for (var type : field.getObjectTypeNames()) {
                var category = categories.get(type + "." + field.getName());
                if (category != null) {
                    asked.add(category);
                }
            }
        }
        return asked;
    }

    /** What this guard wrapped, for the start-up proof. */
    Map<FieldCoordinates, DataFetcher<?>> guarded() {
        return Map.copyOf(guarded);
    }
}
