package link.studentsuccess.api.mail;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Sends mail where a mail server is named, with the database login of the engine: the API's own reads no addressee. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${link.mail.host:}'.isEmpty()")
class MailConfiguration {

    @Bean
    JavaMailSender mailServer(Mailing mailing) {
        var server = new JavaMailSenderImpl();
        server.setHost(mailing.host());
        server.setPort(mailing.port());
        server.setDefaultEncoding("UTF-8");
        var properties = server.getJavaMailProperties();
        properties.setProperty("mail.smtp.connectiontimeout", "10000");
        properties.setProperty("mail.smtp.timeout", "10000");
        properties.setProperty("mail.smtp.writetimeout", "10000");
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(mailing.encrypted()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        if (!mailing.username().isEmpty()) {
            server.setUsername(mailing.username());
            server.setPassword(mailing.password());
            properties.setProperty("mail.smtp.auth", "true");
        }
        return server;
    }

    @Bean(destroyMethod = "close")
    MailDelivery mailDelivery(
            Login login, JavaMailSender server, Mailing mailing, FlywayMigrationInitializer afterMigrations) {
        var source = new HikariDataSource();
        source.setJdbcUrl(login.url());
        source.setUsername(login.username());
        source.setPassword(login.password());
        source.setMaximumPoolSize(1);
        source.setPoolName("mail");
        return new MailDelivery(source, server, mailing).start();
    }

    @Bean
    Login mailLogin(
            @Value("${link.engine.url}") String url,
            @Value("${link.engine.username}") String username,
            @Value("${link.engine.password}") String password) {
        return new Login(url, username, password);
    }

    /** The database login that reads what is to be sent. */
    record Login(String url, String username, String password) {

        @Override
        public String toString() {
            return "Login";
        }
    }
}
