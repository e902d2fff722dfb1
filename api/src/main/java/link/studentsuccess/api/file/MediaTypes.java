package link.studentsuccess.api.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file is, by its first bytes. */
final class MediaTypes {

    static final String CSV = "text/csv";

    private record Magic(String type, int... bytes) {

        boolean begins(byte[] content) {
            if (content.length < bytes.length) {
                return false;
            }
            for (var n = 0; n < bytes.length; n++) {
                if ((content[n] & 0xff) != bytes[n]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Magic> KNOWN = List.of(
            new Magic("application/pdf", '%', 'P', 'D', 'F', '-'),
            new Magic("image/png", 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
            new Magic("image/jpeg", 0xff, 0xd8, 0xff));

    private MediaTypes() {}

    /** A list to import is text, whatever its encoding: the import says row by row what it cannot read. */
    static @Nullable String of(byte[] content, String purpose) {
        var document = KNOWN.stream().filter(magic -> magic.begins(content)).findFirst();
        if (purpose.equals("PARTICIPANT_IMPORT")) {
            return document.isPresent() ? null : CSV;
        }
        return document.map(Magic::type).orElse(null);
    }
}
