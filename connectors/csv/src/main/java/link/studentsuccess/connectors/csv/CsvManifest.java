package link.studentsuccess.connectors.csv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.csv.CsvTable.Promise;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.FileGateway;

/** What a drop promises of each of its files. It is written last, so who sees it sees a whole drop. */
record CsvManifest(Map<String, Promise> promises) {

    static CsvManifest of(FileGateway files) {
        var revision = revision(files);
        var promises = new HashMap<String, Promise>();
        for (var row : CsvTable.of(files, CsvSpec.MANIFEST).rows()) {
            try {
                var rows = row.text("rows");
                if (!rows.matches("\\d{1,12}")) {
                    throw new SourceDefect("manifest.csv has a row count that is no number: correct it.");
                }
                promises.put(
                        row.text("file").toLowerCase(Locale.ROOT),
                        new Promise(Long.valueOf(rows), revision, covered(row)));
            } catch (CsvRow.Unusable e) {
                throw new SourceDefect("manifest.csv has a row without file, rows or proper dates: correct it.");
            }
        }
        return new CsvManifest(promises);
    }

    private static DateRange covered(CsvRow row) {
        var first = row.date("from");
        var last = row.date("to");
        if (last.isBefore(first)) {
            throw new SourceDefect("manifest.csv has a range of days that ends before it begins: correct it.");
        }
        return new DateRange(first, last);
    }

    boolean lists(String file) {
        return promises.containsKey(file);
    }

    Promise promise(String file) {
        var promise = promises.get(file);
        if (promise == null) {
            throw new SourceDefect("manifest.csv does not list " + file + ": the drop waits until it does.");
        }
        return promise;
    }

    /** A table whose rows are as many as promised, all of them. */
    Iterable<CsvRow> rows(FileGateway files, String file) {
        var rows = CsvTable.of(files, file).rows();
        var promised = promise(file).rows();
        if (promised != null && promised != rows.size()) {
            throw new SourceDefect("The manifest promises another number of rows of " + file
                    + " than the file has: the district sends the drop again.");
        }
        return rows;
    }

    /** Another edition of any file is another drop. */
    private static String revision(FileGateway files) {
        var listing = files.list().stream()
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
