package link.studentsuccess.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A mail server on loopback that keeps what it takes, and sends nothing on: the demo's people can read it. */
public final class DemoMail implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** One mail as it arrived. */
    public record Letter(String recipient, String subject, String text) {}

    private DemoMail() {
        server.start();
    }

    static DemoMail start() {
        return new DemoMail();
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** In the order in which they came. */
    public List<Letter> letters() {
        var letters = new ArrayList<Letter>();
        try {
            for (var message : server.getReceivedMessages()) {
                letters.add(new Letter(
                        String.valueOf(message.getRecipients(RecipientType.TO)[0]),
                        message.getSubject(),
                        String.valueOf(message.getContent())));
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
        return letters;
    }

    /** The first mail to an address; waits for it, and fails when it does not come. */
    public Letter await(String recipient, Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            var seen = letters();
            for (var letter : seen) {
                if (letter.recipient().equalsIgnoreCase(recipient)) {
                    return letter;
                }
            }
            server.waitForIncomingEmail(200, seen.size() + 1);
        }
        throw new IllegalStateException("No mail has come to " + recipient + ".");
    }

    @Override
    public void close() {
        server.stop();
    }
}
