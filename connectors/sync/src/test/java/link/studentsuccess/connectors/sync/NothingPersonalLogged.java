package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Hears all that is logged from before the set-up of a test until it has been put away: no name, no number, no secret. */
final class NothingPersonalLogged implements BeforeEachCallback, AfterEachCallback {

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> personal;

    NothingPersonalLogged(String... personal) {
        this.personal = new ArrayList<>(List.of(personal));
    }

    /** What is known only when the test runs. */
    void nor(String secret) {
        personal.add(secret);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logged.start();
        root().addAppender(logged);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root().detachAppender(logged);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> personal.stream().anyMatch(line::contains));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
