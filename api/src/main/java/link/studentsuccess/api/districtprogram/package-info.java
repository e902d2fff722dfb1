/**
 * The facets of a district's programs: special education, Section 504, multilingual learners, housing and foster care,
 * meals. All are stays with a first and a last day, so they are read in one way; start at
 * {@link link.studentsuccess.api.districtprogram.DistrictProgramResolver}. Each has its own category and none opens
 * another.
 */
@NullMarked
package link.studentsuccess.api.districtprogram;

import org.jspecify.annotations.NullMarked;
