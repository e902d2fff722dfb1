package link.studentsuccess.api.audit;

import graphql.GraphQLContext;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.audit.LedgerRecords.About;
import link.studentsuccess.api.audit.LedgerRecords.Period;
import link.studentsuccess.api.graphql.BadRequest;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.Text;
import link.studentsuccess.api.graphql.Typed;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The ledger's other readers: by student for a family, by account for a breach, by denial for probing, by ids for the operator. */
@Controller
class LedgerResolver {

    private static final int USUAL = 25;
    private static final int MOST_LINES = 1_000;
    private static final int MOST_ACCOUNTS = 500;
    private static final int USUAL_THRESHOLD = 20;
    private static final int HIGHEST_THRESHOLD = 10_000;
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Set<Role> OF_DENIALS = EnumSet.of(Role.ADMIN, Role.OPERATOR);

    private final LedgerRecords records;
    private final Cursors cursors;
    private final Clock clock;

    LedgerResolver(LedgerRecords records, Cursors cursors, Clock clock) {
        this.records = records;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** The arguments of a list of the operator's. */
    record Asked(
            @Nullable Integer first,
            @Nullable String after,
            @Nullable String studentId,
            @Nullable String staffId,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to) {

        About about() {
            return new About(key(Id.STUDENT, studentId), key(Id.STAFF, staffId));
        }

        Period period() {
            return new Period(from, to);
        }

        private static @Nullable UUID key(Id kind, @Nullable String id) {
            return id == null ? null : kind.key(id);
        }
    }

    @QueryMapping
    Mono<Connection<OperatorDisclosure>> operatorDisclosures(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable String studentId,
            @Argument @Nullable String staffId,
            @Argument @Nullable OffsetDateTime from,
            @Argument @Nullable OffsetDateTime to,
            GraphQLContext context) {
        return page(new Asked(first, after, studentId, staffId, from, to), UnitOfWork.in(context));
    }

    private Mono<Connection<OperatorDisclosure>> page(Asked asked, UnitOfWork work) {
        var size = Page.size(asked.first(), USUAL);
        var about = asked.about();
        var list = "operatorDisclosures " + about + asked.period();
        return work.entered()
                .filter(viewer -> viewer.role() == Role.OPERATOR)
                .flatMap(viewer -> records.disclosures(
                                work,
                                about,
                                asked.period(),
                                cursors.entry(list, viewer.membership(), asked.after()),
                                size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, row -> cursors.cursor(list, viewer.membership(), row.key()), size)));
    }

    @QueryMapping
    Mono<DisclosureCopy> disclosureCopy(
            @Argument String districtStudentId,
            @Argument @Nullable OffsetDateTime from,
            @Argument @Nullable OffsetDateTime to,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var number = Typed.trimmed(Text.of("districtStudentId", districtStudentId));
        if (number == null) {
            return Mono.empty();
        }
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD)
                .flatMap(viewer -> records.copied(work, number, new Period(from, to), MOST_LINES + 1))
                .zipWhen(copied -> records.held(work, number))
                .map(both -> new DisclosureCopy(
                        OffsetDateTime.now(clock),
                        most(both.getT1()),
                        both.getT1().size() > MOST_LINES,
                        both.getT2()));
    }

    @QueryMapping
    Mono<AccountReceipts> accountReceipts(
            @Argument String staffId,
            @Argument OffsetDateTime from,
            @Argument OffsetDateTime to,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var staff = Id.STAFF.key(staffId);
        var period = new Period(from, to);
        return records.mayTrace(work, staff)
                .filter(may -> may)
                .flatMap(may -> records.received(work, staff, period, MOST_LINES + 1))
                .zipWhen(received -> records.files(work, staff, period, MOST_LINES))
                .map(both ->
                        new AccountReceipts(most(both.getT1()), both.getT1().size() > MOST_LINES, both.getT2()));
    }

    @QueryMapping
    Mono<DenialReport> denials(
            @Argument OffsetDateTime from,
            @Argument OffsetDateTime to,
            @Argument @Nullable Integer threshold,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new BadRequest("'from' must be at most 31 days before 'to'.");
        }
        var attempts = Page.within("threshold", threshold == null ? USUAL_THRESHOLD : threshold, HIGHEST_THRESHOLD);
        return work.entered()
                .filter(viewer -> OF_DENIALS.contains(viewer.role()) && !viewer.serviceAccount())
                .flatMap(viewer -> records.denials(work, new Period(from, to), attempts, MOST_ACCOUNTS))
                .map(DenialReport::new);
    }

    private static <T> List<T> most(List<T> lines) {
        return lines.size() > MOST_LINES ? lines.subList(0, MOST_LINES) : lines;
    }
}
