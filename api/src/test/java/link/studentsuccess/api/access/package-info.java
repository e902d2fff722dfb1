/**
 * What can only be shown from inside the package. Start at {@link link.studentsuccess.api.access.UnitOfWorkTests};
 * everything else about access is tested over HTTP, in the package above.
 */
@NullMarked
package link.studentsuccess.api.access;

import org.jspecify.annotations.NullMarked;
