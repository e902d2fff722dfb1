/**
 * The ASSESSMENTS facet. Start at {@link link.studentsuccess.api.assessments.AssessmentsResolver}. Scores and levels are
 * shown as the test gives them, and compared with nothing.
 */
@NullMarked
package link.studentsuccess.api.assessments;

import org.jspecify.annotations.NullMarked;
