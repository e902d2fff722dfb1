package link.studentsuccess.api.feed;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.connectors.sync.SyncOptions;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the pull engine beside the API, with a database login of its own, after the migrations. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "link.engine.enabled", havingValue = "true", matchIfMissing = true)
class EngineConfiguration {

    private static final int CONNECTIONS = 6;

    /** Held by the engine's bean and no bean itself: a DataSource bean would be taken for the application's own. */
    @Bean(destroyMethod = "close")
    RunningEngine engine(EngineSettings settings, Clock clock, FlywayMigrationInitializer afterMigrations) {
        var source = new HikariDataSource();
        source.setJdbcUrl(settings.url());
        source.setUsername(settings.username());
        source.setPassword(settings.password());
        source.setMaximumPoolSize(CONNECTIONS);
        // The detail of a refused row is the row; without it a logged fault repeats nothing of a child.
        source.addDataSourceProperty("logServerErrorDetail", "false");
        source.setPoolName("engine");
        var options = SyncOptions.defaults().withClock(clock).withLoopback(settings.allowLoopback());
        if (settings.dropFolders() != null) {
            options = options.withDropFolders(settings.dropFolders(), settings.settled());
        }
        return new RunningEngine(SyncEngine.start(source, options), source);
    }

    /** The engine with the connections it works on. */
    record RunningEngine(SyncEngine engine, HikariDataSource source) implements AutoCloseable {

        @Override
        public void close() {
            engine.close();
            source.close();
        }
    }

    /** Closed with its connections by the bean above, once. */
    @Bean(destroyMethod = "")
    SyncEngine syncEngine(RunningEngine running) {
        return running.engine();
    }
}
