package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One day of the school calendar; without it no attendance rate can be computed.
 *
 * @param schoolCode the school's code; absent when the day is the same for the whole district
 */
public record CalendarDayRecord(@Nullable String schoolCode, LocalDate date, boolean instructional)
        implements CanonicalRecord {}
