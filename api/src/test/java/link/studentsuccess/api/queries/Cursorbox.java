package link.studentsuccess.api.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cursors of former answers, by viewer and list: to go on where one has been, and to try them where they do not belong. */
final class Cursorbox {

    private static final int MOST = 50;
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9_-]{38}");

    private final Map<String, List<String>> cursors = new HashMap<>();

    void keep(Viewer viewer, String body) {
        try {
            keep(viewer, "", JsonMapper.shared().readTree(body));
        } catch (JacksonException notJson) {
            // No answer, no cursors.
        }
    }

    private void keep(Viewer viewer, String field, JsonNode node) {
        if (node.isString() && CURSOR.matcher(node.stringValue()).matches()) {
            var kept = cursors.computeIfAbsent(viewer.name() + "/" + field, list -> new ArrayList<>());
            kept.add(node.stringValue());
            if (kept.size() > MOST) {
                kept.remove(0);
            }
        }
        node.properties().forEach(property -> keep(viewer, list(field, property.getKey()), property.getValue()));
        if (node.isArray()) {
            node.forEach(child -> keep(viewer, field, child));
        }
    }

    /** Within a list its name; an alias begins with the name of its field. */
    private static String list(String outer, String key) {
        var field = key.replaceFirst("_.*", "");
        return switch (field) {
            case "edges", "pageInfo", "cursor", "startCursor", "endCursor" -> outer;
            default -> field;
        };
    }

    /** Mostly one of this viewer and list. */
    @Nullable
    String one(Viewer viewer, String field, Random random) {
        var own = cursors.getOrDefault(viewer.name() + "/" + field, List.of());
        if (!own.isEmpty() && random.nextInt(4) != 0) {
            return own.get(random.nextInt(own.size()));
        }
        var lists = cursors.keySet().stream().sorted().toList();
        if (lists.isEmpty()) {
            return null;
        }
        var any = cursors.getOrDefault(lists.get(random.nextInt(lists.size())), List.of());
        return any.get(random.nextInt(any.size()));
    }
}
