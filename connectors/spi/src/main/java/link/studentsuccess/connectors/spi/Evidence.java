package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/** What the source itself says of the read, so that a torn one is noticed: all pages of a pull must agree. */
public record Evidence(
        @Nullable Long declaredTotal, @Nullable String revision, int rowsRead) {

    public static Evidence ofRows(int rowsRead) {
        return new Evidence(null, null, rowsRead);
    }
}
