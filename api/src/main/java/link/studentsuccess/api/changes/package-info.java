/**
 * What changes for a caseload while its viewer watches, told as events. Start at
 * {@link link.studentsuccess.api.changes.ChangesResolver}; {@link link.studentsuccess.api.changes.CaseloadStream} is one
 * stream.
 * The one rule: an event says what to ask again, and nothing of a student; the policy is asked anew for every event.
 */
@NullMarked
package link.studentsuccess.api.changes;

import org.jspecify.annotations.NullMarked;
