package link.studentsuccess.connectors.spi;

import java.time.Clock;
import java.time.ZoneId;

/** All that the engine lends to a connector for one call. */
public interface ConnectorContext {

    Settings settings();

    /** The district's clock, in its zone; never the machine's. */
    Clock clock();

    default ZoneId zone() {
        return clock().getZone();
    }

    HttpGateway http();

    FileGateway files();
}
