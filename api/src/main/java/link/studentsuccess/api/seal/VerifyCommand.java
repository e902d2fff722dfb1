package link.studentsuccess.api.seal;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * {@code java -jar … verify}: the whole ledger against all its seals, with the settings of the deployment and the sealer's
 * login. It starts no application and needs no private key. It asks the database: see {@link Reading} for what that is worth.
 */
public final class VerifyCommand {

    private VerifyCommand() {}

    private static final int AS_SEALED = 0;
    private static final int WRONG = 1;
    /** Nothing is wrong, and nothing that stands elsewhere says so. */
    private static final int NOT_VOUCHED = 2;

    /**
     * Prints what it found, a line each. 0: all is as it was sealed, and what the anchor knows is there. 1: it is not, or it
     * was not verified. 2: it fits, but there is no anchor, or an old one: all of it could have been made anew.
     */
    public static int run(List<String> arguments, PrintStream out) {
        var all = new ArrayList<>(List.of("--spring.main.web-application-type=none", "--logging.level.root=off"));
        all.addAll(arguments);
        try (var context = new SpringApplicationBuilder(Settings.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new))) {
            return run(context.getBean(SealSettings.class), out);
        } catch (RuntimeException e) {
            var cause = root(e);
            out.println("The ledger was not verified: "
                    + (cause instanceof IllegalStateException
                            ? cause.getMessage()
                            : cause.getClass().getSimpleName()));
            return WRONG;
        }
    }

    private static int run(SealSettings settings, PrintStream out) {
        try (var connection = DriverManager.getConnection(
                SealSettings.required(settings.url(), "url"),
                SealSettings.required(settings.username(), "username"),
                SealSettings.required(settings.password(), "password"))) {
            connection.setAutoCommit(false);
            var verification = verify(connection, settings);
            connection.rollback();
            lines(verification).forEach(out::println);
            return code(verification);
        } catch (SQLException e) {
            throw new IllegalStateException("the database answers with SQL state " + e.getSQLState(), e);
        }
    }

    private static Verification verify(Connection connection, SealSettings settings) throws SQLException {
        var anchor = settings.anchor() == null ? null : Anchor.read(settings.anchor());
        return new Verifier(Keys.known(settings.publicKeys()), Lateness.of(settings, Clock.systemUTC()))
                .verify(connection, Verifier.Scope.WHOLE, anchor);
    }

    static int code(Verification verification) {
        if (!verification.intact()) {
            return WRONG;
        }
        return verification.vouched() ? AS_SEALED : NOT_VOUCHED;
    }

    static List<String> lines(Verification verification) {
        var lines = new ArrayList<String>();
        verification.findings().forEach(finding -> lines.add(finding.kind() + "  " + finding.message()));
        if (verification.wrong() > verification.findings().size()) {
            lines.add("… and " + (verification.wrong() - verification.findings().size()) + " more.");
        }
        var checked = verification.checked();
        var newest = checked.newest();
        lines.add(
                newest == null
                        ? "There is no seal."
                        : checked.seals() + " seals and " + checked.rows() + " rows were checked, up to seal "
                                + newest.sequence() + " of "
                                + newest.statement().sealedAt() + ", hash " + Seal.hex(newest.hash()) + ".");
        lines.add(verification.waiting().rows() + " rows wait for their seal.");
        if (verification.intact() && !verification.vouched()) {
            lines.add(notVouched(checked.anchored()));
        }
        lines.add(
                switch (code(verification)) {
                    case AS_SEALED -> "The ledger is as it was sealed.";
                    case NOT_VOUCHED -> "The ledger fits its seals; more cannot be told.";
                    default -> "The ledger is NOT as it was sealed.";
                });
        return lines;
    }

    private static String notVouched(Verification.@Nullable Anchored anchored) {
        return anchored == null
                ? "No anchor was given (link.seal.anchor): whether the end was cut off, or everything was rewritten and sealed"
                        + " anew, cannot be told."
                : "The anchor knows seal " + anchored.seal().sequence() + " of "
                        + anchored.seal().statement().sealedAt()
                        + ": whether what came after it was cut off, or rewritten and sealed anew, cannot be told.";
    }

    private static Throwable root(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null && !(cause instanceof IllegalStateException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Nothing but the settings. */
    @EnableConfigurationProperties(SealSettings.class)
    static final class Settings {}
}
