/**
 * The contract's own tests: the SDL's rules, the migrations, and the access policy against expected decisions.
 * Start at {@link link.studentsuccess.schema.AccessDecisionTests}. All run on one real PostgreSQL.
 */
@NullMarked
package link.studentsuccess.schema;

import org.jspecify.annotations.NullMarked;
