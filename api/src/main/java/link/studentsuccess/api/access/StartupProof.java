package link.studentsuccess.api.access;

import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLSchema;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.GraphQlSource;

/** Before the first request is accepted: the schema and the database prove that nothing is open by mistake. */
@Configuration(proxyBeanMethods = false)
class StartupProof {

    private final List<String> unmapped = new ArrayList<>();

    /** A field without resolver would answer null for ever; Spring's own report finds it. */
    @Bean
    GraphQlSourceBuilderCustomizer mappingReport() {
        return builder -> builder.inspectSchemaMappings(report ->
                report.unmappedFields().stream().map(StartupProof::unmapped).forEach(unmapped::add));
    }

    @Bean
    SmartInitializingSingleton accessIsProved(
            GraphQlSource source, DiscloseGuard guard, RoleMatrix matrix, ConnectionFactory pool) {
        return () -> {
            var faults = new ArrayList<>(new SchemaProof(source.schema(), guard, pool).faults());
            faults.addAll(matrix.faults(operations(source.schema())));
            faults.addAll(unmapped);
            faults.addAll(new DatabaseProof(pool).faults());
            if (!faults.isEmpty()) {
                throw new NotProved(faults);
            }
        };
    }

    private static Set<String> operations(GraphQLSchema schema) {
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .filter(Objects::nonNull)
                .flatMap(type ->
                        type.getFieldDefinitions().stream().map(field -> type.getName() + "." + field.getName()))
                .collect(Collectors.toSet());
    }

    private static String unmapped(FieldCoordinates field) {
        return field.getTypeName() + "." + field.getFieldName() + " has no resolver.";
    }
}
