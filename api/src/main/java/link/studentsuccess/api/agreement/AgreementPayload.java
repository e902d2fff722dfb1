package link.studentsuccess.api.agreement;

import java.util.List;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An agreement as it stands now, or why not. */
record AgreementPayload(@Nullable Agreement agreement, List<UserError> errors) {

    static AgreementPayload of(Agreement agreement) {
        return new AgreementPayload(agreement, List.of());
    }

    static Mono<AgreementPayload> refused(UserError... errors) {
        return refused(List.of(errors));
    }

    static Mono<AgreementPayload> refused(List<UserError> errors) {
        return Mono.just(new AgreementPayload(null, errors));
    }
}
