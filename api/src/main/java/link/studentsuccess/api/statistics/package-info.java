/**
 * Figures without names: for one's own staff as they are, for others with small cells suppressed. Start at
 * {@link link.studentsuccess.api.statistics.StatisticsResolver}. The access policy counts and suppresses; what it hides
 * never arrives here.
 */
@NullMarked
package link.studentsuccess.api.statistics;

import org.jspecify.annotations.NullMarked;
