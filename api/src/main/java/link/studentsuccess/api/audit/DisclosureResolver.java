package link.studentsuccess.api.audit;

import graphql.GraphQLContext;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.participant.Participant;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Who received what about a participant. The database decides who may read it, and records the reading. */
@Controller
class DisclosureResolver {

    /** For whom the field is a list at all; for others it is null, whether or not anything was disclosed. */
    private static final Set<Role> READERS = EnumSet.of(Role.ADMIN, Role.PROGRAM_MANAGER);

    private static final int USUAL = 25;

    private final Cursors cursors;

    DisclosureResolver(Cursors cursors) {
        this.cursors = cursors;
    }

    @SchemaMapping
    Mono<Connection<Disclosure>> disclosures(
            Participant participant,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var list = "disclosures " + participant.key();
        var size = Page.size(first, USUAL);
        return work.entered()
                .filter(viewer -> READERS.contains(viewer.role()))
                .flatMap(viewer -> read(work, participant, cursors.entry(list, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, d -> cursors.cursor(list, viewer.membership(), d.key()), size)));
    }

    private static Mono<List<Disclosure>> read(
            UnitOfWork work, Participant participant, @Nullable UUID after, int limit) {
        return work.sql("select * from access.disclosures(:participant, :after, :limit)")
                .bind("participant", participant.key())
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(DisclosureResolver::disclosure)
                .collectList();
    }

    private static Disclosure disclosure(Readable row) {
        return new Disclosure(
                Rows.uuid(row, "release_id"),
                Rows.value(row, "at", OffsetDateTime.class),
                Rows.text(row, "staff_name"),
                Rows.textOrNull(row, "service_account_name"),
                Rows.text(row, "role"),
                Rows.text(row, "organization_name"),
                Rows.text(row, "category"),
                Rows.value(row, "released", Boolean.class),
                Rows.textOrNull(row, "reason"),
                Rows.textOrNull(row, "basis"),
                Rows.textOrNull(row, "purpose"),
                Rows.textOrNull(row, "operation"));
    }
}
