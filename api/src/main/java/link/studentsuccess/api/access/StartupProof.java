package link.studentsuccess.api.access;

import graphql.schema.FieldCoordinates;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
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
    SmartInitializingSingleton accessIsProved(GraphQlSource source, DiscloseGuard guard, ConnectionFactory pool) {
        return () -> {
            var faults = new ArrayList<>(new SchemaProof(source.schema(), guard, pool).faults());
            faults.addAll(unmapped);
            faults.addAll(new DatabaseProof(pool).faults());
            if (!faults.isEmpty()) {
                throw new NotProved(faults);
            }
        };
    }

    private static String unmapped(FieldCoordinates field) {
        return field.getTypeName() + "." + field.getFieldName() + " has no resolver.";
    }
}
