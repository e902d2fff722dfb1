package link.studentsuccess.connectors.spi;

/** A record's key in its source, as the source spells it: leading zeros, case and all. */
public record SourceKey(String value) {

    public SourceKey {
        if (value.isBlank() || value.length() > 255) {
            throw new IllegalArgumentException("A source key has 1 to 255 characters");
        }
    }

    /** A key may be a student's number, so it is not printed. */
    @Override
    public String toString() {
        return "SourceKey[…]";
    }
}
