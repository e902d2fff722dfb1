/**
 * The SCHEDULE facet. Start at {@link link.studentsuccess.api.schedule.ScheduleResolver}. "Today" is the day in the
 * district's zone.
 */
@NullMarked
package link.studentsuccess.api.schedule;

import org.jspecify.annotations.NullMarked;
