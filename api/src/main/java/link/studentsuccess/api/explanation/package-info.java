/**
 * Why somebody sees, or does not see, a participant's data: the decision of the access policy with all its gates, and
 * nothing of the child. Start at {@link link.studentsuccess.api.explanation.ExplanationResolver}.
 */
@NullMarked
package link.studentsuccess.api.explanation;

import org.jspecify.annotations.NullMarked;
