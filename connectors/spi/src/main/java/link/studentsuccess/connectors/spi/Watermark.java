package link.studentsuccess.connectors.spi;

/** From where the next pull asks; stored only in the transaction that publishes. Never a position. */
public record Watermark(String value) {

    public Watermark {
        if (value.isEmpty() || value.length() > 500) {
            throw new IllegalArgumentException("A watermark has 1 to 500 characters");
        }
    }
}
