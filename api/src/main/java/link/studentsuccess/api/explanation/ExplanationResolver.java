package link.studentsuccess.api.explanation;

import graphql.GraphQLContext;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.access.WithheldReason;
import link.studentsuccess.api.explanation.AccessExplanation.Documents;
import link.studentsuccess.api.explanation.AccessExplanation.ExplainedCategory;
import link.studentsuccess.api.explanation.AccessExplanation.ExplainedRecord;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Query.explainAccess; access.explain says who may ask, by the same decision that opens and withholds. */
@Controller
class ExplanationResolver {

    /** One answer of access.explain; without a category when the person may not know of the participant. */
    private record Row(
            boolean active,
            boolean known,
            @Nullable UUID student,
            @Nullable UUID district,
            @Nullable ExplainedCategory category) {

        ExplainedCategory explained() {
            return Objects.requireNonNull(category);
        }
    }

    @QueryMapping
    Mono<AccessExplanation> explainAccess(
            @Argument String staffId, @Argument String participantId, GraphQLContext context) {
        return UnitOfWork.in(context)
                .sql("""
                        select e.active, e.known, e.student_id, e.district_id, e.category, e.closed, e.since, e.until, e.basis,
                          e.consent_id, e.operator_agreement_id, e.district_agreement_id
                        from access.explain(:membership, :participant) e
                        """)
                .bind("membership", Id.STAFF.key(staffId))
                .bind("participant", Id.PARTICIPANT.key(participantId))
                .list(ExplanationResolver::row)
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(ExplanationResolver::explanation);
    }

    private static AccessExplanation explanation(List<Row> rows) {
        var records = rows.stream()
                .filter(row -> row.category() != null)
                .collect(Collectors.groupingBy(Row::student, LinkedHashMap::new, Collectors.toList()));
        return new AccessExplanation(
                rows.get(0).active(),
                rows.get(0).known(),
                records.values().stream().map(ExplanationResolver::record).toList());
    }

    private static ExplainedRecord record(List<Row> rows) {
        var first = rows.get(0);
        return new ExplainedRecord(
                Id.STUDENT.of(Objects.requireNonNull(first.student())),
                Id.DISTRICT.of(Objects.requireNonNull(first.district())),
                rows.stream().map(Row::explained).toList());
    }

    private static Row row(Readable row) {
        return new Row(
                Rows.value(row, "active", Boolean.class),
                Rows.value(row, "known", Boolean.class),
                Rows.uuidOrNull(row, "student_id"),
                Rows.uuidOrNull(row, "district_id"),
                Rows.textOrNull(row, "category") == null ? null : category(row));
    }

    private static ExplainedCategory category(Readable row) {
        return new ExplainedCategory(
                Rows.text(row, "category"),
                Rows.texts(row, "closed").stream().map(WithheldReason::valueOf).toList(),
                Rows.valueOrNull(row, "since", LocalDate.class),
                Rows.valueOrNull(row, "until", LocalDate.class),
                Rows.textOrNull(row, "basis"),
                new Documents(
                        Rows.uuidOrNull(row, "operator_agreement_id"),
                        Rows.uuidOrNull(row, "district_agreement_id"),
                        Rows.uuidOrNull(row, "consent_id")));
    }
}
