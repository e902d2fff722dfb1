/**
 * Consents: read, and withdrawn. Start at {@link link.studentsuccess.api.consent.ConsentResolver}. A withdrawal answers
 * with what is left, decided anew.
 */
@NullMarked
package link.studentsuccess.api.consent;

import org.jspecify.annotations.NullMarked;
