package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * What the source itself says of the read, so that a torn one is noticed: all pages of a pull must agree.
 *
 * @param declaredTotal how many rows the source says the whole read has
 * @param revision changes when the source's data does
 * @param covered for a stream of dated rows, the days that the read speaks for: a day inside it without a row is known
 *     to have none, a row missing outside it says nothing; absent where the source does not say
 * @param rowsRead rows of the source that this page was made of
 */
public record Evidence(
        @Nullable Long declaredTotal,
        @Nullable String revision,
        @Nullable DateRange covered,
        int rowsRead) {

    public Evidence(@Nullable Long declaredTotal, @Nullable String revision, int rowsRead) {
        this(declaredTotal, revision, null, rowsRead);
    }

    public static Evidence ofRows(int rowsRead) {
        return new Evidence(null, null, null, rowsRead);
    }
}
