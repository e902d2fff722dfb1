package link.studentsuccess.api.changes;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How closely changes are watched, and how many may watch.
 *
 * @param lookEvery how often to look without being told: what opens and closes by the calendar tells nobody
 * @param mostStreams how many streams one person may have open at this instance
 * @param mostStreamsInAll how many streams this instance keeps open
 */
@ConfigurationProperties("link.changes")
record ChangesSettings(Duration lookEvery, int mostStreams, int mostStreamsInAll) {

    ChangesSettings {
        if (lookEvery.isNegative() || lookEvery.isZero() || mostStreams < 1 || mostStreamsInAll < 1) {
            throw new IllegalArgumentException(
                    "link.changes needs a look-every longer than nothing, and most-streams and most-streams-in-all of at least 1");
        }
    }
}
