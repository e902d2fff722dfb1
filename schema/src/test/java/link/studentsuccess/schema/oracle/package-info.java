/**
 * A second opinion on the access rules: an independent model in plain Java, compared with what the database decides over
 * generated worlds. Start at {@link Oracle}, which was written from the rules and not from the policy's SQL, one method a
 * gate. {@link Verdicts} asks it about a database as it is, for the tests of the API.
 *
 * <p>Its one rule: nothing here is taken over from the policy. Where the rules leave something open, the model says in a
 * comment what is decided.
 */
@NullMarked
package link.studentsuccess.schema.oracle;

import org.jspecify.annotations.NullMarked;
