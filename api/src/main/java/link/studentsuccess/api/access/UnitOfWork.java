package link.studentsuccess.api.access;

import graphql.GraphQLContext;
import graphql.language.OperationDefinition.Operation;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dataloader.BatchLoaderEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one transaction of a request, and the only way from a resolver to the database. It begins, and enters the viewer,
 * with the first statement; after its end it refuses statements, so that a late one cannot run outside of it.
 */
public final class UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    private final ConnectionFactory pool;
    private final Caller caller;
    private final Mono<Session> session = Mono.defer(this::begin).cache();
    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Queue<Hidden> withheld = new ConcurrentLinkedQueue<>();
    private final Set<UUID> notFound = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Mono<Void>> last = new AtomicReference<>(Mono.empty());
    private volatile Operation operation = Operation.QUERY;
    private volatile @Nullable String operationName;
    private volatile Predicate<Role> allows = role -> true;
    private volatile @Nullable Watch watch;
    private volatile boolean closed;

    /** A place in the response where a category is withheld. */
    record Hidden(List<Object> path, Withheld withheld) {}

    private record Session(DatabaseClient client, Entered entered) {}

    UnitOfWork(ConnectionFactory pool, Caller caller) {
        this.pool = pool;
        this.caller = caller;
    }

    /** For what is asked outside of a GraphQL request, in a subscription that goes on. */
    static UnitOfWork named(String operation, ConnectionFactory pool, Caller caller) {
        var work = new UnitOfWork(pool, caller);
        work.run(Operation.QUERY, operation);
        return work;
    }

    public static UnitOfWork in(GraphQLContext context) {
        UnitOfWork work = context.get(UnitOfWork.class);
        if (work == null) {
            throw new IllegalStateException("Student data is read inside a request only");
        }
        return work;
    }

    /** The same, for a batch loader. */
    public static UnitOfWork in(BatchLoaderEnvironment env) {
        GraphQLContext context = env.getContext();
        if (context == null) {
            throw new IllegalStateException("A batch loader runs inside a request only");
        }
        return in(context);
    }

    void put(GraphQLContext.Builder context) {
        context.put(UnitOfWork.class, this);
    }

    /** Says which operation is about to run, before its first statement. */
    void run(Operation kind, @Nullable String name) {
        operation = kind;
        operationName = name;
    }

    /** Only for these roles: for another the transaction ends before its first statement. */
    void onlyFor(Predicate<Role> roles) {
        allows = roles;
    }

    /** The caller asks for a stream of events, and may until the access token expires. */
    void stream(Instant until) {
        watch = new Watch(pool, caller, until, this);
    }

    boolean isStream() {
        return watch != null;
    }

    /** For a subscription: how it goes on after this transaction. */
    public Watch watch() {
        var present = watch;
        if (present == null) {
            throw new IllegalStateException("Only a request for a stream can go on");
        }
        return present;
    }

    /** Before the end: the viewer is entered, and a stream knows from which state on it tells changes. */
    Mono<Void> complete() {
        var present = watch;
        return present == null
                ? entered().then()
                : entered().then(present.first()).then();
    }

    /** The membership in which this request is answered. */
    public Mono<Entered> entered() {
        return session.map(Session::entered);
    }

    /** The day on which the access policy decides. */
    public Mono<LocalDate> today() {
        return sql("select access.today() as today").one(row -> Rows.value(row, "today", LocalDate.class));
    }

    public Statement sql(String text) {
        return new Statement(text, spec -> spec);
    }

    /** One SQL statement of this transaction. */
    public final class Statement {

        private final String text;
        private final Function<DatabaseClient.GenericExecuteSpec, DatabaseClient.GenericExecuteSpec> bindings;

        private Statement(
                String text, Function<DatabaseClient.GenericExecuteSpec, DatabaseClient.GenericExecuteSpec> bindings) {
            this.text = text;
            this.bindings = bindings;
        }

        public Statement bind(String name, Object value) {
            return new Statement(text, bindings.andThen(spec -> spec.bind(name, value)));
        }

        public <T> Statement bind(String name, @Nullable T value, Class<T> type) {
            return new Statement(text, bindings.andThen(spec -> bound(spec, name, value, type)));
        }

        public <T> Flux<T> list(Function<Readable, T> row) {
            return run(spec -> spec.map(row).all());
        }

        public <T> Mono<T> one(Function<Readable, T> row) {
            return list(row).next();
        }

        public Mono<Long> rowsUpdated() {
            return run(spec -> spec.fetch().rowsUpdated().flux()).next();
        }

        private <T> Flux<T> run(Function<DatabaseClient.GenericExecuteSpec, Flux<T>> execution) {
            var statement = session.flatMapMany(open -> closed
                    ? Flux.<T>error(new IllegalStateException("The request has ended; the statement is refused"))
                    : execution.apply(bindings.apply(open.client().sql(text))));
            return inTurn(statement).doOnError(UnitOfWork.this::fail);
        }
    }

    /** One connection runs one statement at a time; waiting here, they cannot overflow the driver's queue. */
    private <T> Flux<T> inTurn(Flux<T> statement) {
        return Flux.defer(() -> {
            Sinks.Empty<Void> done = Sinks.empty();
            var before = last.getAndSet(done.asMono());
            return before.thenMany(statement).doFinally(end -> done.tryEmitEmpty());
        });
    }

    static <T> DatabaseClient.GenericExecuteSpec bound(
            DatabaseClient.GenericExecuteSpec spec, String name, @Nullable T value, Class<T> type) {
        return value == null ? spec.bindNull(name, type) : spec.bind(name, value);
    }

    /** Lets the request end without an answer. */
    public void refuse(Refused refusal) {
        fail(refusal);
    }

    /** Remembers the first fault: any one fails the whole request. */
    void fail(Throwable fault) {
        failure.compareAndSet(null, fault);
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** Nothing: the id leads this viewer nowhere, whether or not it leads somebody else somewhere. */
    public <T> Mono<T> nothing(UUID id) {
        return Mono.fromRunnable(() -> notFound.add(id));
    }

    Set<UUID> notFound() {
        return Set.copyOf(notFound);
    }

    void withhold(List<Object> path, Withheld reason) {
        withheld.add(new Hidden(path, reason));
    }

    List<Hidden> withheld() {
        return List.copyOf(withheld);
    }

    @Nullable
    String operationName() {
        return operationName;
    }

    private Mono<Session> begin() {
        if (closed) {
            return Mono.error(new IllegalStateException("The request has ended; its transaction is not begun"));
        }
        return Mono.from(pool.create())
                .flatMap(this::take)
                .flatMap(c -> begin(c).onErrorResume(UnitOfWork::isOutdated, fault -> beginAnew(c)))
                .doOnError(this::fail);
    }

    private Mono<Session> begin(Connection c) {
        var client = client(c);
        return Mono.from(c.beginTransaction(isolation()))
                .then(Mono.defer(() -> enter(client)))
                .map(entered -> new Session(client, entered));
    }

    /**
     * A first sign-in binds the person. Of two at the same moment the later one cannot: its snapshot is older. Nothing has
     * happened in it yet, so it begins once more, and finds the person bound.
     */
    private Mono<Session> beginAnew(Connection c) {
        return Mono.from(c.rollbackTransaction()).then(Mono.defer(() -> begin(c)));
    }

    private static boolean isOutdated(Throwable fault) {
        return RequestTransaction.code(fault).equals("SQLSTATE 40001");
    }

    /** A connection that arrives after the end is given back: nobody else would. */
    private Mono<Connection> take(Connection c) {
        connection.set(c);
        return closed && connection.compareAndSet(c, null)
                ? Mono.from(c.close())
                        .then(Mono.error(
                                () -> new IllegalStateException("The request has ended; it gets no connection")))
                : Mono.just(c);
    }

    /** A query reads one snapshot; a mutation must see what others committed, so that repeating it is harmless. */
    private IsolationLevel isolation() {
        return operation == Operation.MUTATION ? IsolationLevel.READ_COMMITTED : IsolationLevel.REPEATABLE_READ;
    }

    private DatabaseClient client(Connection c) {
        return DatabaseClient.create(new SingleConnectionFactory(c, pool.getMetadata(), true));
    }

    private Mono<Entered> enter(DatabaseClient client) {
        var spec = client.sql(
                "select * from access.enter(:issuer, :subject, :host, :scopes, :operation, :document, :client, :email)");
        spec = bound(spec, "operation", operationName, String.class);
        spec = bound(spec, "email", caller.email(), String.class);
        spec = bound(spec, "client", caller.client(), String.class);
        return spec.bind("issuer", caller.issuer())
                .bind("subject", caller.subject())
                .bind("host", caller.host())
                .bind("scopes", caller.scopes().toArray(String[]::new))
                .bind("document", caller.documentHash())
                .map(UnitOfWork::entered)
                .one()
                .flatMap(this::allowed);
    }

    private Mono<Entered> allowed(Object answer) {
        if (answer instanceof Entered entered) {
            return mayRun(entered) ? Mono.just(entered) : Mono.error(Refused.notForRole());
        }
        return Mono.error((Refused) answer);
    }

    /** A service account changes nothing, whatever its owner may. */
    private boolean mayRun(Entered entered) {
        return allows.test(entered.role()) && !(entered.serviceAccount() && operation == Operation.MUTATION);
    }

    private static Object entered(Readable row) {
        var refusal = row.get("refusal", String.class);
        if (refusal != null) {
            return Refused.notActive(refusal);
        }
        return new Entered(
                Rows.uuid(row, "membership_id"),
                Rows.uuidOrNull(row, "organization_id"),
                Rows.uuidOrNull(row, "district_id"),
                Role.valueOf(Rows.text(row, "role")),
                Rows.uuidOrNull(row, "service_account_id") != null);
    }

    /** Ends the transaction with everything that was written, the ledger first of all. */
    Mono<Void> commit() {
        return session.flatMap(open -> {
            closed = true;
            var c = connection.get();
            return c == null
                    ? Mono.error(new IllegalStateException("The request has ended; there is nothing to commit"))
                    : Mono.from(c.commitTransaction()).then(Mono.defer(() -> giveBack(c)));
        });
    }

    private Mono<Void> giveBack(Connection c) {
        return connection.compareAndSet(c, null) ? Mono.from(c.close()) : Mono.empty();
    }

    /**
     * Ends the transaction with nothing written. First it closes itself, so that no late statement can follow; and it waits
     * for a transaction that is still beginning: the driver sees none yet, and would leave it to the next request.
     */
    Mono<Void> rollback() {
        closed = true;
        var c = connection.getAndSet(null);
        if (c == null) {
            return Mono.empty();
        }
        return AtOnce.held(session.then()
                .onErrorComplete()
                .then(Mono.defer(() -> Mono.from(c.rollbackTransaction())))
                .timeout(Duration.ofSeconds(4)) // a running statement ends by its own time-out before
                .then(Mono.from(c.close()))
                .onErrorResume(fault -> {
                    LOG.warn(
                            "outcome=rollback-failed problem={}",
                            fault.getClass().getSimpleName());
                    return discard(c);
                }));
    }

    /** A connection whose rollback failed is not handed to the next request. */
    private static Mono<Void> discard(Connection c) {
        var real = c instanceof Wrapped<?> wrapped ? (Connection) wrapped.unwrap() : c;
        return Mono.from(real.close()).then(Mono.from(c.close())).onErrorComplete();
    }
}
