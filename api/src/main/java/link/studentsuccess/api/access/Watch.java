package link.studentsuccess.api.access;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * What a subscription may ask after its request has ended, for as long as its token is good: each time the policy finds
 * the viewer anew, in a short transaction of its own. Nothing is held open in between.
 */
public final class Watch {

    private static final String STATE = """
            select w.refusal, w.student_id, w.district_id, w.category, w.state, w.published_at
            from access.watch(:issuer, :subject, :host, :scopes) w
            """;

    private final ConnectionFactory pool;
    private final Caller caller;
    private final Instant until;
    private final Mono<List<Watched>> first;

    Watch(ConnectionFactory pool, Caller caller, Instant until, UnitOfWork request) {
        this.pool = pool;
        this.caller = caller;
        this.until = until;
        this.first = request.sql(STATE)
                .bind("issuer", caller.issuer())
                .bind("subject", caller.subject())
                .bind("host", caller.host())
                .bind("scopes", caller.scopes().toArray(String[]::new))
                .list(Watch::watched)
                .collectList()
                .cache();
    }

    /** How the caseload stood when the subscription was answered. */
    public Mono<List<Watched>> first() {
        return first;
    }

    /** How it stands now; {@link Refused} when the viewer may not ask here any more. */
    public Mono<List<Watched>> look() {
        return DatabaseClient.create(pool)
                .sql(STATE)
                .bind("issuer", caller.issuer())
                .bind("subject", caller.subject())
                .bind("host", caller.host())
                .bind("scopes", caller.scopes().toArray(String[]::new))
                .map(Watch::watched)
                .all()
                .collectList();
    }

    /** Asks what is recorded like any request: with a header of its own in the ledger. */
    public <T> Mono<T> ask(String operation, Function<UnitOfWork, Mono<T>> question) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> UnitOfWork.named(operation, pool, caller)),
                work -> question.apply(work).flatMap(answer -> work.commit().thenReturn(answer)),
                UnitOfWork::rollback,
                (work, fault) -> work.rollback(),
                UnitOfWork::rollback);
    }

    /** When the access token expires. */
    public Instant until() {
        return until;
    }

    /** Whom the token names, at whichever address. */
    public String principal() {
        return caller.issuer() + " " + caller.subject();
    }

    private static Watched watched(Readable row) {
        var refusal = Rows.textOrNull(row, "refusal");
        if (refusal != null) {
            throw Refused.notActive(refusal);
        }
        return new Watched(
                Rows.uuid(row, "student_id"),
                Rows.uuid(row, "district_id"),
                DataCategory.valueOf(Rows.text(row, "category")),
                Rows.textOrNull(row, "state"),
                Rows.valueOrNull(row, "published_at", OffsetDateTime.class));
    }
}
