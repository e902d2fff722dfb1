package link.studentsuccess.api.graphql;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list, as Relay Cursor Connections describe it; lists are read forward. */
public record Connection<N>(List<Edge<N>> edges, PageInfo pageInfo, long totalCount) {

    /** An entry of a page. */
    public record Edge<N>(String cursor, N node) {}

    /** Where a page begins and ends. */
    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    public static <N> Connection<N> of(List<N> nodes, Function<N, String> cursor, boolean more, long totalCount) {
        var edges =
                nodes.stream().map(node -> new Edge<>(cursor.apply(node), node)).toList();
        var start = edges.isEmpty() ? null : edges.get(0).cursor();
        var end = edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor();
        return new Connection<>(edges, new PageInfo(more, false, start, end), totalCount);
    }

    /** A page from one row more than asked for, of a list whose length nobody needs. */
    public static <N> Connection<N> ofOneMore(List<N> rows, Function<N, String> cursor, int first) {
        var nodes = rows.size() > first ? rows.subList(0, first) : rows;
        return of(nodes, cursor, rows.size() > first, nodes.size());
    }
}
