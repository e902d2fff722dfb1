package link.studentsuccess.api.statistics;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.statistics.StatisticsValue.StatisticsCount;
import link.studentsuccess.api.statistics.StatisticsValue.StatisticsRate;
import link.studentsuccess.api.statistics.StatisticsValue.Suppressed;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy tells of figures, cell by cell. */
@Component
class StatisticsRecords {

    /** A cell, and as of which day. */
    record Line(LocalDate asOf, Statistics.Cell cell) {}

    Mono<List<Line>> table(UnitOfWork work, String audience, String measure, List<String> by) {
        return work.sql("""
                        select s.as_of, s.label_1, s.label_2, s.students, s.percent, s.bound
                        from access.statistics(:audience, :measure, :by) s
                        """)
                .bind("audience", audience)
                .bind("measure", measure)
                .bind("by", by.toArray(String[]::new))
                .list(row -> line(row, by.size()))
                .collectList();
    }

    Mono<LocalDate> today(UnitOfWork work) {
        return work.sql("select access.today() as today").one(row -> Rows.value(row, "today", LocalDate.class));
    }

    private static Line line(Readable row, int dimensions) {
        var labels = Stream.of(Rows.textOrNull(row, "label_1"), Rows.textOrNull(row, "label_2"))
                .limit(dimensions)
                .toList();
        return new Line(Rows.value(row, "as_of", LocalDate.class), new Statistics.Cell(labels, value(row)));
    }

    private static StatisticsValue value(Readable row) {
        var students = Rows.valueOrNull(row, "students", Integer.class);
        var percent = Rows.valueOrNull(row, "percent", Integer.class);
        if (students != null) {
            return new StatisticsCount(students);
        }
        return percent == null ? Suppressed.TOO_FEW : new StatisticsRate(percent, Rows.text(row, "bound"));
    }
}
