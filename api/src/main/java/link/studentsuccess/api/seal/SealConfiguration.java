package link.studentsuccess.api.seal;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import link.studentsuccess.connectors.sync.Database;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Seals beside the API, with a database login of its own, after the migrations. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "link.seal.enabled", havingValue = "true", matchIfMissing = true)
class SealConfiguration {

    private static final int CONNECTIONS = 2;

    /** Held by a bean and no bean itself: a DataSource bean would be taken for the application's own. */
    @Bean(destroyMethod = "close")
    RunningSeals seals(
            SealSettings settings, FlywayMigrationInitializer afterMigrations, MeterRegistry meters, Clock clock) {
        var key = settings.key();
        var keys = Keys.known(settings.publicKeys())
                .signingWith(
                        Objects.requireNonNull(key, "link.seal.key is not set").read());
        var source = new HikariDataSource();
        source.setJdbcUrl(SealSettings.required(settings.url(), "url"));
        source.setUsername(SealSettings.required(settings.username(), "username"));
        source.setPassword(SealSettings.required(settings.password(), "password"));
        source.setMaximumPoolSize(CONNECTIONS);
        source.setPoolName("seal");
        var database = new Database(source);
        var lateness = Lateness.of(settings, clock);
        var sealing = new Sealing(database, new Sealer(keys, lateness), settings, new SealMeters(meters, clock));
        return new RunningSeals(sealing.start(), new Verifier(keys, lateness), database, source);
    }

    /** The sealer and the verifier with the connections they work on. */
    record RunningSeals(Sealing sealing, Verifier verifier, Database database, HikariDataSource source)
            implements AutoCloseable {

        @Override
        public void close() {
            sealing.close();
            source.close();
        }
    }
}
