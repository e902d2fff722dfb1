package link.studentsuccess.connectors.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;

/**
 * When a file may be read, wherever it lies: whole names only, at rest for a while, within bounds. While any file has not
 * rested long enough the folder is not ready: what is still uploading may be just the file that is missed.
 */
record Settled(Duration after, Clock clock) {

    static final int MOST_FILES = 10_000;
    static final long LARGEST_FILE = 2L << 30;

    private static final List<String> HALF_UPLOADED = List.of(".part", ".partial", ".filepart", ".tmp", ".crdownload");

    static boolean isWhole(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(".") && HALF_UPLOADED.stream().noneMatch(lower::endsWith);
    }

    boolean hasRested(Instant modified) {
        var rested = Duration.between(modified, clock.instant());
        return after.isZero() || rested.compareTo(after) >= 0;
    }

    static TransientProblem restless() {
        return new TransientProblem(
                "Files in the feed's drop folder have not rested long enough yet: they may still be uploading.", null);
    }

    static void checkCount(int files) {
        if (files > MOST_FILES) {
            throw new SourceDefect("The feed's drop folder holds more than " + MOST_FILES
                    + " entries: the district moves what is not for this feed elsewhere.");
        }
    }

    static void checkSize(long size) {
        if (size > LARGEST_FILE) {
            throw new SourceDefect("A file in the feed's drop folder is larger than allowed.");
        }
    }
}
