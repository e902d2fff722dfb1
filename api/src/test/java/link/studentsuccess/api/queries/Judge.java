package link.studentsuccess.api.queries;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds answers against the oracle: finds every canary in them, and says which of them the viewer may not be told. */
final class Judge {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Ids, cursors and whatever else may be packed so. */
    private static final Pattern PACKED = Pattern.compile("[A-Za-z0-9_+/-]{16,}");

    private final Canaries canaries;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Set<String> categories = new TreeSet<>();

    Judge(Canaries canaries) {
        this.canaries = canaries;
    }

    /** How often a canary of each place was told to somebody who may be told it. */
    Map<String, Integer> seen() {
        return seen;
    }

    /** Of which categories somebody was told a canary; one of several categories proves none. */
    Set<String> categories() {
        return categories;
    }

    /** What is wrong with an answer; nothing, when all is well. */
    List<String> judge(Rights rights, HttpResponse<String> response) {
        var wrong = new ArrayList<>(anywhere("headers", response.headers().map().toString()));
        wrong.addAll(judge(rights, response.body()));
        return wrong;
    }

    List<String> judge(Rights rights, String body) {
        var wrong = new ArrayList<String>();
        PACKED.matcher(body).results().forEach(packed -> wrong.addAll(anywhere("packed", unpacked(packed.group()))));
        var answer = parse(body);
        if (answer == null || !answer.isObject()) {
            wrong.addAll(anywhere("body", body));
            return wrong;
        }
        for (var part : answer.properties()) {
            var texts = new ArrayList<String>();
            collect(part.getValue(), texts);
            if (!part.getKey().equals("data")) {
                texts.forEach(text -> found(text)
                        .forEach(value -> wrong.add(part.getKey() + " tells " + value + ": " + canaries.get(value))));
                continue;
            }
            texts.forEach(text -> found(text).forEach(value -> {
                var canary = canaries.get(value);
                if (canary == null) {
                    return;
                }
                if (rights.allow(canary)) {
                    seen.merge(canary.place(), 1, Integer::sum);
                    if (canary.categories().size() == 1) {
                        categories.addAll(canary.categories());
                    }
                } else {
                    wrong.add("data tells " + value + ": " + canary);
                }
            }));
        }
        return wrong;
    }

    /** Where no canary may be, whoever looks. */
    List<String> anywhere(String where, String text) {
        return canaries.in(text).stream()
                .filter(value -> canaries.get(value) != null)
                .map(value -> where + " tells " + value + ": " + canaries.get(value))
                .toList();
    }

    private List<String> found(String text) {
        return text.startsWith("#") ? (canaries.get(text) == null ? List.of() : List.of(text)) : canaries.in(text);
    }

    /** Keys and texts as they are, numbers by their names. */
    private static void collect(JsonNode node, List<String> texts) {
        if (node.isNumber()) {
            texts.add(Canaries.number(node.decimalValue()));
        } else if (node.isString()) {
            texts.add(node.stringValue());
        } else if (node.isObject()) {
            node.properties().forEach(property -> {
                texts.add(property.getKey());
                collect(property.getValue(), texts);
            });
        } else {
            node.forEach(child -> collect(child, texts));
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
