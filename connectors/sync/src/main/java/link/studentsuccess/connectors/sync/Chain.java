package link.studentsuccess.connectors.sync;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;

/** The unbroken chain of one stream's pages, and what the source said of itself on the way. */
final class Chain {

    private final StreamName stream;
    private final Set<String> positions = new HashSet<>();
    private int pages;
    private @Nullable Position next;
    private @Nullable Watermark watermark;
    private @Nullable Long declaredTotal;
    private @Nullable String revision;
    private @Nullable DateRange covered;
    private long read;
    private long kept;
    private long dropped;
    private long rejected;

    Chain(StreamName stream) {
        this.stream = stream;
    }

    /** Refuses a page that cannot follow, before anything of it is staged. */
    void check(Page page) {
        var evidence = page.evidence();
        if (pages > 0 && !agrees(evidence)) {
            throw new RestartRequired("The source's " + stream + " data changed while it was read.");
        }
        if (page.next() != null && positions.contains(page.next().value())) {
            throw new SourceDefect("The source's pages of " + stream + " lead in a circle.");
        }
    }

    void append(Link link) {
        pages++;
        next = link.next();
        watermark = link.watermark();
        declaredTotal = link.evidence().declaredTotal();
        revision = link.evidence().revision();
        covered = link.evidence().covered();
        read += link.evidence().rowsRead();
        kept += link.kept();
        dropped += link.dropped();
        rejected += link.rejected();
        if (next != null) {
            positions.add(next.value());
        }
    }

    private boolean agrees(Evidence evidence) {
        return Objects.equals(declaredTotal, evidence.declaredTotal())
                && Objects.equals(revision, evidence.revision())
                && Objects.equals(covered, evidence.covered());
    }

    /** Throws unless the chain is whole: the source delivered as many rows as it said it would. */
    void checkWhole(Mode mode) {
        if (!isWhole()) {
            throw new SourceDefect("The source's " + stream + " data was not read to its end.");
        }
        if (mode == Mode.FULL && declaredTotal != null && declaredTotal != read) {
            throw new SourceDefect("The source delivered " + read + " rows of " + stream + " but said there are "
                    + declaredTotal + ".");
        }
    }

    boolean isWhole() {
        return pages > 0 && next == null;
    }

    int pages() {
        return pages;
    }

    @Nullable
    Position next() {
        return next;
    }

    @Nullable
    Watermark watermark() {
        return watermark;
    }

    @Nullable
    DateRange covered() {
        return covered;
    }

    long read() {
        return read;
    }

    long kept() {
        return kept;
    }

    PullSummary.Stream summary(PullSummary.Counts counts) {
        return new PullSummary.Stream(stream, pages, read, kept, dropped, rejected, counts);
    }

    /** What stays of a page in the chain. */
    record Link(@Nullable Position next, @Nullable Watermark watermark, Evidence evidence, Tally tally) {

        long kept() {
            return tally.kept();
        }

        long dropped() {
            return tally.dropped();
        }

        long rejected() {
            return tally.rejected();
        }
    }

    /** What became of a page's rows. */
    record Tally(long kept, long dropped, long rejected) {}
}
