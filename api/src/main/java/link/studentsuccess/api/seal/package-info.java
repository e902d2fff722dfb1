/**
 * Seals over the disclosure ledger: what was recorded cannot be changed, left out or added afterwards without being told.
 * Start at Sealer, which makes them; Verifier tells which one is broken and how, as {@code java -jar … verify} and for the
 * operator. The one rule: the key is never where the rows are.
 */
@NullMarked
package link.studentsuccess.api.seal;

import org.jspecify.annotations.NullMarked;
