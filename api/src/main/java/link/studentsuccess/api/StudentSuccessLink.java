package link.studentsuccess.api;

import java.time.Clock;
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

    public static void main(String[] args) {
        SpringApplication.run(StudentSuccessLink.class, args);
    }
}
