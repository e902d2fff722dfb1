package link.studentsuccess.api.feed;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Feeds and their pulls. */
@Controller
class FeedResolver {

    private static final int USUAL = 10;

    private final Feeds feeds;
    private final Districts districts;
    private final Cursors cursors;

    FeedResolver(Feeds feeds, Districts districts, Cursors cursors) {
        this.feeds = feeds;
        this.districts = districts;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<List<Feed>> feeds(GraphQLContext context) {
        return feeds.all(UnitOfWork.in(context));
    }

    @BatchMapping(typeName = "Feed")
    Mono<Map<Feed, District>> district(List<Feed> all, GraphQLContext context) {
        return districts.of(UnitOfWork.in(context), all, Feed::districtKey);
    }

    @SchemaMapping
    Mono<Connection<Pull>> pulls(
            Feed feed, @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var list = "pulls " + feed.key();
        var size = Page.size(first, USUAL);
        return work.entered()
                .flatMap(viewer -> feeds.pulls(
                                work, feed.key(), cursors.entry(list, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, pull -> cursors.cursor(list, viewer.membership(), pull.key()), size)));
    }

    @BatchMapping(typeName = "Pull")
    Mono<Map<Pull, List<Pull.PullStream>>> streams(List<Pull> pulls, GraphQLContext context) {
        var keys = pulls.stream().map(Pull::key).toList();
        return feeds.streams(UnitOfWork.in(context), keys)
                .map(found -> pulls.stream()
                        .distinct()
                        .collect(Collectors.toMap(p -> p, p -> found.getOrDefault(p.key(), List.of()))));
    }
}
