package link.studentsuccess.sampledistrict;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a sample district is started with; everything in its world is relative to {@code today}, and changes made while
 * it runs are stamped by {@code clock}. A missing client secret means a random one for each start.
 */
public record Options(
        LocalDate today,
        ZoneId zone,
        int port,
        Path dropFolder,
        int students,
        boolean dropsAttendance,
        @Nullable String clientSecret,
        Clock clock) {

    public static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    static final int FEWEST_STUDENTS = 300;
    static final int MOST_STUDENTS = 50_000;

    public Options {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port lies between 0 (any free one) and 65535, not " + port + ".");
        }
        if (students < FEWEST_STUDENTS || students > MOST_STUDENTS) {
            throw new IllegalArgumentException("A sample district has between " + FEWEST_STUDENTS + " and "
                    + MOST_STUDENTS + " students, not " + students + ".");
        }
    }

    /** A district of 2,000 students on any free port, whose today is the real one. */
    public static Options defaults(Path dropFolder) {
        return defaults(dropFolder, Clock.system(ZONE));
    }

    public static Options defaults(Path dropFolder, Clock clock) {
        return new Options(LocalDate.ofInstant(clock.instant(), ZONE), ZONE, 0, dropFolder, 2_000, true, null, clock);
    }

    public Options withToday(LocalDate today) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withZone(ZoneId zone) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withPort(int port) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withDropFolder(Path dropFolder) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withStudents(int students) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withDropsAttendance(boolean dropsAttendance) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withClientSecret(String clientSecret) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    public Options withClock(Clock clock) {
        return new Options(today, zone, port, dropFolder, students, dropsAttendance, clientSecret, clock);
    }

    /** Never the secret, nor the folder. */
    @Override
    public String toString() {
        return "Options[today=" + today + ", port=" + port + ", students=" + students + "]";
    }
}
