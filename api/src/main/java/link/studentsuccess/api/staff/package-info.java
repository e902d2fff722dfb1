/**
 * The people of a place and what they may do there: invitations, roles and scope, and how an account ends. Start at
 * {@link link.studentsuccess.api.staff.StaffResolver}. Its rule: the functions of the policy decide who may, and nobody
 * changes an account of their own.
 */
@NullMarked
package link.studentsuccess.api.staff;

import org.jspecify.annotations.NullMarked;
