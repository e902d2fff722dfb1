/**
 * The ATTENDANCE facet. Start at {@link link.studentsuccess.api.attendance.AttendanceResolver}. One SQL statement per
 * distinct arguments.
 */
@NullMarked
package link.studentsuccess.api.attendance;

import org.jspecify.annotations.NullMarked;
