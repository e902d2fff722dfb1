/**
 * Who received what about a child. Start at {@link link.studentsuccess.api.audit.DisclosureResolver}. The one rule: reading the
 * record is recorded too, in the same transaction, by the database function that reads.
 */
@NullMarked
package link.studentsuccess.api.audit;

import org.jspecify.annotations.NullMarked;
