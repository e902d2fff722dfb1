package link.studentsuccess.api.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and as whom this deployment sends mail; the server itself is named by spring.mail.
 *
 * @param host the mail server; empty: no mail is written
 * @param from the sender's address
 * @param address of a place, with {host} for its host
 */
@ConfigurationProperties("link.mail")
public record Mailing(
        @DefaultValue("") String host,
        @DefaultValue("") String from,
        @DefaultValue("https://{host}/") String address) {

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
}
