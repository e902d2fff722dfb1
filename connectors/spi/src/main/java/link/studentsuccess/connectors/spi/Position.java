package link.studentsuccess.connectors.spi;

/** Where to go on inside one pull; dies with it. Never a watermark, never a name or an ID of a student. */
public record Position(String value) {

    public Position {
        if (value.isEmpty() || value.length() > 2_000) {
            throw new IllegalArgumentException("A position has 1 to 2,000 characters");
        }
    }
}
