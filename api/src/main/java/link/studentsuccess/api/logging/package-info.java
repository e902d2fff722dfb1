/**
 * What may be written into the log. Start at {@link link.studentsuccess.api.logging.QuietLibraries}. A line holds ids and
 * counts, at every level: never a value of a child, never a token.
 */
@NullMarked
package link.studentsuccess.api.logging;

import org.jspecify.annotations.NullMarked;
