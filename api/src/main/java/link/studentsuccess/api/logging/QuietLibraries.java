package link.studentsuccess.api.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Below INFO only this application speaks. What libraries say there repeats whole requests, rows and parameters of
 * statements; so no level that is set, in a hurry or by mistake, brings a child into the log.
 */
public final class QuietLibraries implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String OWN = "link.studentsuccess.";

    /** Once the logging is set up: that begins from nothing. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent prepared) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            quiet(logging);
        }
    }

    static void quiet(LoggerContext logging) {
        if (logging.getTurboFilterList().stream().noneMatch(Quiet.class::isInstance)) {
            logging.addTurboFilter(new Quiet());
        }
    }

    /** Asked before a line is even made. */
    static final class Quiet extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] params,
                @Nullable Throwable fault) {
            return level.isGreaterOrEqual(Level.INFO) || logger.getName().startsWith(OWN)
                    ? FilterReply.NEUTRAL
                    : FilterReply.DENY;
        }
    }
}
