/**
 * The confidentiality statement by versions, and who accepted it. Each person accepts for themselves alone.
 * Start at {@link link.studentsuccess.api.terms.TermsResolver}.
 */
@NullMarked
package link.studentsuccess.api.terms;

import org.jspecify.annotations.NullMarked;
