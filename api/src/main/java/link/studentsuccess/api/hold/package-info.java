/**
 * Holds, the kill switch: what a side has stopped, and ending it. Why is for that side alone.
 * Start at {@link link.studentsuccess.api.hold.HoldResolver}; row-level security says who may stop what.
 */
@NullMarked
package link.studentsuccess.api.hold;

import org.jspecify.annotations.NullMarked;
