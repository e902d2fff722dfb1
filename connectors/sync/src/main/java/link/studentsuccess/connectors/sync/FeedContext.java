package link.studentsuccess.connectors.sync;

import java.time.Clock;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;

/** What one feed lends to its connector for one pull; closing it ends the pull's connections. */
record FeedContext(Settings settings, Clock clock, HttpGateway http, FileGateway files)
        implements ConnectorContext, AutoCloseable {

    static FeedContext of(Feed feed, SyncOptions options, WebGateway.Client client) {
        var clock = options.clock().withZone(feed.zone());
        return new FeedContext(
                feed.settings(),
                clock,
                new WebGateway(client, feed.id(), feed.settings()),
                files(options.outside(), feed.settings(), clock));
    }

    private static FileGateway files(SyncOptions.Outside outside, Settings settings, Clock clock) {
        return settings.textOrNull(SftpServer.HOST) == null
                ? new DropFolder(outside, settings, clock)
                : new SftpFolder(outside, settings, clock);
    }

    @Override
    public void close() {
        if (files instanceof SftpFolder sftp) {
            sftp.close();
        }
    }
}
