package link.studentsuccess.api.district;

import org.jspecify.annotations.Nullable;

/** A school of a district; nobody's personal data. */
public record School(String name, @Nullable String code) {}
