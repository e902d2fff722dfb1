/**
 * The ASSIGNMENTS facet. Start at {@link link.studentsuccess.api.assignments.AssignmentsResolver}. Missing and late are
 * the district's words; nothing is worked out here.
 */
@NullMarked
package link.studentsuccess.api.assignments;

import org.jspecify.annotations.NullMarked;
