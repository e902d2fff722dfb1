@NullMarked
package link.studentsuccess.api.seal;

import org.jspecify.annotations.NullMarked;
