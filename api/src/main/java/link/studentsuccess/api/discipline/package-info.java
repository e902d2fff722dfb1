/**
 * The DISCIPLINE facet. Start at {@link link.studentsuccess.api.discipline.DisciplineResolver}. Who else was there is not here.
 */
@NullMarked
package link.studentsuccess.api.discipline;

import org.jspecify.annotations.NullMarked;
