package link.studentsuccess.api.access;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaDirectiveWiring;
import graphql.schema.idl.SchemaDirectiveWiringEnvironment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in front of every mutation whose input has an {@code idempotencyKey}: a key stands for one input. With another one
 * it is refused, for what the first one made would be answered as if it were the second's. What was refused has made
 * nothing, and leaves its key free.
 */
@Component
final class KeyGuard implements RuntimeWiringConfigurer, SchemaDirectiveWiring {

    private static final String KEY = "idempotencyKey";
    private static final String ERRORS = "errors";

    private static final UserError USED =
            UserError.conflict("input." + KEY, "This key was used for something else: take a new one.");

    /** The same input, however its fields are ordered. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** What the database says of a key and an input. */
    private enum Submission {
        FIRST,
        AGAIN,
        OTHER
    }

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        wiring.directiveWiring(this);
    }

    @Override
    public GraphQLFieldDefinition onField(SchemaDirectiveWiringEnvironment<GraphQLFieldDefinition> env) {
        if (env.getFieldsContainer().getName().equals("Mutation")) {
            env.getCodeRegistry()
                    .dataFetcher(
                            FieldCoordinates.coordinates(env.getFieldsContainer(), env.getElement()),
                            guard(env.getFieldDataFetcher()));
        }
        return env.getElement();
    }

    private static DataFetcher<?> guard(DataFetcher<?> mutation) {
        return env -> env.getArgument("input") instanceof Map<?, ?> input && input.get(KEY) instanceof String key
                ? once(env, mutation, input, key)
                : mutation.get(env);
    }

    private static Mono<Object> once(
            DataFetchingEnvironment env, DataFetcher<?> mutation, Map<?, ?> input, String key) {
        var work = UnitOfWork.in(env.getGraphQlContext());
        return work.entered().flatMap(viewer -> {
            var id = IdempotencyKey.id(viewer.membership(), env.getField().getName(), key);
            return submit(work, id, input).flatMap(submission -> switch (submission) {
                case FIRST -> carriedOut(env, mutation).flatMap(payload -> keptIfDone(work, id, env, payload));
                case AGAIN -> carriedOut(env, mutation);
                case OTHER -> Mono.just(refused(env));
            });
        });
    }

    private static Mono<Submission> submit(UnitOfWork work, UUID id, Map<?, ?> input) {
        return work.sql("select access.submit(:key, :input) as submission")
                .bind("key", id)
                .bind("input", sha256(JSON.writeValueAsBytes(input)))
                .one(row -> Submission.valueOf(Rows.text(row, "submission")));
    }

    private static Mono<Object> carriedOut(DataFetchingEnvironment env, DataFetcher<?> mutation) {
        return Mono.<Object>fromCallable(() -> mutation.get(env))
                .flatMap(answer -> answer instanceof Mono<?> later ? later.cast(Object.class) : Mono.just(answer));
    }

    private static Mono<Object> keptIfDone(UnitOfWork work, UUID id, DataFetchingEnvironment env, Object payload) {
        return isRefused(env, payload)
                ? work.sql("select access.unsubmit(:key)")
                        .bind("key", id)
                        .rowsUpdated()
                        .thenReturn(payload)
                : Mono.just(payload);
    }

    /** Read as the engine reads it: payloads have the field in common, and no type. */
    private static boolean isRefused(DataFetchingEnvironment env, Object payload) {
        try {
            var errors = PropertyDataFetcher.<List<?>>fetching(ERRORS)
                    .get(payloadType(env).getFieldDefinition(ERRORS), payload, () -> env);
            return errors != null && !errors.isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("The payload of a mutation has errors", e);
        }
    }

    /** The payload of a mutation that has done nothing: its lists are empty, and nothing of it is so. */
    private static Object refused(DataFetchingEnvironment env) {
        var payload = new HashMap<String, Object>();
        for (var field : payloadType(env).getFieldDefinitions()) {
            if (GraphQLTypeUtil.isNonNull(field.getType())) {
                var isList = GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType()));
                payload.put(field.getName(), isList ? List.of() : false);
            }
        }
        payload.put(ERRORS, List.of(USED));
        return payload;
    }

    private static GraphQLObjectType payloadType(DataFetchingEnvironment env) {
        return GraphQLTypeUtil.unwrapNonNullAs(env.getFieldType());
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
