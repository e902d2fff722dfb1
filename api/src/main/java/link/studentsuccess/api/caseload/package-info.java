/**
 * Who is assigned which participants: by name, program or site, and by covering a colleague. What an assignment opens is
 * decided by access.assignments alone. Start at {@link link.studentsuccess.api.caseload.CaseloadResolver}.
 */
@NullMarked
package link.studentsuccess.api.caseload;

import org.jspecify.annotations.NullMarked;
