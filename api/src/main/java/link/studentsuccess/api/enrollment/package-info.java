/**
 * The ENROLLMENT facet. Start at {@link link.studentsuccess.api.enrollment.EnrollmentResolver}.
 */
@NullMarked
package link.studentsuccess.api.enrollment;

import org.jspecify.annotations.NullMarked;
