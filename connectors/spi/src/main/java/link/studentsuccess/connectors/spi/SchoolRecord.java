package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * A school of the district.
 *
 * @param code the district's or state's number of the school, where the source gives one
 */
public record SchoolRecord(String name, @Nullable String code) implements CanonicalRecord {}
