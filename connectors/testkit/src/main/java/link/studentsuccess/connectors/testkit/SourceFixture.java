package link.studentsuccess.connectors.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;

/** A source under the test's control, which a connector's author writes once so that the contract can run. */
public interface SourceFixture extends AutoCloseable {

    Settings settings();

    SettableClock clock();

    default HttpGateway http() {
        return (address, credentials) -> {
            throw new ConfigProblem("This source has no web service.");
        };
    }

    default FileGateway files() {
        return new FileGateway() {
            @Override
            public List<DropFile> list() {
                return List.of();
            }

            @Override
            public java.io.InputStream open(DropFile file) {
                throw new ConfigProblem("This source has no files.");
            }
        };
    }

    /** Fills the source anew with data about so many students, all last changed long before the clock's time. */
    void seed(int students);

    /** How many records of this stream the source now holds. */
    int count(StreamName stream);

    /**
     * For streams of the seeded source, one record exactly as it must arrive. Make it a hard one: accents, an
     * apostrophe, leading zeros, a date that a time zone could shift.
     */
    Map<StreamName, Upsert> expected();

    /** Names, IDs and secrets in the source or its settings, none of which may ever be printed. */
    Set<String> canaries();

    /** Which hosts the connector may ask. */
    default Set<String> hosts() {
        return Set.of("127.0.0.1");
    }

    /** Makes one row of this stream unusable; false where the source cannot hold such a row. */
    default boolean spoilRow(StreamName stream) {
        return false;
    }

    /** Makes the source give at most so many rows a page; false where it has no pages of its own. */
    default boolean clampAt(int rows) {
        return false;
    }

    /** Changes one row of this stream at this moment; asked for streams with DELTA only. */
    default void changeAt(StreamName stream, Instant moment) {
        throw new UnsupportedOperationException("A source with DELTA changes a row here");
    }

    /** The moment a watermark stands for. */
    default Instant momentOf(Watermark watermark) {
        return Instant.parse(watermark.value());
    }

    default ConnectorContext context() {
        return context(http());
    }

    default ConnectorContext context(HttpGateway http) {
        return new LentContext(settings(), clock(), http, files());
    }

    @Override
    void close();
}
