package link.studentsuccess.api.destruction;

import graphql.GraphQLContext;
import java.util.EnumSet;
import java.util.Set;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What was destroyed, for those whose it was and for the operator; for everybody else the list is null. */
@Controller
class DestructionResolver {

    private static final Set<Role> READERS = EnumSet.of(Role.ADMIN, Role.DISTRICT_STEWARD, Role.OPERATOR);
    private static final int USUAL = 25;
    private static final String LIST = "destructions";

    private final Destructions destructions;
    private final Cursors cursors;

    DestructionResolver(Destructions destructions, Cursors cursors) {
        this.destructions = destructions;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<Connection<Destruction>> destructions(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        return work.entered()
                .filter(viewer -> READERS.contains(viewer.role()))
                .flatMap(viewer -> destructions
                        .page(work, cursors.entry(LIST, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, row -> cursors.cursor(LIST, viewer.membership(), row.key()), size)));
    }
}
