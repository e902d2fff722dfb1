package link.studentsuccess.api.queries;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Listens to what the application logs, down to its debug level, and to what everything else logs as usual. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger APPLICATION = (Logger) LoggerFactory.getLogger("link.studentsuccess");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final @Nullable Level before = APPLICATION.getLevel();

    static Logs listen() {
        var logs = new Logs();
        logs.setContext(ROOT.getLoggerContext());
        logs.start();
        ROOT.addAppender(logs);
        APPLICATION.addAppender(logs);
        APPLICATION.setAdditive(false); // to be read here, not on the console
        APPLICATION.setLevel(Level.DEBUG);
        return logs;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        lines.add(event.getLoggerName() + " " + event.getMDCPropertyMap() + " " + event.getFormattedMessage()
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
    }

    /** What has been logged since the last time. */
    List<String> next() {
        var next = new ArrayList<String>();
        for (var line = lines.poll(); line != null; line = lines.poll()) {
            next.add(line);
        }
        return next;
    }

    @Override
    public void close() {
        APPLICATION.setLevel(before);
        APPLICATION.setAdditive(true);
        APPLICATION.detachAppender(this);
        ROOT.detachAppender(this);
    }
}
