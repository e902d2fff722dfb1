package link.studentsuccess.api.mail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether, how and as whom this deployment sends mail.
 *
 * @param host the mail server; empty: no mail is written
 * @param port its port
 * @param username for a server that asks for one
 * @param password of that user
 * @param encrypted whether nothing is sent without TLS
 * @param from the sender's address
 * @param address of a place, with {host} for its host
 * @param lookEvery how often it is looked for mail to send
 */
@ConfigurationProperties("link.mail")
public record Mailing(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("true") boolean encrypted,
        @DefaultValue("") String from,
        @DefaultValue("https://{host}/") String address,
        @DefaultValue("10s") Duration lookEvery) {

    public Mailing {
        if (!host.isEmpty() && from.isEmpty()) {
            throw new IllegalArgumentException("link.mail.from must name the sender when there is a mail server");
        }
    }

    public boolean sends() {
        return !host.isEmpty();
    }

    String address(String placeHost) {
        return address.replace("{host}", placeHost);
    }

    @Override
    public String toString() {
        return "Mailing[sends=" + sends() + "]";
    }
}
