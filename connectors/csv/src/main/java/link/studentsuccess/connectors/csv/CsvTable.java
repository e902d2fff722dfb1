package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.FileGateway.DropFile;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CSV file of a drop page by page: UTF-8 with or without a byte order mark, a header in any case and order,
 * any line ends, quoted fields. Nothing is kept between pages; each reads the file again up to where it goes on.
 */
public final class CsvTable {

    private final FileGateway files;
    private final DropFile file;

    private CsvTable(FileGateway files, DropFile file) {
        this.files = files;
        this.file = file;
    }

    /** The file of this name, whatever its case; a {@link SourceDefect} where the drop has none. */
    public static CsvTable of(FileGateway files, String name) {
        return files.list().stream()
                .filter(file -> file.name().equalsIgnoreCase(name))
                .findFirst()
                .map(file -> new CsvTable(files, file))
                .orElseThrow(
                        () -> new SourceDefect("The drop has no " + name + ": it waits until the district sends it."));
    }

    DropFile file() {
        return file;
    }

    /** One page of the file, as the source of a whole stream. A row that throws {@link CsvRow.Unusable} is rejected. */
    public Page page(PageRequest request, Function<CsvRow, Change> mapping) {
        return page(request, new Promise(null, file.size() + "/" + file.modified(), null), mapping);
    }

    /** What the drop says of the file: how many rows, which edition, which days. */
    record Promise(
            @Nullable Long rows, String revision, @Nullable DateRange covered) {}

    Page page(PageRequest request, Promise promise, Function<CsvRow, Change> mapping) {
        var start = start(request.at(), promise.revision());
        var changes = new ArrayList<Change>();
        var seen = new long[1];
        var more = readUntil(start + (long) request.sizeHint(), row -> {
            if (seen[0]++ >= start) {
                changes.add(row.mapped(mapping));
            }
        });
        if (!more) {
            requireAll(promise.rows(), seen[0]);
        }
        var next = more ? new Position(seen[0] + "@" + promise.revision()) : null;
        return new Page(
                changes,
                next,
                null,
                new Evidence(promise.rows(), promise.revision(), promise.covered(), changes.size()));
    }

    private void requireAll(@Nullable Long promised, long read) {
        if (promised != null && promised != read) {
            throw new SourceDefect("The manifest promises another number of rows of " + file.name()
                    + " than the file has: the drop is cut off or mixed, so the district sends it again.");
        }
    }

    private static long start(@Nullable Position at, String revision) {
        if (at == null) {
            return 0;
        }
        var parts = at.value().split("@", 2);
        if (parts.length != 2 || !parts[0].matches("\\d{1,12}") || !parts[1].equals(revision)) {
            throw new RestartRequired("The drop changed while it was read: the pull starts again.");
        }
        return Long.parseLong(parts[0]);
    }

    /** All rows, for files that are small by their nature. */
    List<CsvRow> rows() {
        var rows = new ArrayList<CsvRow>();
        if (readUntil(100_000, rows::add)) {
            throw new SourceDefect(file.name() + " has more rows than such a file can have.");
        }
        return rows;
    }

    /** Gives so many rows to the reader and says whether there are more. */
    private boolean readUntil(long most, Consumer<CsvRow> reader) {
        try (var stream = files.open(file);
                var csv = reader(stream)) {
            var records = csv.iterator();
            var header = header(records);
            for (long row = 0; records.hasNext(); row++) {
                if (row >= most) {
                    return true;
                }
                reader.accept(new CsvRow(file.name(), header, records.next().getFields()));
            }
            return false;
        } catch (UncheckedIOException e) {
            throw broken(e.getCause());
        } catch (IOException e) {
            throw broken(e);
        } catch (CsvParseException e) {
            // FastCSV wraps what the stream throws; its own messages may quote a field.
            throw e.getCause() instanceof IOException cause
                    ? broken(cause)
                    : new SourceDefect(file.name() + " is not proper CSV: look for a quote that is not closed.");
        }
    }

    private RuntimeException broken(@Nullable Throwable cause) {
        return cause instanceof CharacterCodingException
                ? new SourceDefect(file.name() + " is not UTF-8, perhaps Windows-1252: export it as UTF-8.")
                : new TransientProblem(file.name() + " cannot be read.", null);
    }

    private static CsvReader<CsvRecord> reader(InputStream stream) {
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return CsvReader.builder()
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new InputStreamReader(stream, decoder));
    }

    private Map<String, Integer> header(Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw new SourceDefect(file.name() + " is empty, without even a header: the district sends it again.");
        }
        var columns = new HashMap<String, Integer>();
        var names = records.next().getFields();
        for (var i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT), i);
        }
        return columns;
    }
}
