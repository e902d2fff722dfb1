package link.studentsuccess.connectors.sync;

import java.time.Clock;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;

/** What one feed lends to its connector. */
record FeedContext(Settings settings, Clock clock, HttpGateway http, FileGateway files) implements ConnectorContext {

    static FeedContext of(Feed feed, SyncOptions options, WebGateway.Client client) {
        var clock = options.clock().withZone(feed.zone());
        return new FeedContext(
                feed.settings(),
                clock,
                new WebGateway(client, feed.id(), feed.settings()),
                new DropFolder(options.outside(), feed.settings(), clock));
    }
}
