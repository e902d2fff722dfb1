package link.studentsuccess.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docker-compose.yml as Compose reads it, and the comment at its top as people read it. */
final class ComposeFile {

    // A dollar sign doubled is one; else ${NAME}, ${NAME:-default} or ${NAME:?what to do}.
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\$|\\{(\\w+)(?::([-?])([^}]*))?})");

    private final String header;
    private final JsonNode root;

    private ComposeFile(String text) {
        this.header = text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        this.root = yaml(text);
    }

    static ComposeFile read() {
        return parse(text("docker-compose.yml"));
    }

    static ComposeFile parse(String text) {
        return new ComposeFile(text);
    }

    static JsonNode yaml(String text) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return JsonMapper.shared().valueToTree(loaded);
    }

    static String text(String path) {
        try {
            return Files.readString(repository().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("docker-compose.yml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("No docker-compose.yml above the folder in which the tests run");
    }

    String header() {
        return header;
    }

    /** The statements that the header tells the owner of the tables to run. */
    String firstPersonSql() {
        var file = Pattern.compile("--file - \\\\\n\\s*< (\\S+)").matcher(header);
        if (!file.find()) {
            throw new IllegalStateException("The header of docker-compose.yml names no file of statements");
        }
        return text(file.group(1));
    }

    Map<String, JsonNode> services() {
        var services = new LinkedHashMap<String, JsonNode>();
        root.path("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    JsonNode service(String name) {
        return root.required("services").required(name);
    }

    /** Names declared at the top level: volumes or configs. */
    Set<String> declared(String kind) {
        return Set.copyOf(root.path(kind).propertyNames());
    }

    String config(String name) {
        return root.required("configs").required(name).required("content").asString();
    }

    /** Names that the file takes from the environment of Compose, its .env. */
    Set<String> variables() {
        var names = new TreeSet<String>();
        for (var variable : all(VARIABLE, root.toString())) {
            if (variable.group(1) != null) {
                names.add(variable.group(1));
            }
        }
        return names;
    }

    /** Those of them without which Compose refuses to start. */
    Set<String> requiredVariables() {
        return all(VARIABLE, root.toString()).stream()
                .filter(variable -> "?".equals(variable.group(2)))
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As written, variables and all. */
    Map<String, String> environment(String service) {
        var environment = new LinkedHashMap<String, String>();
        service(service)
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asString()));
        return environment;
    }

    /** As the container gets it. */
    Map<String, String> environment(String service, Map<String, String> variables) {
        var environment = environment(service);
        environment.replaceAll((name, value) -> interpolate(value, variables));
        return environment;
    }

    static String interpolate(String value, Map<String, String> variables) {
        return VARIABLE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(valueOf(match, variables)));
    }

    private static String valueOf(MatchResult variable, Map<String, String> variables) {
        var name = variable.group(1);
        if (name == null) {
            return "$";
        }
        var value = variables.get(name);
        if (value != null) {
            return value;
        }
        if ("-".equals(variable.group(2))) {
            return variable.group(3);
        }
        throw new IllegalArgumentException("Compose would stop: " + name + " is not set");
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** The words of an instruction of the application's Dockerfile that is written as a list. */
    List<String> instruction(String name) {
        var dockerfile = dockerfile();
        var found = Pattern.compile("(?m)^" + name + " (\\[.*])$").matcher(dockerfile);
        if (!found.find()) {
            throw new IllegalStateException("The Dockerfile has no " + name + " in the form of a list");
        }
        var words = new ArrayList<String>();
        JsonMapper.shared().readTree(found.group(1)).values().forEach(word -> words.add(word.asString()));
        return words;
    }

    String dockerfile() {
        return service("application")
                .required("build")
                .required("dockerfile_inline")
                .asString();
    }

    /** The health check's command. */
    List<String> healthCheck(String service) {
        var words = new ArrayList<String>();
        service(service).required("healthcheck").required("test").values().forEach(word -> words.add(word.asString()));
        return words.subList(1, words.size()).stream()
                .map(word -> interpolate(word, Map.of()))
                .toList();
    }
}
