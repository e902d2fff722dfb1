package link.studentsuccess.api.roster;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file of participants as text: its columns and the cells of each row, nothing of it understood yet. */
record ImportFile(List<Column> columns, List<Row> rows) {

    private static final int MOST_ROWS = 5_000;
    private static final int LONGEST_CELL = 1_000;
    private static final int LONGEST_ROW = 20_000;
    private static final int LONGEST_BUFFER = 1 << 16;

    /** The cells of a row, and its number as a spreadsheet counts, after the header: empty lines have one too. */
    record Row(int number, List<String> cells) {}

    /** The documented columns; in a file in lower case. */
    enum Column {
        GIVEN_NAME,
        FAMILY_NAME,
        PREFERRED_GIVEN_NAME,
        BIRTH_DATE,
        DISTRICT,
        DISTRICT_STUDENT_ID,
        PROGRAM,
        SERVICE_BEGINS,
        SERVICE_ENDS,
        EXTERNAL_ID;

        private static final List<Column> NEEDED = List.of(GIVEN_NAME, FAMILY_NAME, PROGRAM, SERVICE_BEGINS);

        String header() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Column> of(String header) {
            return Arrays.stream(values())
                    .filter(column -> column.header().equals(header))
                    .findFirst();
        }
    }

    /** Why a file is refused as a whole. */
    static final class Unusable extends RuntimeException {

        private final FileProblem problem;
        private final List<Column> columns;

        private Unusable(FileProblem problem, List<Column> columns) {
            super(problem.name(), null, false, false);
            this.problem = problem;
            this.columns = columns;
        }

        FileProblem problem() {
            return problem;
        }

        List<Column> columns() {
            return columns;
        }
    }

    /** The kinds of unusable files, each with the sentence that says what to do. */
    enum FileProblem {
        NOT_UTF_8("The file is not in UTF-8: save it as \"CSV UTF-8\" and upload it again."),
        NOT_CSV("The file is not CSV with rows of at most 20,000 characters: look for a quote that is never closed."),
        NO_COMMAS("The file divides its cells by semicolons or tabs: save it as CSV with commas and upload it again."),
        EMPTY("The file has no rows: it needs a header and a row for each child."),
        MISSING_COLUMNS("The header lacks columns."),
        UNKNOWN_COLUMNS(
                "The header has columns that are not documented, or one of them twice: use the documented names."),
        TOO_MANY_ROWS("The file has more than 5,000 rows: split it."),
        NOT_ALLOWED("Whoever asked for the import may not import participants any more.");

        private final String sentence;

        FileProblem(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** Reads the file, or throws {@link Unusable}. */
    static ImportFile of(byte[] content) {
        var text = text(content);
        refuseOtherSeparators(text);
        var records = new ArrayList<Row>();
        var lines = 0;
        try (var reader = CsvReader.builder()
                .maxBufferSize(LONGEST_BUFFER)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .build(
                        CsvRecordHandler.builder()
                                .maxFieldSize(LONGEST_CELL)
                                .maxRecordSize(LONGEST_ROW)
                                .build(),
                        text)) {
            for (CsvRecord row : reader) {
                lines += records.isEmpty() ? 0 : 1;
                if (row.getFieldCount() > 1 || !row.getField(0).isEmpty()) {
                    records.add(new Row(lines, List.copyOf(row.getFields())));
                }
                if (records.size() > MOST_ROWS + 1) {
                    throw new Unusable(FileProblem.TOO_MANY_ROWS, List.of());
                }
            }
        } catch (CsvParseException malformed) {
            throw new Unusable(FileProblem.NOT_CSV, List.of());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (records.size() < 2) {
            throw new Unusable(FileProblem.EMPTY, List.of());
        }
        return new ImportFile(columns(records.get(0).cells()), List.copyOf(records.subList(1, records.size())));
    }

    /** With quotes it would not even be CSV, and without them lack all columns: neither says what to do. */
    private static void refuseOtherSeparators(String text) {
        var header = text.lines().filter(line -> !line.isEmpty()).findFirst().orElse("");
        if (header.indexOf(',') < 0 && (header.indexOf(';') >= 0 || header.indexOf('\t') >= 0)) {
            throw new Unusable(FileProblem.NO_COMMAS, List.of());
        }
    }

    private static String text(byte[] content) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new Unusable(FileProblem.NOT_UTF_8, List.of());
        }
    }

    private static List<Column> columns(List<String> header) {
        var columns = new ArrayList<Column>();
        for (var cell : header) {
            Column.of(cell.strip().toLowerCase(Locale.ROOT)).ifPresent(columns::add);
        }
        var missing = Column.NEEDED.stream()
                .filter(column -> !columns.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new Unusable(FileProblem.MISSING_COLUMNS, missing);
        }
        if (columns.stream().distinct().count() < header.size()) {
            throw new Unusable(FileProblem.UNKNOWN_COLUMNS, List.of());
        }
        return List.copyOf(columns);
    }
}
