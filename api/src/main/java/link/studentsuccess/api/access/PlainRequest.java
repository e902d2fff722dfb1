package link.studentsuccess.api.access;

import graphql.language.OperationDefinition.Operation;
import io.r2dbc.spi.ConnectionFactory;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * A request beside GraphQL, such as a file, in the same kind of transaction: the viewer is entered, the record written,
 * and the answer leaves after the commit.
 */
@Component
public final class PlainRequest {

    private static final Logger LOG = LoggerFactory.getLogger(PlainRequest.class);

    private final ConnectionFactory pool;
    private final Ledger ledger;

    PlainRequest(ConnectionFactory pool, Ledger ledger) {
        this.pool = pool;
        this.ledger = ledger;
    }

    /** Answers by the viewer that the token and the address say; an error answers nothing and leaves only its record. */
    public <T> Mono<T> answer(String operation, HttpHeaders headers, Function<UnitOfWork, Mono<T>> work) {
        return RequestTransaction.token().flatMap(token -> {
            var caller = RequestTransaction.caller(token, headers, operation);
            return Mono.usingWhen(
                            Mono.fromSupplier(() -> begun(operation, caller)),
                            unit -> work.apply(unit).flatMap(answer -> end(unit, answer)),
                            UnitOfWork::rollback,
                            (unit, fault) -> unit.rollback(),
                            UnitOfWork::rollback)
                    .onErrorResume(fault -> abandon(caller, operation, fault));
        });
    }

    /** Records a request that is refused before anything of it was read. */
    public Mono<Void> turnedAway(HttpHeaders headers, String code) {
        return RequestTransaction.token()
                .map(token -> RequestTransaction.caller(token, headers, ""))
                .flatMap(caller -> ledger.record(caller, null, Ledger.Outcome.REFUSED, code))
                .then();
    }

    private UnitOfWork begun(String operation, Caller caller) {
        var unit = new UnitOfWork(pool, caller);
        unit.run(Operation.MUTATION, operation);
        return unit;
    }

    private static <T> Mono<T> end(UnitOfWork unit, T answer) {
        var fault = unit.failure();
        return fault == null ? unit.complete().then(unit.commit()).thenReturn(answer) : Mono.error(fault);
    }

    private <T> Mono<T> abandon(Caller caller, String operation, Throwable fault) {
        if (fault instanceof ResponseStatusException known) {
            return ledger.record(
                            caller,
                            operation,
                            Ledger.Outcome.INVALID,
                            "HTTP " + known.getStatusCode().value())
                    .then(Mono.error(known));
        }
        if (fault instanceof Refused refused) {
            return ledger.record(caller, operation, Ledger.Outcome.REFUSED, refused.code())
                    .then(Mono.error(new ResponseStatusException(refused.status())));
        }
        var code = RequestTransaction.code(fault);
        LOG.warn("outcome={} code={} operation={}", Ledger.Outcome.FAILED, code, operation);
        return ledger.record(caller, operation, Ledger.Outcome.FAILED, code)
                .then(Mono.error(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR)));
    }
}
