package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import link.studentsuccess.connectors.csv.CsvFormat.Dates;
import link.studentsuccess.connectors.csv.CsvMapping.ByManifest;
import link.studentsuccess.connectors.csv.CsvMapping.ByMarker;
import link.studentsuccess.connectors.csv.CsvMapping.ByTime;
import link.studentsuccess.connectors.csv.CsvMapping.Complete;
import link.studentsuccess.connectors.csv.CsvMapping.Gone;
import link.studentsuccess.connectors.csv.CsvMapping.Stream;
import link.studentsuccess.connectors.csv.CsvMapping.Value;
import link.studentsuccess.connectors.csv.MappingFields.Field;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.StreamName;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a mapping and says of a wrong one where, as a JSON path, and what is allowed there. */
final class MappingReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String DELIMITERS = ",;|\t^~";
    private static final int DEFAULT_MINUTES = 60;
    private static final int MOST_MINUTES = 24 * 60;

    private final Map<String, CsvFormat> files = new LinkedHashMap<>();

    private MappingReader() {}

    static CsvMapping read(String text) {
        try {
            return new MappingReader().mapping(new Node(JSON.readTree(text), ""));
        } catch (JacksonException e) {
            var at = e.getLocation();
            // Jackson's own message may quote the text around the place.
            throw wrong(
                    at == null ? "(beginning)" : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
                    "it is not proper JSON, or a name stands twice");
        }
    }

    private static ConfigProblem wrong(String path, String rule) {
        return new ConfigProblem("The setting 'mapping' is wrong at " + path + ": " + rule + ".");
    }

    /** One place of the JSON text with its path. */
    private record Node(JsonNode json, String path) {

        Node at(String name) {
            return new Node(json.path(name), path.isEmpty() ? name : path + "." + name);
        }

        boolean isGiven() {
            return !json.isMissingNode();
        }

        ConfigProblem wrong(String rule) {
            return MappingReader.wrong(path.isEmpty() ? "(beginning)" : path, rule);
        }

        /** The names of an object, all of them allowed. */
        Set<String> names(Set<String> allowed) {
            var names = names();
            for (var name : names) {
                if (!allowed.contains(name)) {
                    throw at(name).wrong("allowed here are " + list(allowed));
                }
            }
            return names;
        }

        Set<String> names() {
            if (!json.isObject()) {
                throw wrong(isGiven() ? "it must be an object" : "it is missing");
            }
            return new TreeSet<>(json.propertyNames());
        }

        String text() {
            if (!json.isString() || json.asString().isBlank()) {
                throw wrong(isGiven() ? "it must be a text that is not empty" : "it is missing");
            }
            return json.asString();
        }

        List<String> texts() {
            if (!json.isArray() || json.isEmpty()) {
                throw wrong("it must be a list of texts");
            }
            var texts = new ArrayList<String>();
            for (var i = 0; i < json.size(); i++) {
                texts.add(new Node(json.get(i), path + "[" + i + "]").text());
            }
            return texts;
        }
    }

    private static String list(Set<String> allowed) {
        return String.join(", ", new TreeSet<>(allowed));
    }

    private CsvMapping mapping(Node root) {
        root.names(Set.of("files", "complete", "streams"));
        readFiles(root.at("files"));
        var complete = complete(root.at("complete"));
        var names = root.at("streams").names(MappingFields.STREAMS);
        if (names.isEmpty()) {
            throw root.at("streams").wrong("at least one of " + list(MappingFields.STREAMS) + " is needed");
        }
        var streams = new EnumMap<StreamName, Stream>(StreamName.class);
        for (var name : names) {
            var stream = StreamName.valueOf(name);
            streams.put(stream, stream(root.at("streams").at(name), stream));
        }
        return new CsvMapping(complete, streams);
    }

    private void readFiles(Node node) {
        var taken = new HashSet<String>();
        for (var name : node.names()) {
            var format = format(node.at(name));
            if (!taken.add(format.key())) {
                throw node.at(name).at("name").wrong("two files have this name");
            }
            files.put(name, format);
        }
    }

    private static CsvFormat format(Node node) {
        node.names(Set.of("name", "delimiter", "encoding", "dates"));
        var name = node.at("name").text();
        if (name.contains("/") || name.contains("\\")) {
            throw node.at("name").wrong("it must be a file's name without folders");
        }
        return new CsvFormat(
                name, delimiter(node.at("delimiter")), encoding(node.at("encoding")), dates(node.at("dates")));
    }

    private static char delimiter(Node node) {
        if (!node.isGiven()) {
            return ',';
        }
        // A tab is blank, so the text is not asked for by text().
        var text = node.json().asString("");
        if (text.length() != 1 || DELIMITERS.indexOf(text.charAt(0)) < 0) {
            throw node.wrong("allowed are a comma, a semicolon, a tab (\\t), |, ^ and ~");
        }
        return text.charAt(0);
    }

    private static Charset encoding(Node node) {
        if (!node.isGiven()) {
            return UTF_8;
        }
        return switch (node.text().toLowerCase(Locale.ROOT)) {
            case "utf-8" -> UTF_8;
            case "windows-1252" -> Charset.forName("windows-1252");
            default -> throw node.wrong("allowed are UTF-8 (with or without a byte order mark) and windows-1252");
        };
    }

    private static Dates dates(Node node) {
        try {
            return node.isGiven() ? Dates.of(node.text()) : Dates.ISO;
        } catch (IllegalArgumentException e) {
            throw node.wrong("allowed are YYYY, MM or M, DD or D with - / . or a space between them");
        }
    }

    private CsvFormat file(Node node) {
        var file = files.get(node.text());
        if (file == null) {
            throw node.wrong("allowed are the names under files: " + list(files.keySet()));
        }
        return file;
    }

    private Complete complete(Node node) {
        if (!node.isGiven()) {
            return new ByTime(DEFAULT_MINUTES);
        }
        var names = node.names(Set.of("manifest", "fields", "marker", "withinMinutes"));
        if (names.contains("manifest")) {
            refuseBeside(node, names, "manifest", Set.of("manifest", "fields"));
            var fields = fields(node.at("fields"), MappingFields.MANIFEST);
            if (fields.containsKey("from") != fields.containsKey("to")) {
                throw node.at("fields").wrong("from and to go together");
            }
            return new ByManifest(file(node.at("manifest")), fields);
        }
        if (names.contains("marker")) {
            refuseBeside(node, names, "marker", Set.of("marker"));
            return new ByMarker(node.at("marker").text());
        }
        refuseBeside(node, names, "withinMinutes", Set.of("withinMinutes"));
        var minutes = node.at("withinMinutes").json().asInt(0);
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw node.at("withinMinutes").wrong("it must be a number from 1 to " + MOST_MINUTES);
        }
        return new ByTime(minutes);
    }

    private static void refuseBeside(Node node, Set<String> names, String chosen, Set<String> allowed) {
        for (var name : names) {
            if (!allowed.contains(name)) {
                throw node.at(name).wrong("it cannot stand beside " + chosen);
            }
        }
    }

    private Stream stream(Node node, StreamName name) {
        node.names(Set.of("file", "fields", "deletion"));
        var fields = fields(node.at("fields"), MappingFields.of(name));
        for (var group : MappingFields.oneOf(name)) {
            if (group.needed() && group.fields().stream().noneMatch(fields::containsKey)) {
                throw node.at("fields").wrong("one of " + list(group.fields()) + " is needed");
            }
            if (group.exclusive() && fields.keySet().containsAll(group.fields())) {
                throw node.at("fields").wrong("only one of " + list(group.fields()) + " can be given");
            }
        }
        return new Stream(file(node.at("file")), fields, gone(node.at("deletion")));
    }

    private static Gone gone(Node node) {
        if (!node.isGiven()) {
            return Gone.BY_ABSENCE;
        }
        if (node.json().isObject()) {
            node.names(Set.of("column", "values"));
            return new Gone(
                    Deletion.EXPLICIT,
                    node.at("column").text(),
                    Set.copyOf(node.at("values").texts()));
        }
        return switch (node.text()) {
            case "absence" -> Gone.BY_ABSENCE;
            case "none" -> Gone.NEVER;
            default -> throw node.wrong("allowed are absence, none, or an object with column and values");
        };
    }

    private Map<String, Value> fields(Node node, Map<String, Field> allowed) {
        var values = new LinkedHashMap<String, Value>();
        for (var name : node.names(allowed.keySet())) {
            values.put(name, value(node.at(name), allowed.getOrDefault(name, Field.OPTIONAL)));
        }
        allowed.forEach((name, field) -> {
            if (field.needed() && !values.containsKey(name)) {
                throw node.at(name).wrong("it is missing");
            }
        });
        return values;
    }

    private Value value(Node node, Field field) {
        if (node.json().isString()) {
            return new Value(List.of(node.text()), null, Map.of(), null);
        }
        if (node.json().isArray()) {
            if (!field.joined()) {
                throw node.wrong("several columns can be joined for a key only; here it is one");
            }
            return new Value(node.texts(), null, Map.of(), null);
        }
        if (!node.json().isObject()) {
            throw node.wrong("it must be a column's name, a list of them, or an object with column or value");
        }
        var names = node.names(field.date() ? Set.of("column") : Set.of("column", "codes", "codesFrom", "value"));
        if (names.contains("value")) {
            refuseBeside(node, names, "value", Set.of("value"));
            return constant(node.at("value"), field);
        }
        if (names.contains("codes") && names.contains("codesFrom")) {
            throw node.at("codesFrom").wrong("it cannot stand beside codes");
        }
        if (names.contains("codesFrom") && !field.explained()) {
            throw node.at("codesFrom").wrong("only ATTENDANCE's status can be explained by a file");
        }
        return new Value(
                List.of(node.at("column").text()),
                null,
                names.contains("codes") ? codes(node.at("codes"), field) : Map.of(),
                names.contains("codesFrom") ? file(node.at("codesFrom")) : null);
    }

    private static Value constant(Node node, Field field) {
        var text = node.text();
        requireWord(node, text, field);
        return new Value(List.of(), text, Map.of(), null);
    }

    private static Map<String, String> codes(Node node, Field field) {
        var codes = new LinkedHashMap<String, String>();
        for (var code : node.names()) {
            var meaning = node.at(code).text();
            requireWord(node.at(code), meaning, field);
            codes.put(code, meaning);
        }
        return codes;
    }

    private static void requireWord(Node node, String text, Field field) {
        if (!field.words().isEmpty() && !field.words().contains(text)) {
            throw node.wrong("allowed are " + list(field.words()));
        }
    }
}
