package link.studentsuccess.api.access;

import io.r2dbc.spi.ConnectionFactory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records requests that were not answered, in a transaction of their own: the request's own leaves nothing behind. */
@Component
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** For an error whose record could not be written: it stands in no ledger, and says so. */
    private static final UUID NOT_RECORDED = new UUID(0, 0);

    private final DatabaseClient client;

    Ledger(ConnectionFactory pool) {
        this.client = DatabaseClient.create(pool);
    }

    /** How a request ended that was not answered. */
    enum Outcome {
        REFUSED,
        INVALID,
        FAILED,
        TIMED_OUT
    }

    /** The id of the record; all zeros when even that could not be written. */
    Mono<UUID> record(Caller caller, @Nullable String operation, Outcome outcome, String code) {
        var spec = client.sql(
                "select access.record_failure(:issuer, :subject, :host, :operation, :document, :client, :outcome, :code) as id");
        spec = UnitOfWork.bound(spec, "operation", operation, String.class);
        spec = UnitOfWork.bound(spec, "client", caller.client(), String.class);
        return spec.bind("issuer", caller.issuer())
                .bind("subject", caller.subject())
                .bind("host", caller.host())
                .bind("document", caller.documentHash())
                .bind("outcome", outcome.name())
                .bind("code", code)
                .map(row -> Rows.uuid(row, "id"))
                .one()
                .onErrorResume(fault -> {
                    LOG.error("outcome={} code={} record=failed", outcome, code);
                    return Mono.just(NOT_RECORDED);
                });
    }
}
