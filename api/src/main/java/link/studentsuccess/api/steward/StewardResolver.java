package link.studentsuccess.api.steward;

import graphql.GraphQLContext;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.Text;
import link.studentsuccess.api.graphql.Typed;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** A steward's lists; for everybody else they are null or empty, whether or not there is anything in them. */
@Controller
class StewardResolver {

    private static final int USUAL = 25;
    private static final int MOST_SIGNERS = 100;

    private final StewardRecords records;
    private final Cursors cursors;

    /** A page of a list: its name, which its cursors are bound to, its size and where it begins. */
    private record Listing(String name, int size, @Nullable String after) {}

    StewardResolver(StewardRecords records, Cursors cursors) {
        this.records = records;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<Connection<ConsentToVerify>> consentsToVerify(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return page(
                work,
                new Listing("consentsToVerify", Page.size(first, USUAL), after),
                (entry, limit) -> records.consentsToVerify(work, entry, limit),
                ConsentToVerify::key);
    }

    @QueryMapping
    Mono<Connection<WithdrawalToDecide>> withdrawalsToDecide(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return page(
                work,
                new Listing("withdrawalsToDecide", Page.size(first, USUAL), after),
                (entry, limit) -> records.withdrawals(work, entry, limit),
                WithdrawalToDecide::key);
    }

    @QueryMapping
    Mono<Connection<DistrictDisclosure>> districtDisclosures(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable String districtStudentId,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var number = Text.of("districtStudentId", districtStudentId);
        return page(
                work,
                new Listing("districtDisclosures " + number, Page.size(first, USUAL), after),
                (entry, limit) -> records.disclosures(work, number, entry, limit),
                DistrictDisclosure::key);
    }

    @QueryMapping
    Mono<List<StudentSigner>> signers(@Argument String districtStudentId, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var number = Typed.trimmed(Text.of("districtStudentId", districtStudentId));
        if (number == null) {
            return Mono.just(List.of());
        }
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD)
                .flatMap(viewer -> records.signers(work, number, MOST_SIGNERS))
                .defaultIfEmpty(List.of());
    }

    private <T> Mono<Connection<T>> page(
            UnitOfWork work,
            Listing listing,
            BiFunction<@Nullable UUID, Integer, Mono<List<T>>> read,
            Function<T, UUID> key) {
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD)
                .flatMap(viewer -> read.apply(
                                cursors.entry(listing.name(), viewer.membership(), listing.after()), listing.size() + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows,
                                row -> cursors.cursor(listing.name(), viewer.membership(), key.apply(row)),
                                listing.size())));
    }
}
