package link.studentsuccess.api.work;

import graphql.GraphQLContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.consent.Consent;
import link.studentsuccess.api.consent.Consents;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.Participants;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What is to do about consents, and what waits for the viewer. */
@Controller
class WorkResolver {

    private static final int USUAL = 25;

    private final Work waiting;
    private final About about;
    private final Cursors cursors;
    private final RoleMatrix matrix;

    /** What an entry is about. */
    @Component
    record About(Participants participants, Districts districts, Consents consents) {}

    record ConsentWorklistFilter(@Nullable List<String> kinds) {}

    record WorkQueue(List<WorkItem> items) {}

    WorkResolver(Work waiting, About about, Cursors cursors, RoleMatrix matrix) {
        this.waiting = waiting;
        this.about = about;
        this.cursors = cursors;
        this.matrix = matrix;
    }

    @QueryMapping
    Mono<ConsentWorklistConnection> consentWorklist(
            @Argument @Nullable ConsentWorklistFilter filter,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        var kinds = filter == null ? null : filter.kinds();
        var name = "consentWorklist " + (kinds == null ? "" : new TreeSet<>(kinds));
        return who(work, "Query.consentWorklist")
                .flatMap(viewer -> waiting.worklist(work, kinds, cursors.entry(name, viewer.membership(), after), size)
                        .map(lines -> page(lines, entry -> cursors.cursor(name, viewer.membership(), entry.key()))));
    }

    /** Nobody whom the matrix refuses: the answer is null, as if there were nothing. */
    private Mono<Entered> who(UnitOfWork work, String operation) {
        return work.entered().filter(viewer -> matrix.allows(viewer.role(), operation));
    }

    /** The policy answers one line at least. */
    private static ConsentWorklistConnection page(
            List<Work.Line> lines, Function<ConsentWorklistEntry, String> cursor) {
        var list = lines.get(0);
        if (!list.afterFound()) {
            throw Cursors.unusable();
        }
        var entries =
                lines.stream().map(Work.Line::entry).filter(Objects::nonNull).toList();
        var page = Connection.of(entries, cursor, list.more(), list.total());
        return new ConsentWorklistConnection(page.edges(), page.pageInfo(), page.totalCount(), list.counts());
    }

    @QueryMapping
    Mono<WorkQueue> workQueue(GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return who(work, "Query.workQueue")
                .flatMap(viewer -> waiting.queue(work))
                .map(WorkQueue::new);
    }

    @BatchMapping(typeName = "ConsentWorklistEntry")
    Mono<Map<ConsentWorklistEntry, Participant>> participant(List<ConsentWorklistEntry> all, GraphQLContext context) {
        return about.participants()
                .byKey(UnitOfWork.in(context), keys(all, ConsentWorklistEntry::participantKey))
                .map(found -> each(all, entry -> found.get(entry.participantKey())));
    }

    @BatchMapping(typeName = "ConsentWorklistEntry")
    Mono<Map<ConsentWorklistEntry, District>> district(List<ConsentWorklistEntry> all, GraphQLContext context) {
        return about.districts().of(UnitOfWork.in(context), all, ConsentWorklistEntry::districtKey);
    }

    @BatchMapping(typeName = "ConsentWorklistEntry")
    Mono<Map<ConsentWorklistEntry, Consent>> consent(List<ConsentWorklistEntry> all, GraphQLContext context) {
        return about.consents()
                .byKey(UnitOfWork.in(context), keys(all, ConsentWorklistEntry::consentKey))
                .map(found -> each(all, entry -> {
                    var key = entry.consentKey();
                    return key == null ? null : found.get(key);
                }));
    }

    private static Set<UUID> keys(List<ConsentWorklistEntry> all, Function<ConsentWorklistEntry, @Nullable UUID> key) {
        return all.stream().map(key).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static <T> Map<ConsentWorklistEntry, T> each(
            List<ConsentWorklistEntry> all, Function<ConsentWorklistEntry, @Nullable T> found) {
        var each = new HashMap<ConsentWorklistEntry, T>();
        for (var entry : all) {
            var what = found.apply(entry);
            if (what != null) {
                each.put(entry, what);
            }
        }
        return each;
    }
}
