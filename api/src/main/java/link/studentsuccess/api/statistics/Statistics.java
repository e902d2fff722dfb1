package link.studentsuccess.api.statistics;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of figures. */
record Statistics(String audience, String measure, List<String> by, LocalDate asOf, List<Cell> cells) {

    record Cell(List<@Nullable String> labels, StatisticsValue value) {}
}
