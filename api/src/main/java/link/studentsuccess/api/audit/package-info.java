/**
 * Who received what about a child. Start at {@link link.studentsuccess.api.audit.DisclosureResolver}. Reading is recorded
 * by the database function that reads.
 */
@NullMarked
package link.studentsuccess.api.audit;

import org.jspecify.annotations.NullMarked;
