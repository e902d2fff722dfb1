/** What can only be shown from inside the package; limits are tested over HTTP, in the package above. */
@NullMarked
package link.studentsuccess.api.graphql;

import org.jspecify.annotations.NullMarked;
