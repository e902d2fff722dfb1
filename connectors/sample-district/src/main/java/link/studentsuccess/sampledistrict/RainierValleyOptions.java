package link.studentsuccess.sampledistrict;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the second sample district is started with. Its host key lies in the folder, so that a district started again in
 * the same one is the same server. A missing password means a random one for each start.
 */
public record RainierValleyOptions(
        LocalDate today, int port, Path folder, @Nullable String password) {

    public RainierValleyOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port lies between 0 (any free one) and 65535, not " + port + ".");
        }
    }

    /** On any free port, with the real today. */
    public static RainierValleyOptions defaults(Path folder) {
        return defaults(folder, Clock.system(Options.ZONE));
    }

    public static RainierValleyOptions defaults(Path folder, Clock clock) {
        return new RainierValleyOptions(LocalDate.ofInstant(clock.instant(), Options.ZONE), 0, folder, null);
    }

    public RainierValleyOptions withToday(LocalDate today) {
        return new RainierValleyOptions(today, port, folder, password);
    }

    public RainierValleyOptions withPort(int port) {
        return new RainierValleyOptions(today, port, folder, password);
    }

    public RainierValleyOptions withPassword(String password) {
        return new RainierValleyOptions(today, port, folder, password);
    }

    /** Never the password, nor the folder. */
    @Override
    public String toString() {
        return "RainierValleyOptions[today=" + today + ", port=" + port + "]";
    }
}
