package link.studentsuccess.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged while something is done, with everybody told to tell everything. */
final class Heard {

    private static final LoggerContext LOGGING = (LoggerContext) LoggerFactory.getILoggerFactory();

    private Heard() {}

    /** As the application logs, had somebody set every level to the lowest. */
    static List<String> atTrace(Runnable work) {
        var ear = new Ear();
        ear.setContext(LOGGING);
        ear.start();
        var levels = new LinkedHashMap<Logger, Level>();
        for (var logger : LOGGING.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(Level.TRACE);
            }
        }
        var root = LOGGING.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // The console is for people who read the build; this is not for them.
        var others = new ArrayList<Appender<ILoggingEvent>>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.addAppender(ear);
        try {
            work.run();
            return List.copyOf(ear.lines);
        } finally {
            root.detachAppender(ear);
            others.forEach(root::addAppender);
            levels.forEach(Logger::setLevel);
        }
    }

    /** As it would log without the filter that quiets the libraries. */
    static List<String> unfiltered(Runnable work) {
        var filters = List.copyOf(LOGGING.getTurboFilterList());
        LOGGING.resetTurboFilterList();
        try {
            return atTrace(work);
        } finally {
            filters.forEach(LOGGING::addTurboFilter);
        }
    }

    private static final class Ear extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            var fault = event.getThrowableProxy();
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + (fault == null ? "" : ThrowableProxyUtil.asString(fault)));
        }
    }
}
