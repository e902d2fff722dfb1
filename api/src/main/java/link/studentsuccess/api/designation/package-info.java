/**
 * The rosters of organizations that act as school officials: filled by the district's steward, or by a principal whom the
 * steward has named, never by the organization. Start at
 * {@link link.studentsuccess.api.designation.DesignationResolver}.
 */
@NullMarked
package link.studentsuccess.api.designation;

import org.jspecify.annotations.NullMarked;
