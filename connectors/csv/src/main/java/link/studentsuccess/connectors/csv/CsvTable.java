package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import link.studentsuccess.connectors.csv.CsvMapping.Value;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ConnectorProblem;
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
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CSV file of a drop page by page: with or without a byte order mark, a header in any case and order, any line
 * ends, quoted fields. Nothing is kept between pages; each reads the file again up to where it goes on.
 */
public final class CsvTable {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int MOST_DISTINCT = 200_000;
    private static final int MOST_SMALL = 100_000;
    private static final long MOST_SMALL_BYTES = 4L << 20;
    private static final int LONGEST_FIELD = 8_192;
    private static final int LONGEST_ROW = 1 << 18;
    private static final int MOST_BUFFERED = 1 << 16;

    private final FileGateway files;
    private final DropFile file;
    private final CsvFormat format;
    private Set<String> required = Set.of();

    CsvTable(FileGateway files, DropFile file, CsvFormat format) {
        this.files = files;
        this.file = file;
        this.format = format;
    }

    /** The file of this name, whatever its case, in UTF-8 with commas; a {@link SourceDefect} where the drop has none. */
    public static CsvTable of(FileGateway files, String name) {
        return files.list().stream()
                .filter(file -> file.name().equalsIgnoreCase(name))
                .findFirst()
                .map(file -> new CsvTable(files, file, CsvFormat.minimal(name)))
                .orElseThrow(
                        () -> new SourceDefect("The drop has no " + name + ": it waits until the district sends it."));
    }

    /** Columns without which the file is not read at all: a misspelt one would be read as empty for ever. */
    void requireColumns(Collection<Value> values, @Nullable String... further) {
        var columns = new TreeSet<String>();
        values.forEach(value -> columns.addAll(value.columns()));
        for (var column : further) {
            if (column != null) {
                columns.add(column);
            }
        }
        required = columns;
    }

    /** One page of the file, as the source of a whole stream. A row that throws {@link CsvRow.Unusable} is rejected. */
    public Page page(PageRequest request, Function<CsvRow, Change> mapping) {
        return page(request, new Promise(null, file.size() + "/" + file.modified(), null), mapping);
    }

    /** What the drop says of the file: how many rows, which edition, which days. */
    record Promise(
            @Nullable Long rows, String revision, @Nullable DateRange covered) {}

    Page page(PageRequest request, Promise promise, Function<CsvRow, Change> mapping) {
        return page(request, promise, (row, wanted) -> wanted ? row.mapped(mapping) : null);
    }

    /** Each record once, though many rows tell of it; rows that contradict the first one are rejected. */
    Page distinctPage(PageRequest request, Promise promise, Function<CsvRow, Change> mapping) {
        var known = new HashMap<SourceKey, CanonicalRecord>();
        return page(request, promise, (row, wanted) -> {
            var change = row.mapped(mapping);
            if (!(change instanceof Upsert upsert)) {
                return wanted ? change : null;
            }
            var first = known.putIfAbsent(upsert.key(), upsert.record());
            if (known.size() > MOST_DISTINCT) {
                throw new SourceDefect(file.name() + " tells of more different records than a district can have.");
            }
            if (first == null) {
                return wanted ? change : null;
            }
            var contradicts = wanted && !first.equals(upsert.record());
            return contradicts ? new Reject(upsert.key(), Reject.Code.DUPLICATE_KEY, file.name()) : null;
        });
    }

    /** What becomes of a row; it is not wanted where an earlier page told of it. */
    private interface Teller {
        @Nullable
        Change tell(CsvRow row, boolean wanted);
    }

    private Page page(PageRequest request, Promise promise, Teller teller) {
        var start = start(request.at(), promise.revision());
        var changes = new ArrayList<Change>();
        var seen = new long[1];
        var more = readUntil(start + (long) request.sizeHint(), row -> {
            var change = teller.tell(row, seen[0]++ >= start);
            if (change != null) {
                changes.add(change);
            }
        });
        if (!more) {
            requireAll(promise.rows(), seen[0]);
        }
        var next = more ? new Position(seen[0] + "@" + promise.revision()) : null;
        var read = (int) Math.max(0, seen[0] - start);
        return new Page(changes, next, null, new Evidence(promise.rows(), promise.revision(), promise.covered(), read));
    }

    void requireAll(@Nullable Long promised, long read) {
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
        if (file.size() > MOST_SMALL_BYTES) {
            throw new SourceDefect(file.name() + " is larger than such a file can be.");
        }
        var rows = new ArrayList<CsvRow>();
        if (readUntil(MOST_SMALL, rows::add)) {
            throw new SourceDefect(file.name() + " has more rows than such a file can have.");
        }
        return rows;
    }

    /** Gives so many rows to the reader and says whether there are more. */
    private boolean readUntil(long most, Consumer<CsvRow> reader) {
        try (var stream = new Counted(files.open(file), file);
                var csv = reader(stream)) {
            var records = csv.iterator();
            var header = header(records);
            for (long row = 0; records.hasNext(); row++) {
                if (row >= most) {
                    return true;
                }
                reader.accept(new CsvRow(file.name(), header, records.next().getFields()));
            }
            if (stream.count != file.size()) {
                throw new SourceDefect(
                        file.name() + " ended before the size it was listed with: the district sends it again.");
            }
            return false;
        } catch (UncheckedIOException e) {
            throw broken(e.getCause());
        } catch (IOException e) {
            throw broken(e);
        } catch (CsvParseException e) {
            if (e.getCause() instanceof ConnectorProblem problem) {
                throw problem;
            }
            // FastCSV wraps what the stream throws; its own messages may quote a field.
            throw e.getCause() instanceof IOException cause
                    ? broken(cause)
                    : new SourceDefect(file.name()
                            + " is not proper CSV: look for a quote that is not closed, or a field that is far"
                            + " too long.");
        }
    }

    private RuntimeException broken(@Nullable Throwable cause) {
        if (!(cause instanceof CharacterCodingException)) {
            return new TransientProblem(file.name() + " cannot be read.", null);
        }
        return new SourceDefect(
                format.encoding().equals(UTF_8)
                        ? file.name()
                                + " is not UTF-8, perhaps Windows-1252: export it as UTF-8, or say so in a mapping."
                        : file.name() + " is not " + format.encoding() + ": correct the mapping's encoding.");
    }

    private CsvReader<CsvRecord> reader(InputStream stream) throws IOException {
        var decoder = format.encoding()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var records = CsvRecordHandler.builder()
                .maxFieldSize(LONGEST_FIELD)
                .maxRecordSize(LONGEST_ROW)
                .build();
        return CsvReader.builder()
                .maxBufferSize(MOST_BUFFERED)
                .fieldSeparator(format.delimiter())
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .build(records, withoutMark(new InputStreamReader(stream, decoder)));
    }

    /** A byte order mark before a quote would hide the quote. */
    private static Reader withoutMark(Reader text) throws IOException {
        var reader = new PushbackReader(text);
        var first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    private Map<String, Integer> header(Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw new SourceDefect(file.name() + " is empty, without even a header: the district sends it again.");
        }
        var columns = new HashMap<String, Integer>();
        var names = records.next().getFields();
        for (var i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        var missing = required.stream()
                .filter(column -> !columns.containsKey(column.toLowerCase(Locale.ROOT)))
                .toList();
        if (!missing.isEmpty()) {
            throw new SourceDefect(file.name() + " has no column " + String.join(", ", missing)
                    + ": correct its header, or the mapping and its delimiter.");
        }
        return columns;
    }

    /** Counts what it lets through, and lets no more through than was listed. */
    private static final class Counted extends FilterInputStream {
        private final DropFile file;
        private long count;

        Counted(InputStream stream, DropFile file) {
            super(stream);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            count += read;
            if (count > file.size()) {
                throw new SourceDefect(
                        file.name() + " goes on after the size it was listed with: the district sends it again.");
            }
        }
    }
}
