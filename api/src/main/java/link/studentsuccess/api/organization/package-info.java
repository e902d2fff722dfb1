/**
 * Organizations and their agreements, read. Start at
 * {@link link.studentsuccess.api.organization.OrganizationResolver}.
 */
@NullMarked
package link.studentsuccess.api.organization;

import org.jspecify.annotations.NullMarked;
