/**
 * Programs, enrollment in them and presence at them: the organization's own data.
 * Start at {@link link.studentsuccess.api.program.ProgramResolver}.
 */
@NullMarked
package link.studentsuccess.api.program;

import org.jspecify.annotations.NullMarked;
