package link.studentsuccess.demo;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/** The database starts before Spring Boot sets logging up, and would otherwise tell everything it does. */
final class DemoLogging {

    private DemoLogging() {}

    static void quiet() {
        var logging = LoggingSystem.get(DemoLogging.class.getClassLoader());
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    }
}
