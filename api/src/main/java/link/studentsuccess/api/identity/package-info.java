/**
 * Who is calling: access tokens, pinned to one issuer, audience, algorithm and type.
 * Start at {@link link.studentsuccess.api.identity.SecurityConfiguration}. The token names a person and scopes; role and
 * organization come from the database at every request.
 */
@NullMarked
package link.studentsuccess.api.identity;

import org.jspecify.annotations.NullMarked;
