/** Tests beside the tokens' code, which nobody else sees. */
@NullMarked
package link.studentsuccess.api.identity;

import org.jspecify.annotations.NullMarked;
