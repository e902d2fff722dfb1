/**
 * Mail, sent after the commit that wrote it and tried again for a bounded time. Start at
 * {@link link.studentsuccess.api.mail.Mailing}. A mail holds no token and no child.
 */
@NullMarked
package link.studentsuccess.api.mail;

import org.jspecify.annotations.NullMarked;
