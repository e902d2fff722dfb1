package link.studentsuccess.api.changes;

import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.APPLICATION_NAME;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE;
import static io.r2dbc.spi.ConnectionFactoryOptions.CONNECT_TIMEOUT;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ConnectionFactories;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Hears that something which decides about access has changed in the database, from whichever instance or program: one
 * connection for all streams, outside of the pool, open while there is a stream.
 */
@Component
final class AccessChanges {

    private static final Logger LOG = LoggerFactory.getLogger(AccessChanges.class);

    private static final String LISTENING = "listening";

    private final Flux<String> heard;

    AccessChanges(R2dbcConnectionDetails database) {
        var connections = ConnectionFactories.get(database.getConnectionFactoryOptions()
                .mutate()
                .option(APPLICATION_NAME, "student-success-link changes")
                .option(CONNECT_TIMEOUT, Duration.ofSeconds(5))
                .option(TCP_KEEPALIVE, true)
                .build());
        this.heard = Flux.usingWhen(
                        Mono.from(connections.create()).cast(PostgresqlConnection.class),
                        AccessChanges::listen,
                        PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("The connection that listens was closed")))
                .doOnError(fault -> LOG.warn(
                        "outcome=not-listening problem={}", fault.getClass().getSimpleName()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(10))
                        .transientErrors(true))
                .share();
    }

    /** Something has changed, or may have while nobody listened. */
    Flux<String> heard() {
        return heard.onBackpressureLatest();
    }

    /** Notifications are taken before the first can come; what came before that is told by the start itself. */
    private static Flux<String> listen(PostgresqlConnection connection) {
        var listening = connection
                .createStatement("listen access_changed")
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then(Mono.just(LISTENING));
        return Flux.merge(connection.getNotifications().map(Notification::getName), listening);
    }
}
