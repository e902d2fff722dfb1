package link.studentsuccess.api.graphql;

import graphql.parser.ParserOptions;
import graphql.scalars.ExtendedScalars;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** Scalars, limits and the document cache. */
@Configuration(proxyBeanMethods = false)
class GraphQlConfiguration {

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> wiring.scalar(ExtendedScalars.Date)
                .scalar(ExtendedScalars.DateTime)
                .scalar(ExtendedScalars.NonNegativeInt);
    }

    /** Shared by all instances of a deployment, so that a cursor of one is good at the other. */
    @Bean
    Cursors cursors(@Value("${link.cursor-key}") SecretReference key) {
        return new Cursors(key.read());
    }

    @Bean
    Limits limits() {
        return new Limits();
    }

    @Bean
    VariableFaults variableFaults() {
        return new VariableFaults();
    }

    @Bean
    GraphQlSourceBuilderCustomizer documentCache() {
        ParserOptions.setDefaultOperationParserOptions(ParserOptions.newParserOptions()
                .maxCharacters(Limits.CHARACTERS)
                .maxTokens(Limits.TOKENS)
                .maxWhitespaceTokens(Limits.CHARACTERS)
                .build());
        var documents = new Documents();
        return builder -> builder.configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents));
    }
}
