package link.studentsuccess.api.seal;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * {@code java -jar … verify}: the whole ledger against all its seals, with the settings of the deployment and the sealer's
 * login. It starts no application and needs no private key.
 */
public final class VerifyCommand {

    private VerifyCommand() {}

    /** Prints what it found, a line each; 0 when all is as it was sealed, else 1. */
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
            return 1;
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
            return verification.intact() ? 0 : 1;
        } catch (SQLException e) {
            throw new IllegalStateException("the database answers with SQL state " + e.getSQLState(), e);
        }
    }

    private static Verification verify(Connection connection, SealSettings settings) throws SQLException {
        return new Verifier(Keys.known(settings.publicKeys()), settings.late())
                .verify(connection, Verifier.Scope.WHOLE, Anchor.read(settings.anchor()));
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
        if (!checked.anchored()) {
            lines.add(
                    "No anchor was given (link.seal.anchor): whether newer seals were cut off with their rows cannot be told.");
        }
        lines.add(verification.intact() ? "The ledger is as it was sealed." : "The ledger is NOT as it was sealed.");
        return lines;
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
