package link.studentsuccess.api.statistics;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.BadRequest;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Tables of figures, from a fixed list: no filter, so that no two tables differ by one child. */
@Controller
class StatisticsResolver {

    private static final List<String> DIMENSIONS = List.of("SCHOOL", "GRADE_LEVEL", "PROGRAM");
    private static final int MOST_DIMENSIONS = 2;

    private final StatisticsRecords records;
    private final RoleMatrix matrix;

    StatisticsResolver(StatisticsRecords records, RoleMatrix matrix) {
        this.records = records;
        this.matrix = matrix;
    }

    @QueryMapping
    Mono<Statistics> statistics(
            @Argument String audience, @Argument String measure, @Argument List<String> by, GraphQLContext context) {
        if (by.size() > MOST_DIMENSIONS || new HashSet<>(by).size() < by.size()) {
            throw new BadRequest("Ask by at most two different dimensions.");
        }
        var work = UnitOfWork.in(context);
        var sorted = DIMENSIONS.stream().filter(by::contains).toList();
        return work.entered()
                .filter(viewer -> matrix.allows(viewer.role(), "Query.statistics"))
                .flatMap(viewer -> records.table(work, audience, measure, sorted))
                .filter(lines -> !lines.isEmpty() || audience.equals("OWN_STAFF"))
                .flatMap(lines -> asOf(work, lines)
                        .map(day -> new Statistics(
                                audience,
                                measure,
                                sorted,
                                day,
                                lines.stream().map(StatisticsRecords.Line::cell).toList())));
    }

    /** Over nobody it is as of today. */
    private Mono<LocalDate> asOf(UnitOfWork work, List<StatisticsRecords.Line> lines) {
        return lines.isEmpty() ? records.today(work) : Mono.just(lines.get(0).asOf());
    }
}
