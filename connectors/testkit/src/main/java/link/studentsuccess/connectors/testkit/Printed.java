package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All that is printed and logged while it is open. */
final class Printed implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream copy = new PrintStream(bytes, true, UTF_8);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            copy.println(entry.getMessage());
            if (entry.getParameters() != null) {
                for (var parameter : entry.getParameters()) {
                    copy.println(parameter);
                }
            }
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(copy);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Printed() {}

    static Printed capture() {
        var printed = new Printed();
        System.setOut(printed.copy);
        System.setErr(printed.copy);
        printed.root.addHandler(printed.handler);
        // The JDK's HTTP client logs whole requests at FINE; a connector logs nothing of a row at any level it uses.
        printed.root.setLevel(Level.INFO);
        return printed;
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        root.setLevel(level);
        System.setOut(out);
        System.setErr(err);
    }
}
