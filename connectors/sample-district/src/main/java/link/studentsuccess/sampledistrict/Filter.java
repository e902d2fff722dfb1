package link.studentsuccess.sampledistrict;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** OneRoster's filter: one clause, or two joined by AND or OR; a list matches when one of its values does. */
record Filter(Clause first, boolean and, @Nullable Clause second) {

    private static final Pattern CLAUSE =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9.]*)\\s*(!=|>=|<=|=|>|<|~)\\s*'((?:[^']|'')*)'");
    private static final Pattern JOIN = Pattern.compile("\\s+(AND|OR)\\s+");

    record Clause(String path, String operator, String value) {

        boolean matches(JsonNode node) {
            var values = values(node, path);
            // A missing value differs from every other; no other comparison holds for it.
            return operator.equals("!=")
                    ? values.stream().noneMatch(value::equals)
                    : values.stream().anyMatch(this::holds);
        }

        private boolean demands(String wanted) {
            return operator.equals("=") && path.equals(wanted);
        }

        private boolean holds(String found) {
            return switch (operator) {
                case "=" -> compare(found, value) == 0;
                case ">" -> compare(found, value) > 0;
                case ">=" -> compare(found, value) >= 0;
                case "<" -> compare(found, value) < 0;
                case "<=" -> compare(found, value) <= 0;
                default -> found.contains(value);
            };
        }
    }

    static Filter parse(String text, Set<String> known) {
        var matcher = CLAUSE.matcher(text);
        if (!matcher.lookingAt()) {
            throw malformed();
        }
        var first = clause(matcher.group(1), matcher.group(2), matcher.group(3), known);
        var join = JOIN.matcher(text).region(matcher.end(), text.length());
        if (!join.lookingAt()) {
            return end(text, matcher.end(), new Filter(first, true, null));
        }
        var rest = CLAUSE.matcher(text).region(join.end(), text.length());
        if (!rest.lookingAt()) {
            throw malformed();
        }
        var second = clause(rest.group(1), rest.group(2), rest.group(3), known);
        return end(text, rest.end(), new Filter(first, join.group(1).equals("AND"), second));
    }

    boolean matches(JsonNode node) {
        if (second == null) {
            return first.matches(node);
        }
        return and ? first.matches(node) && second.matches(node) : first.matches(node) || second.matches(node);
    }

    /** The one value that whatever matches has at the path, where the filter says so. */
    @Nullable
    String demanded(String path) {
        if (first.demands(path)) {
            return second == null || and ? first.value() : null;
        }
        return second != null && and && second.demands(path) ? second.value() : null;
    }

    /** The texts at a dotted path, through lists. */
    static List<String> values(JsonNode node, String path) {
        var nodes = List.of(node);
        for (var name : path.split("\\.", -1)) {
            var next = new ArrayList<JsonNode>();
            for (var parent : nodes) {
                spread(parent.path(name), next);
            }
            nodes = next;
        }
        return nodes.stream()
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asString)
                .toList();
    }

    private static void spread(JsonNode node, List<JsonNode> into) {
        if (node.isArray()) {
            node.forEach(into::add);
        } else if (!node.isMissingNode()) {
            into.add(node);
        }
    }

    private static int compare(String found, String wanted) {
        try {
            return Instant.parse(found).compareTo(Instant.parse(wanted));
        } catch (DateTimeException noMoments) {
            return found.compareTo(wanted);
        }
    }

    private static Clause clause(String path, String operator, String quoted, Set<String> known) {
        Query.require(known, path, "invalid_filter_field");
        return new Clause(path, operator, quoted.replace("''", "'"));
    }

    private static Filter end(String text, int at, Filter filter) {
        if (!text.substring(at).isBlank()) {
            throw malformed();
        }
        return filter;
    }

    private static Query.Refused malformed() {
        return new Query.Refused("invalid_filter_field", "A filter is field, operator and 'value', at most twice.");
    }
}
