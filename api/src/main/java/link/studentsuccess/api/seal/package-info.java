/**
 * Seals over the disclosure ledger: what is sealed cannot be changed, left out or added to without being told, as long as the
 * newest seal stands elsewhere too, as the anchor. Start at Sealer, which makes them; Verifier tells which one is broken and how,
 * as {@code java -jar … verify} and for the operator. The one rule: neither key nor anchor is ever where the rows are.
 */
@NullMarked
package link.studentsuccess.api.seal;

import org.jspecify.annotations.NullMarked;
