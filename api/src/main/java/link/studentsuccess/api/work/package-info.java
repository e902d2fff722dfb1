/**
 * What waits for the viewer: about the consents of the children they know, and of everything else. The access policy says
 * what; here it is only listed. Start at {@link link.studentsuccess.api.work.WorkResolver}.
 */
@NullMarked
package link.studentsuccess.api.work;

import org.jspecify.annotations.NullMarked;
