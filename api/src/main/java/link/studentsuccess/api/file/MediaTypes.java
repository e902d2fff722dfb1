package link.studentsuccess.api.file;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a file is, by its first bytes. */
final class MediaTypes {

    static final String CSV = "text/csv";

    private static final String IMPORT = "PARTICIPANT_IMPORT";
    private static final int LONGEST = 8;

    /** First bytes, each as one character, and what begins with them. */
    private static final Map<String, String> KNOWN = Map.of(
            "%PDF-", "application/pdf",
            "\u0089PNG\r\n\u001a\n", "image/png",
            "\u00ff\u00d8\u00ff", "image/jpeg");

    private MediaTypes() {}

    /** A list to import is text, whatever its encoding: the import says row by row what it cannot read. */
    static @Nullable String of(byte[] content, String purpose) {
        var document = document(content);
        if (purpose.equals(IMPORT)) {
            return document.isPresent() ? null : CSV;
        }
        return document.orElse(null);
    }

    /** What to send for a purpose; the ticket is spent by then. */
    static String wanted(String purpose) {
        return (purpose.equals(IMPORT) ? "A list to import is CSV" : "The file must be PDF, PNG or JPEG by its content")
                + ": ask for a new ticket, and send that.";
    }

    /** How a file for a purpose gets smaller. */
    static String smaller(String purpose) {
        return purpose.equals(IMPORT) ? "split the list" : "scan it with less detail";
    }

    private static Optional<String> document(byte[] content) {
        var begin = new String(content, 0, Math.min(content.length, LONGEST), StandardCharsets.ISO_8859_1);
        return KNOWN.entrySet().stream()
                .filter(known -> begin.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
