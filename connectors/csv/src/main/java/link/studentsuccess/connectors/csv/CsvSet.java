package link.studentsuccess.connectors.csv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.csv.CsvMapping.ByManifest;
import link.studentsuccess.connectors.csv.CsvMapping.ByMarker;
import link.studentsuccess.connectors.csv.CsvMapping.ByTime;
import link.studentsuccess.connectors.csv.CsvTable.Promise;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.FileGateway.DropFile;
import org.jspecify.annotations.Nullable;

/**
 * The files of one drop, after its own signal has said that they are whole and belong together. What signals is written
 * last, so a file that is newer than it is of a set still on its way.
 */
final class CsvSet {

    private final FileGateway files;
    private final Map<String, DropFile> present;
    private final String revision;
    private final @Nullable Map<String, Promise> promises;

    private CsvSet(
            FileGateway files,
            Map<String, DropFile> present,
            String revision,
            @Nullable Map<String, Promise> promises) {
        this.files = files;
        this.present = present;
        this.revision = revision;
        this.promises = promises;
    }

    static CsvSet of(CsvMapping mapping, FileGateway files) {
        var complete = mapping.complete();
        var wanted = mapping.files();
        if (complete instanceof ByManifest manifest) {
            wanted.put(manifest.file().key(), manifest.file());
        }
        if (complete instanceof ByMarker marker) {
            wanted.put(marker.name().toLowerCase(Locale.ROOT), CsvFormat.minimal(marker.name()));
        }
        var present = new TreeMap<String, DropFile>();
        for (var file : files.list()) {
            var name = file.name().toLowerCase(Locale.ROOT);
            if (wanted.containsKey(name) && present.put(name, file) != null) {
                throw new SourceDefect("The drop has two files " + file.name()
                        + " that differ in capital letters only: one of them has to go.");
            }
        }
        var revision = revision(present.values());
        if (complete instanceof ByManifest manifest) {
            return byManifest(manifest, files, present, revision);
        }
        for (var file : wanted.values()) {
            require(present, file.name());
        }
        if (complete instanceof ByMarker marker) {
            requireNoneNewer(present, present.keySet(), marker.name());
        }
        if (complete instanceof ByTime time) {
            requireTogether(present.values(), time);
        }
        return new CsvSet(files, present, revision, null);
    }

    private static CsvSet byManifest(
            ByManifest manifest, FileGateway files, Map<String, DropFile> present, String revision) {
        var promises = new HashMap<String, Promise>();
        var table = new CsvTable(files, require(present, manifest.file().name()), manifest.file());
        table.requireColumns(manifest.fields().values());
        for (var row : table.rows()) {
            promises.put(
                    cell(row, manifest, "file").toLowerCase(Locale.ROOT),
                    new Promise(Long.valueOf(rows(row, manifest)), revision, covered(row, manifest)));
        }
        requireNoneNewer(present, promises.keySet(), manifest.file().name());
        return new CsvSet(files, present, revision, promises);
    }

    private static String cell(CsvRow row, ByManifest manifest, String field) {
        try {
            return new MappedRow(row, manifest.file(), manifest.fields()).text(field);
        } catch (CsvRow.Unusable e) {
            throw new SourceDefect(
                    manifest.file().name() + " has a row without a file's name or number of rows: correct it.");
        }
    }

    private static String rows(CsvRow row, ByManifest manifest) {
        var rows = cell(row, manifest, "rows");
        if (!rows.matches("\\d{1,12}")) {
            throw new SourceDefect(manifest.file().name() + " has a row count that is no number: correct it.");
        }
        return rows;
    }

    private static @Nullable DateRange covered(CsvRow row, ByManifest manifest) {
        if (!manifest.fields().containsKey("from")) {
            return null;
        }
        var mapped = new MappedRow(row, manifest.file(), manifest.fields());
        try {
            var first = mapped.date("from");
            var last = mapped.date("to");
            if (last.isBefore(first)) {
                throw new SourceDefect(
                        manifest.file().name() + " has a range of days that ends before it begins: correct it.");
            }
            return new DateRange(first, last);
        } catch (CsvRow.Unusable e) {
            throw new SourceDefect(manifest.file().name() + " has a row without proper dates: correct it.");
        }
    }

    private static DropFile require(Map<String, DropFile> present, String name) {
        var file = present.get(name.toLowerCase(Locale.ROOT));
        if (file == null) {
            throw new SourceDefect("The drop has no " + name + ": it waits until the district sends it.");
        }
        return file;
    }

    private static void requireNoneNewer(Map<String, DropFile> present, Collection<String> names, String signal) {
        var written = require(present, signal).modified();
        for (var name : names) {
            var file = present.get(name);
            if (file != null && file.modified().isAfter(written)) {
                throw new SourceDefect(file.name() + " is newer than " + signal
                        + ": the drop is half replaced and waits until the district writes " + signal + " last.");
            }
        }
    }

    private static void requireTogether(Collection<DropFile> files, ByTime time) {
        var moments = files.stream().map(DropFile::modified).sorted().toList();
        var apart = Duration.between(moments.get(0), moments.get(moments.size() - 1));
        if (apart.compareTo(Duration.ofMinutes(time.minutes())) > 0) {
            throw new SourceDefect("The files of the drop were written more than " + time.minutes()
                    + " minutes apart: it is half replaced and waits until the district sends all of them.");
        }
    }

    /** Whether the district says it sent this file; without a manifest every file of the mapping has to be there. */
    boolean lists(CsvFormat file) {
        return promises == null || promises.containsKey(file.key());
    }

    CsvTable table(CsvFormat file) {
        promise(file);
        return new CsvTable(files, require(present, file.name()), file);
    }

    Promise promise(CsvFormat file) {
        if (promises == null) {
            return new Promise(null, revision, null);
        }
        var promise = promises.get(file.key());
        if (promise == null) {
            throw new SourceDefect("The manifest does not list " + file.name() + ": the drop waits until it does.");
        }
        return promise;
    }

    /** A table whose rows are as many as promised, all of them. */
    List<CsvRow> rows(CsvFormat file) {
        var rows = table(file).rows();
        table(file).requireAll(promise(file).rows(), rows.size());
        return rows;
    }

    /** Another edition of any file is another drop. */
    private static String revision(Collection<DropFile> files) {
        var listing = files.stream()
                .map(file -> file.name() + "/" + file.size() + "/" + file.modified())
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(listing.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
