/**
 * The signed-in person as the API shows them. Start at {@link link.studentsuccess.api.viewer.ViewerResolver}.
 */
@NullMarked
package link.studentsuccess.api.viewer;

import org.jspecify.annotations.NullMarked;
