package link.studentsuccess.api.queries;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Holds answers against the oracle: finds every canary in them, and says which of them the viewer may not be told. */
final class Judge {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Ids, cursors and whatever else may be packed so. */
    private static final Pattern PACKED = Pattern.compile("[A-Za-z0-9_+/-]{16,}");

    private final Canaries canaries;
    private final Map<String, Map<String, Integer>> seen = new TreeMap<>();

    Judge(Canaries canaries) {
        this.canaries = canaries;
    }

    /** How often a viewer was told a canary that may be told, by the category that alone allows it, and by viewer. */
    Map<String, Map<String, Integer>> seen() {
        return seen;
    }

    /** How many viewers were told something of each category. */
    Map<String, Integer> viewers() {
        return seen.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, category -> category.getValue().size(), Integer::sum, TreeMap::new));
    }

    int told() {
        return seen.values().stream()
                .flatMap(viewers -> viewers.values().stream())
                .mapToInt(times -> times)
                .sum();
    }

    /** What is wrong with an answer; nothing, when all is well. */
    List<String> judge(Viewer viewer, Rights rights, HttpResponse<String> response) {
        var wrong = new ArrayList<>(anywhere("headers", response.headers().map().toString()));
        wrong.addAll(judge(viewer, rights, response.body()));
        return wrong;
    }

    /** The same of a file: its text is what it tells. */
    List<String> judgeFile(Viewer viewer, Rights rights, HttpResponse<String> response) {
        var wrong = new ArrayList<>(anywhere("headers", response.headers().map().toString()));
        tell(StringNode.valueOf(response.body()), rights::allow, viewer, rights)
                .forEach(told -> wrong.add("the file tells " + told));
        return wrong;
    }

    List<String> judge(Viewer viewer, Rights rights, String body) {
        var wrong = new ArrayList<String>();
        PACKED.matcher(body).results().forEach(packed -> wrong.addAll(anywhere("packed", unpacked(packed.group()))));
        var answer = parse(body);
        if (answer == null || !answer.isObject()) {
            wrong.addAll(anywhere("body", body));
            return wrong;
        }
        for (var part : answer.properties()) {
            if (!part.getKey().equals("data")) {
                tell(part.getValue(), canary -> false, viewer, rights)
                        .forEach(told -> wrong.add(part.getKey() + " tells " + told));
                continue;
            }
            for (var field : part.getValue().properties()) {
                wrong.addAll(anywhere("a key", field.getKey()));
                Predicate<Canary> may =
                        field.getKey().startsWith("statistics") ? rights::allowInStatistics : rights::allow;
                tell(field.getValue(), may, viewer, rights).forEach(told -> wrong.add("data tells " + told));
            }
        }
        return wrong;
    }

    /** What a part of an answer tells that it may not. */
    private List<String> tell(JsonNode part, Predicate<Canary> may, Viewer viewer, Rights rights) {
        var found = new HashSet<String>();
        collect(part, found);
        var wrong = new ArrayList<String>();
        for (var value : found) {
            var canary = Objects.requireNonNull(canaries.get(value));
            if (may.test(canary)) {
                count(viewer, rights, canary);
            } else {
                wrong.add(told(value) + "; the oracle: " + rights.reasons(canary));
            }
        }
        return wrong;
    }

    private void count(Viewer viewer, Rights rights, Canary canary) {
        var by = rights.allowedBy(canary);
        if (by.size() == 1) {
            seen.computeIfAbsent(by.iterator().next(), category -> new TreeMap<>())
                    .merge(viewer.name(), 1, Integer::sum);
        }
    }

    /** Where no canary may be, whoever looks. */
    List<String> anywhere(String where, String text) {
        return canaries.in(text).stream()
                .map(value -> where + " tells " + told(value))
                .toList();
    }

    private String told(String value) {
        return value + " of " + canaries.get(value);
    }

    /** In keys and texts, and numbers by their names. */
    private void collect(JsonNode node, Set<String> found) {
        if (node.isNumber()) {
            var number = Canaries.number(node.decimalValue());
            if (canaries.get(number) != null) {
                found.add(number);
            }
        } else if (node.isString()) {
            found.addAll(canaries.in(node.stringValue()));
        } else {
            node.properties().forEach(property -> {
                found.addAll(canaries.in(property.getKey()));
                collect(property.getValue(), found);
            });
            if (node.isArray()) {
                node.forEach(child -> collect(child, found));
            }
        }
    }

    private static @Nullable JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String unpacked(String packed) {
        try {
            return new String(
                    Base64.getUrlDecoder().decode(packed.replace('+', '-').replace('/', '_')),
                    StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
