/**
 * Files of participants, imported by a job that acts as the member who asked.
 * Start at {@link link.studentsuccess.api.roster.ImportResolver}; {@link link.studentsuccess.api.roster.ImportPlan} says what becomes of a row.
 */
@NullMarked
package link.studentsuccess.api.roster;

import org.jspecify.annotations.NullMarked;
