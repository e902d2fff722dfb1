package link.studentsuccess.api.mail;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Takes what party.mail holds to the mail server, one mail a transaction: it is marked sent in the one that sent it, and
 * no two instances take the same. A mail is tried ten times, at longer and longer intervals, for about two days.
 */
final class MailDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);
    private static final int MOST_TRIES = 10;
    private static final String DUE = """
            select id, recipient, inviter, place, host
            from party.mail
            where sent_at is null and given_up_at is null and next_try <= now()
            order by next_try
            limit 1
            for update skip locked
            """;
    private static final String SENT = "update party.mail set tries = tries + 1, sent_at = now() where id = ?";
    private static final String FAILED = """
            update party.mail
            set tries = tries + 1,
              next_try = now() + interval '3 minutes' * power(2, tries),
              given_up_at = case when tries + 1 >= ? then now() end
            where id = ?
            """;

    private final HikariDataSource source;
    private final JavaMailSender server;
    private final Mailing mailing;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "mail");
        thread.setDaemon(true);
        return thread;
    });

    /** What one mail says, and to whom. */
    private record Mail(UUID id, String recipient, String inviter, String place, String host) {}

    MailDelivery(HikariDataSource source, JavaMailSender server, Mailing mailing) {
        this.source = source;
        this.server = server;
        this.mailing = mailing;
    }

    MailDelivery start() {
        var every = mailing.lookEvery().toMillis();
        var unused = clock.scheduleWithFixedDelay(this::deliver, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    private void deliver() {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            while (deliverOne(connection)) {
                connection.commit();
            }
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("outcome=mail-not-looked-for problem={}", e.getClass().getSimpleName());
        }
    }

    /** Whether there was one. */
    private boolean deliverOne(Connection connection) throws SQLException {
        var mail = due(connection);
        if (mail == null) {
            return false;
        }
        if (accepted(mail)) {
            try (var sent = connection.prepareStatement(SENT)) {
                sent.setObject(1, mail.id());
                sent.executeUpdate();
            }
            return true;
        }
        try (var failed = connection.prepareStatement(FAILED)) {
            failed.setInt(1, MOST_TRIES);
            failed.setObject(2, mail.id());
            failed.executeUpdate();
        }
        return true;
    }

    private static @Nullable Mail due(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(DUE);
                var rows = query.executeQuery()) {
            return rows.next()
                    ? new Mail(
                            rows.getObject("id", UUID.class),
                            rows.getString("recipient"),
                            rows.getString("inviter"),
                            rows.getString("place"),
                            rows.getString("host"))
                    : null;
        }
    }

    private boolean accepted(Mail mail) {
        var message = new SimpleMailMessage();
        message.setFrom(mailing.from());
        message.setTo(mail.recipient());
        message.setSubject("Invitation to " + mail.place());
        message.setText(mail.inviter() + " invites you to work with " + mail.place()
                + ".\n\nSign in with this e-mail address at " + mailing.address(mail.host())
                + "\n\nAn invitation stands for 14 days. If you do not expect it, ignore it.\n");
        try {
            server.send(message);
            return true;
        } catch (MailException e) {
            LOG.warn(
                    "outcome=mail-not-sent mail={} problem={}",
                    mail.id(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(4, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
