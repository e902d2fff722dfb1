/**
 * Shared participation: the PARTICIPATION facet for organizations, and who else works with a student for the district's
 * own staff. Start at {@link link.studentsuccess.api.participation.ParticipationResolver}. What is told, and to whom, is
 * decided and recorded by access.shared_participation and access.shared_with_district.
 */
@NullMarked
package link.studentsuccess.api.participation;

import org.jspecify.annotations.NullMarked;
