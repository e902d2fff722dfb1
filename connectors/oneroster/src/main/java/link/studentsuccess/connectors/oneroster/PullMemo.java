package link.studentsuccess.connectors.oneroster;

import java.time.DateTimeException;
import java.time.Instant;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;

/**
 * What a pull decides on its first page and keeps to its last; it travels in the position.
 *
 * @param watermark what the last page will hand out
 * @param birthDates whether the service let the first page read demographics
 * @param changedDemographics whether a delta of students has come to those whose demographics alone changed
 * @param years the school years that enrollments are dated by; empty in other streams
 */
record PullMemo(Instant watermark, boolean birthDates, boolean changedDemographics, String years) {

    static PullMemo parse(String text) {
        var parts = text.split(";", -1);
        try {
            return new PullMemo(
                    Instant.parse(parts[0]), Boolean.parseBoolean(parts[1]), Boolean.parseBoolean(parts[2]), parts[3]);
        } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new RestartRequired("The position cannot be read: the pull starts again.");
        }
    }

    String text() {
        return watermark + ";" + birthDates + ";" + changedDemographics + ";" + years;
    }
}
