/**
 * The ATTENDANCE_REASON facet. Start at {@link link.studentsuccess.api.attendancereason.AttendanceReasonsResolver}. Attendance alone does not
 * open it, and the district's own codes are in no table.
 */
@NullMarked
package link.studentsuccess.api.attendancereason;

import org.jspecify.annotations.NullMarked;
