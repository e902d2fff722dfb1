/**
 * Organizations, read, and made by the operator. Start at
 * {@link link.studentsuccess.api.organization.OrganizationResolver}.
 */
@NullMarked
package link.studentsuccess.api.organization;

import org.jspecify.annotations.NullMarked;
