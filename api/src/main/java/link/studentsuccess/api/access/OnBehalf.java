package link.studentsuccess.api.access;

import graphql.language.OperationDefinition.Operation;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Work in the name of a member, after the request that asked for it: one transaction that enters as the member, with the
 * rights that the member has now, and is recorded like a request. No category of district data is open to it.
 */
@Component
public final class OnBehalf {

    private final ConnectionFactory pool;
    private final RoleMatrix matrix;

    OnBehalf(ConnectionFactory pool, RoleMatrix matrix) {
        this.pool = pool;
        this.matrix = matrix;
    }

    /** As whom, and at which address. */
    public record Member(String issuer, String subject, String host) {}

    /** Does the work of a mutation; {@link Refused} when the member may no more. Whatever goes wrong, nothing is written. */
    public <T> Mono<T> run(Member member, String mutation, Function<UnitOfWork, Mono<T>> work) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> begin(member, mutation)),
                unit -> work.apply(unit)
                        .flatMap(done ->
                                unit.failure() == null ? unit.commit().thenReturn(done) : Mono.error(unit.failure())),
                UnitOfWork::rollback,
                (unit, fault) -> unit.rollback(),
                UnitOfWork::rollback);
    }

    private UnitOfWork begin(Member member, String mutation) {
        var caller = new Caller(member.issuer(), member.subject(), null, List.of(), member.host(), mutation, null);
        var unit = new UnitOfWork(pool, caller);
        unit.run(Operation.MUTATION, mutation);
        unit.onlyFor(role -> matrix.allows(role, "Mutation." + mutation));
        return unit;
    }
}
