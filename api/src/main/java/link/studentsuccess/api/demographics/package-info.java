/**
 * The DEMOGRAPHICS facet. Start at {@link link.studentsuccess.api.demographics.DemographicsResolver}. The birth date here
 * is the district's; the organization's own stands on the participant.
 */
@NullMarked
package link.studentsuccess.api.demographics;

import org.jspecify.annotations.NullMarked;
