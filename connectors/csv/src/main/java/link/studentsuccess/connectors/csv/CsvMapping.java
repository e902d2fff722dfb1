package link.studentsuccess.connectors.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;

/** What a district's files mean: which file each stream is read from, and which columns make its fields. */
record CsvMapping(Complete complete, Map<StreamName, Stream> streams) {

    static final String SETTING = "mapping";

    CsvMapping {
        streams = Map.copyOf(streams);
    }

    /** The feed's own mapping, else that of the minimal drop format. */
    static CsvMapping of(Settings settings) {
        var text = settings.textOrNull(SETTING);
        return MappingReader.read(text == null ? minimal() : text);
    }

    private static String minimal() {
        try (var resource = CsvMapping.class.getResourceAsStream("minimal-mapping.json")) {
            if (resource == null) {
                throw new IllegalStateException("The minimal mapping is not in the connector's jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In dependency order. */
    List<StreamName> names() {
        return streams.keySet().stream().sorted().toList();
    }

    /** Every file that some stream is read from, by lower-case name. */
    Map<String, CsvFormat> files() {
        var files = new TreeMap<String, CsvFormat>();
        for (var stream : streams.values()) {
            files.put(stream.file().key(), stream.file());
            for (var value : stream.fields().values()) {
                if (value.codesFrom() != null) {
                    files.put(value.codesFrom().key(), value.codesFrom());
                }
            }
        }
        return files;
    }

    /** How the set of files says that it is whole. */
    sealed interface Complete permits ByManifest, ByMarker, ByTime {}

    /** A table with a row for each file, written last. The fields are file, rows and, for the days covered, from and to. */
    record ByManifest(CsvFormat file, Map<String, Value> fields) implements Complete {
        ByManifest {
            fields = Map.copyOf(fields);
        }
    }

    /** A file that is only there, written last. */
    record ByMarker(String name) implements Complete {}

    /** No signal: all files are there, written within so many minutes of one another. */
    record ByTime(int minutes) implements Complete {}

    /** One stream: its file, its fields by our names, and how its rows go. */
    record Stream(CsvFormat file, Map<String, Value> fields, Gone gone) {

        Stream {
            fields = Map.copyOf(fields);
        }

        boolean has(String field) {
            return fields.containsKey(field);
        }
    }

    /** How a row is known to be gone: with {@link Deletion#EXPLICIT} by a column that says so. */
    record Gone(Deletion how, @Nullable String column, Set<String> values) {

        static final Gone BY_ABSENCE = new Gone(Deletion.ABSENCE_IN_FULL, null, Set.of());
        static final Gone NEVER = new Gone(Deletion.NONE, null, Set.of());

        Gone {
            values = Set.copyOf(values);
        }
    }

    /**
     * Where a field's value comes from: a constant, one column or several that are joined; and what its codes mean.
     *
     * @param codes the district's code to our word; empty where the column holds our words or free text
     * @param codesFrom the file that explains the codes instead
     */
    record Value(
            List<String> columns,
            @Nullable String constant,
            Map<String, String> codes,
            @Nullable CsvFormat codesFrom) {

        Value {
            columns = List.copyOf(columns);
            codes = Map.copyOf(codes);
        }

        /** Where to look when the value is wrong, in the file's own terms. */
        String column() {
            return columns.isEmpty() ? "(constant of the mapping)" : String.join("|", columns);
        }
    }
}
