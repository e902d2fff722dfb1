package link.studentsuccess.api.file;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many files are taken in.
 *
 * @param perHour places that one member may ask for within an hour
 * @param atOnce files that this instance receives at the same time: each of them is in memory until it is stored
 */
@ConfigurationProperties("link.files")
record FileLimits(int perHour, int atOnce) {

    FileLimits {
        if (perHour < 1 || atOnce < 1) {
            throw new IllegalArgumentException("link.files needs per-hour and at-once of at least 1 file");
        }
    }
}
