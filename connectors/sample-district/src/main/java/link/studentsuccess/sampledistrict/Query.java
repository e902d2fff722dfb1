package link.studentsuccess.sampledistrict;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The query parameters of a OneRoster request: which objects, in which order, which part of them, which fields. */
record Query(
        Map<String, String> parameters,
        int limit,
        int offset,
        @Nullable Filter filter,
        List<String> fields) {

    static final int DEFAULT_LIMIT = 100;
    static final int GREATEST_LIMIT = 500;

    /** Why a query is refused, in OneRoster's words. */
    static final class Refused extends RuntimeException {
        private final String minor;

        Refused(String minor, String message) {
            super(message);
            this.minor = minor;
        }

        String minor() {
            return minor;
        }
    }

    static Query parse(@Nullable String rawQuery, Set<String> known) {
        var parameters = decode(rawQuery);
        var filter = parameters.get("filter");
        var fields = parameters.containsKey("fields")
                ? List.of(parameters.get("fields").split(",", -1))
                : List.<String>of();
        for (var field : fields) {
            require(known, field, "invalid_selection_field");
        }
        if (parameters.containsKey("sort")) {
            require(known, parameters.get("sort"), "invalid_sort_field");
        }
        return new Query(
                parameters,
                Math.min(GREATEST_LIMIT, number(parameters, "limit", DEFAULT_LIMIT, 1)),
                number(parameters, "offset", 0, 0),
                filter == null ? null : Filter.parse(filter, known),
                fields);
    }

    static Map<String, String> decode(@Nullable String form) {
        var parameters = new LinkedHashMap<String, String>();
        if (form == null || form.isEmpty()) {
            return parameters;
        }
        for (var pair : form.split("&", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** All that match, in order; without a sort in the district's own order, which is not that of the ids. */
    List<ObjectNode> matching(List<ObjectNode> all) {
        var matching = new ArrayList<ObjectNode>();
        for (var node : all) {
            if (filter == null || filter.matches(node)) {
                matching.add(node);
            }
        }
        var sort = parameters.get("sort");
        if (sort != null) {
            matching.sort(order(sort));
        }
        return matching;
    }

    List<ObjectNode> page(List<ObjectNode> matching) {
        var from = Math.min(offset, matching.size());
        return matching.subList(from, Math.min(from + limit, matching.size())).stream()
                .map(this::selected)
                .toList();
    }

    ObjectNode selected(ObjectNode node) {
        return fields.isEmpty() ? node : node.deepCopy().retain(fields);
    }

    String withOffset(int other) {
        var changed = new LinkedHashMap<>(parameters);
        changed.put("limit", Integer.toString(limit));
        changed.put("offset", Integer.toString(other));
        var query = new StringJoiner("&");
        changed.forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
        return query.toString();
    }

    private Comparator<ObjectNode> order(String sort) {
        var byField = Comparator.<ObjectNode, String>comparing(node -> first(node, sort));
        var directed = "desc".equals(parameters.get("orderBy")) ? byField.reversed() : byField;
        return directed.thenComparing(node -> first(node, "sourcedId"));
    }

    private static String first(ObjectNode node, String path) {
        var values = Filter.values(node, path);
        return values.isEmpty() ? "" : values.get(0);
    }

    private static int number(Map<String, String> parameters, String name, int missing, int least) {
        var text = parameters.get(name);
        if (text == null) {
            return missing;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, as a number that is too small is.
        }
        throw new Refused("invaliddata", "The parameter " + name + " must be a whole number from " + least + ".");
    }

    static void require(Set<String> known, String path, String minor) {
        var dot = path.indexOf('.');
        if (!known.contains(dot < 0 ? path : path.substring(0, dot))) {
            throw new Refused(minor, "A field named in the query is not part of this collection.");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
