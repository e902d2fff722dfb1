/**
 * What was destroyed, on record. Start at Destructions; the engine and the access policy write the records, and
 * row-level security says who reads which.
 */
@NullMarked
package link.studentsuccess.api.destruction;

import org.jspecify.annotations.NullMarked;
