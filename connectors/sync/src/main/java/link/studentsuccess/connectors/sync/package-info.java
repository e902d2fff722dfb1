/**
 * The pull engine: schedule, fetch, filter by what is kept, stage, match, publish, ledger.
 *
 * <p>Start at {@link link.studentsuccess.connectors.sync.SyncEngine}; {@code Pulls} is one pull from lease to ledger,
 * {@code Publish} the one transaction that readers see, with one {@code …Merge} a stream. Its one rule: what nobody may
 * see is dropped in memory, and a failure leaves what is published as it was.
 */
@NullMarked
package link.studentsuccess.connectors.sync;

import org.jspecify.annotations.NullMarked;
