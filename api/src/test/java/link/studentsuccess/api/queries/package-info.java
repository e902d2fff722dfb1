/**
 * Generated operations, as every kind of viewer, against a world in which every value is unique: what comes back is held
 * against the oracle. Start at {@link QueryGeneratorTests}.
 *
 * <p>Its one rule: what a viewer may be told is said by the oracle and by what stands here, never by the policy.
 */
@NullMarked
package link.studentsuccess.api.queries;

import org.jspecify.annotations.NullMarked;
