package link.studentsuccess.api.graphql;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** The kinds of things that have a global id. An id is opaque: the kind and a random UUID, in one canonical form. */
public enum Id {
    PARTICIPANT('P'),
    STUDENT('S'),
    ORGANIZATION('O'),
    DISTRICT('D'),
    PROGRAM('G'),
    PROGRAM_ATTENDANCE('A'),
    PROGRAM_ENROLLMENT('E'),
    PARTICIPANT_IMPORT('I'),
    OPERATOR_AGREEMENT('R'),
    DISTRICT_AGREEMENT('T'),
    CONSENT('C'),
    FEED('F'),
    PULL('U'),
    STAFF('M'),
    FILE('X'),
    SHARING_OPT_IN('J'),
    HOLD('H'),
    DESIGNATION('Z'),
    PRINCIPAL('L'),
    SIGNER('N'),
    CONSENT_DOCUMENT('K'),
    CONSENT_QUESTION('Q'),
    CASELOAD_ASSIGNMENT('W'),
    CONFIDENTIALITY_STATEMENT('B'),
    TRAINING('Y'),
    SERVICE_ACCOUNT('V');

    private final byte letter;

    Id(char letter) {
        this.letter = (byte) letter;
    }

    public String of(UUID key) {
        var bytes = ByteBuffer.allocate(17)
                .put(letter)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The key in an id of this kind; any other text is a {@link BadRequest}. */
    public UUID key(String id) {
        if (kindOf(id) != this) {
            throw malformed(id);
        }
        return keyOf(id);
    }

    public static Id kindOf(String id) {
        var letter = decode(id).get(0);
        for (var kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw malformed(id);
    }

    public static UUID keyOf(String id) {
        var bytes = decode(id);
        return new UUID(bytes.getLong(1), bytes.getLong(9));
    }

    private static ByteBuffer decode(String id) {
        if (!id.matches("[A-Za-z0-9_-]{23}")) {
            throw malformed(id);
        }
        var bytes = Base64.getUrlDecoder().decode(id);
        // Only one spelling: trailing bits that a decoder ignores would make a second one.
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id)) {
            throw malformed(id);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static BadRequest malformed(String id) {
        return BadRequest.of(id, "is not an id of the right form or kind: use ids as an earlier answer gave them.");
    }
}
