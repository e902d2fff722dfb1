/**
 * The security sheet: one page that tells a district what is stored, where, how long, who can see it and how that is
 * proven. Start at {@link link.studentsuccess.api.sheet.SecuritySheet}. It is read from what runs (schema, catalog, role
 * matrix), so that it cannot promise what is not there; it tells nothing of anybody.
 */
@NullMarked
package link.studentsuccess.api.sheet;

import org.jspecify.annotations.NullMarked;
