/**
 * The CONTACT facet. Start at {@link link.studentsuccess.api.contact.ContactResolver}. Addresses are never kept: a
 * family that must not be found is safer without.
 */
@NullMarked
package link.studentsuccess.api.contact;

import org.jspecify.annotations.NullMarked;
