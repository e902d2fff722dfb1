package link.studentsuccess.api.agreement;

import graphql.GraphQLContext;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.AgreementPreview.AgreementPreviewCategory;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.Participants;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Looking before signing: the access policy itself answers, with the draft in force for a moment. */
@Controller
class PreviewResolver {

    private final Participants participants;

    /** A row of the preview with what is the same in all of them. */
    private record Row(LocalDate effectiveOn, int examined, int total, AgreementPreviewCategory category) {}

    PreviewResolver(Participants participants) {
        this.participants = participants;
    }

    @QueryMapping
    Mono<AgreementPreview> agreementPreview(@Argument String agreementId, GraphQLContext context) {
        var kind = Id.kindOf(agreementId);
        var key = kind == Id.OPERATOR_AGREEMENT ? kind.key(agreementId) : Id.DISTRICT_AGREEMENT.key(agreementId);
        return UnitOfWork.in(context)
                .sql("select * from access.agreement_preview(:agreement)")
                .bind("agreement", key)
                .list(PreviewResolver::row)
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(rows -> new AgreementPreview(
                        rows.get(0).effectiveOn(),
                        rows.get(0).examined(),
                        rows.get(0).total(),
                        rows.stream().map(Row::category).toList()));
    }

    private static Row row(Readable row) {
        return new Row(
                Rows.value(row, "effective_on", LocalDate.class),
                Rows.value(row, "examined", Integer.class),
                Rows.value(row, "total", Long.class).intValue(),
                new AgreementPreviewCategory(
                        Rows.text(row, "category"),
                        Rows.value(row, "gains", Integer.class),
                        Rows.value(row, "loses", Integer.class),
                        Rows.uuids(row, "gaining"),
                        Rows.uuids(row, "losing")));
    }

    @BatchMapping(typeName = "AgreementPreviewCategory")
    Mono<Map<AgreementPreviewCategory, List<Participant>>> gaining(
            List<AgreementPreviewCategory> all, GraphQLContext context) {
        return named(all, AgreementPreviewCategory::gainingKeys, context);
    }

    @BatchMapping(typeName = "AgreementPreviewCategory")
    Mono<Map<AgreementPreviewCategory, List<Participant>>> losing(
            List<AgreementPreviewCategory> all, GraphQLContext context) {
        return named(all, AgreementPreviewCategory::losingKeys, context);
    }

    private Mono<Map<AgreementPreviewCategory, List<Participant>>> named(
            List<AgreementPreviewCategory> all,
            Function<AgreementPreviewCategory, List<UUID>> keys,
            GraphQLContext context) {
        var wanted = new HashSet<UUID>();
        all.forEach(category -> wanted.addAll(keys.apply(category)));
        return participants
                .byKey(UnitOfWork.in(context), wanted)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(
                                category -> category,
                                category -> keys.apply(category).stream()
                                        .map(found::get)
                                        .filter(Objects::nonNull)
                                        .toList())));
    }
}
