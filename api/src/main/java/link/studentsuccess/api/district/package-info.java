/**
 * Districts and how fresh their data is. Start at {@link link.studentsuccess.api.district.DistrictResolver}.
 */
@NullMarked
package link.studentsuccess.api.district;

import org.jspecify.annotations.NullMarked;
