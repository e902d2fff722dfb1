package link.studentsuccess.api;

import java.time.Clock;
import java.util.Arrays;
import link.studentsuccess.api.seal.VerifyCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The application. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class StudentSuccessLink {

    /** Time comes from here, so that a test can say what day it is. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Starts the application; with {@code verify} as its first argument it verifies the ledger instead, and ends. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("verify")) {
            System.exit(VerifyCommand.run(Arrays.asList(args).subList(1, args.length), System.out));
        }
        SpringApplication.run(StudentSuccessLink.class, args);
    }
}
