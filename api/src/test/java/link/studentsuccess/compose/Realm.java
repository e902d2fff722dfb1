package link.studentsuccess.compose;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The realm that Keycloak imports: who may sign in, to what, and how tokens look. */
record Realm(String text) {

    static final String FILE = "api/src/main/docker/student-success-link-realm.json";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    static Realm read() {
        return new Realm(ComposeFile.text(FILE));
    }

    ObjectNode json() {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    String name() {
        return json().required("realm").asString();
    }

    /** Its only client. */
    ObjectNode client() {
        return only("clients");
    }

    /** Its only person. */
    ObjectNode person() {
        return only("users");
    }

    private ObjectNode only(String list) {
        var entries = (ArrayNode) json().required(list);
        if (entries.size() != 1) {
            throw new IllegalStateException("The realm has " + entries.size() + " " + list + ", not one");
        }
        return (ObjectNode) entries.required(0);
    }

    Set<String> scopes() {
        return json().required("clientScopes").values().stream()
                .map(scope -> scope.required("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What Keycloak fills in from its environment when it imports the file. */
    Set<String> variables() {
        return VARIABLE.matcher(text)
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Realm filled(Map<String, String> environment) {
        return new Realm(ComposeFile.interpolate(text, environment));
    }

    static Set<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).collect(Collectors.toCollection(TreeSet::new));
    }
}
