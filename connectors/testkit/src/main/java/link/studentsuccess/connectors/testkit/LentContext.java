package link.studentsuccess.connectors.testkit;

import java.time.Clock;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;

/** What a test lends to a connector for one call. */
public record LentContext(Settings settings, Clock clock, HttpGateway http, FileGateway files)
        implements ConnectorContext {}
