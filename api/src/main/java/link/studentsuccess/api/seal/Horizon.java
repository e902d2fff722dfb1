package link.studentsuccess.api.seal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How far the seals stay behind the time. One covers what was written by transactions that have ended, up to the first that has
 * not: who holds that one open holds back what all others write, seal after seal, and can take it away before any has it. So
 * a seal names its own transaction too. Once a later one reaches past it, whatever was written before it is under a seal.
 */
final class Horizon {

    private final Findings findings;
    private final Lateness lateness;
    private final Deque<Seal> ahead = new ArrayDeque<>();
    private @Nullable Seal first;
    private @Nullable Seal reached;
    private boolean late;

    Horizon(Findings findings, Lateness lateness) {
        this.findings = findings;
        this.lateness = lateness;
    }

    /** Until when all that was written was under a seal before the next one; null when that cannot be told. */
    @Nullable
    Instant reached() {
        return reached == null ? null : reached.statement().sealedAt();
    }

    /** Begins behind a seal, of which nothing is told. */
    void begin(Seal seal) {
        ahead.clear();
        ahead.add(seal);
        first = seal;
        reached = null;
    }

    /**
     * The next seal.
     *
     * @param oldest the time that the oldest of its rows says; asked for the very first seal only, before which there is nothing
     */
    void next(Seal seal, @Nullable Instant oldest) {
        var goesOn = first != null
                && first.statement().range().epoch() == seal.statement().range().epoch();
        if (goesOn) {
            reach(seal);
        }
        tell(seal, first == null ? oldest : reached == null ? first.statement().sealedAt() : reached());
        if (goesOn) {
            ahead.add(seal);
        } else {
            begin(seal);
        }
    }

    private void reach(Seal seal) {
        var upto = seal.statement().range().upto();
        while (!ahead.isEmpty() && Server.isBefore(ahead.getFirst().statement().xid(), upto)) {
            reached = ahead.removeFirst();
        }
    }

    /** Once, of all that follow each other. */
    private void tell(Seal seal, @Nullable Instant since) {
        var at = seal.statement().sealedAt();
        var isLate = since != null && lateness.isLate(since, at);
        if (isLate && !late && !lateness.isExplained(seal.sequence())) {
            findings.ofSeal(
                    Kind.SEALED_LATE,
                    seal.sequence(),
                    " is of " + at + " and the first after " + since + " that could hold what was written from then on:"
                            + " no seal was made, or a transaction was held open. Until then it could be changed without a trace.");
        }
        late = isLate;
    }
}
