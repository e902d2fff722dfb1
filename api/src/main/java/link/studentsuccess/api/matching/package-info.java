/**
 * Whether a district's record is a participant's, as far as people have a say in it: the steward is told of matches that
 * broke, and confirms those without a birth date. Start at {@link link.studentsuccess.api.matching.MatchResolver}. Matches themselves are proved by the pull engine
 * alone.
 */
@NullMarked
package link.studentsuccess.api.matching;

import org.jspecify.annotations.NullMarked;
