/**
 * What a district's steward answers for: consents that wait for the district, and who received what about its students.
 * Start at {@link link.studentsuccess.api.steward.StewardResolver}. The access policy's functions decide and record.
 */
@NullMarked
package link.studentsuccess.api.steward;

import org.jspecify.annotations.NullMarked;
