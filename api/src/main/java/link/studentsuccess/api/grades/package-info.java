/**
 * The GRADES facet. Start at {@link link.studentsuccess.api.grades.GradesResolver}. What is stored has been released by
 * the district; the same word for failing counts here and in the lists that are ordered by it.
 */
@NullMarked
package link.studentsuccess.api.grades;

import org.jspecify.annotations.NullMarked;
