/** The HTTP surface. */
@NullMarked
package link.studentsuccess.api.web;

import org.jspecify.annotations.NullMarked;
