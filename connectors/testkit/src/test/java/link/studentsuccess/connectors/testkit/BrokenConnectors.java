package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;

/** Connectors with one mistake each, every one of them seen in the field; {@link ConnectorContractTests} runs them. */
final class BrokenConnectors {

    private BrokenConnectors() {}

    static final class SpecThatCounts extends PeopleConnector {
        private static final AtomicInteger CALLS = new AtomicInteger();

        @Override
        public ConnectorSpec spec() {
            var spec = super.spec();
            return new ConnectorSpec(
                    spec.id(),
                    "People " + CALLS.incrementAndGet(),
                    spec.settingsSchema(),
                    spec.secrets(),
                    spec.streams());
        }
    }

    static final class SecretNotMarked extends PeopleConnector {
        @Override
        public ConnectorSpec spec() {
            var spec = super.spec();
            return new ConnectorSpec(spec.id(), spec.title(), spec.settingsSchema(), Set.of(), spec.streams());
        }
    }

    static final class CheckThatAlwaysPasses extends PeopleConnector {
        @Override
        public CheckReport check(ConnectorContext context) {
            super.check(context);
            return new CheckReport(List.of(CheckReport.Step.ok("people")));
        }
    }

    /** Takes a page shorter than asked for the last one; the source gives fewer rows than asked. */
    static final class StopsAtAShortPage extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var page = super.fetch(request, context);
            if (page.next() == null || page.evidence().rowsRead() >= request.sizeHint()) {
                return page;
            }
            return new Page(
                    page.changes(), null, new Watermark(page.next().value().split(" ", -1)[1]), page.evidence());
        }
    }

    /** Keeps where it stands in a field instead of in the position. */
    static final class RemembersItsPlace extends PeopleConnector {
        private int offset;

        @Override
        List<String> ask(PageRequest request, int asked, ConnectorContext context) {
            offset = request.at() == null ? 0 : offset;
            var lines = super.ask(request, offset, context);
            offset += lines.size() - 2;
            return lines;
        }
    }

    static final class IgnoresSince extends PeopleConnector {
        @Override
        List<String> ask(PageRequest request, int offset, ConnectorContext context) {
            return super.ask(PageRequest.full(request.stream(), request.sizeHint()), offset, context);
        }
    }

    /** Asks for what changed after the watermark, not at it. */
    static final class StrictlyAfter extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var since = request.since();
            return since == null || since.value().length() < 10
                    ? super.fetch(request, context)
                    : super.fetch(later(request, since), context);
        }

        private static PageRequest later(PageRequest request, Watermark since) {
            var later = java.time.Instant.parse(since.value()).plusMillis(1).toString();
            return PageRequest.delta(request.stream(), new Watermark(later), request.sizeHint())
                    .at(request.at());
        }
    }

    /** Takes the end of the pull for the watermark, and so misses what changed while it ran. */
    static final class WatermarkOfTheEnd extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var page = super.fetch(request, context);
            return page.watermark() == null
                    ? page
                    : new Page(
                            page.changes(),
                            null,
                            new Watermark(context.clock().instant().toString()),
                            page.evidence());
        }
    }

    static final class TriesAgainAfter401 extends PeopleConnector {
        @Override
        List<String> ask(PageRequest request, int offset, ConnectorContext context) {
            try {
                return super.ask(request, offset, context);
            } catch (AuthProblem e) {
                return super.ask(request, offset, context);
            }
        }
    }

    static final class SkipsAPageThatFails extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            try {
                return super.fetch(request, context);
            } catch (TransientProblem e) {
                var at = request.at();
                var offset = at == null ? 0 : Integer.parseInt(at.value().split(" ", -1)[0]);
                return new Page(
                        List.of(),
                        new Position(offset + request.sizeHint() + " "
                                + context.clock().instant()),
                        null,
                        Evidence.ofRows(0));
            }
        }
    }

    /** The mistake that reads a login page as "all children have left". */
    static final class ReadsNonsenseAsNothing extends PeopleConnector {
        @Override
        List<String> lines(byte[] body) {
            try {
                return super.lines(body);
            } catch (SourceDefect e) {
                return List.of("people 0 0", "end");
            }
        }
    }

    static final class StopsAtABadRow extends PeopleConnector {
        @Override
        Change change(String line) {
            if (super.change(line) instanceof Upsert good) {
                return good;
            }
            throw new SourceDefect("One row is bad.");
        }
    }

    static final class IdsAreNumbers extends PeopleConnector {
        @Override
        Change change(String line) {
            var change = super.change(line);
            if (change instanceof Upsert upsert && upsert.record() instanceof StudentRecord s) {
                var number = String.valueOf(Integer.parseInt(s.districtStudentId()));
                var record = new StudentRecord(number, s.givenName(), s.familyName(), null, s.birthDate());
                return new Upsert(upsert.key(), record, upsert.about());
            }
            return change;
        }
    }

    static final class PrintsRows extends PeopleConnector {
        @Override
        Change change(String line) {
            java.util.logging.Logger.getLogger("people").info("row " + line);
            return super.change(line);
        }
    }

    static final class AboutNobody extends PeopleConnector {
        @Override
        Change change(String line) {
            return super.change(line) instanceof Upsert upsert
                    ? new Upsert(upsert.key(), upsert.record(), Set.of())
                    : super.change(line);
        }
    }

    static final class OneCallAStudent extends PeopleConnector {
        @Override
        List<String> ask(PageRequest request, int offset, ConnectorContext context) {
            var lines = super.ask(request, offset, context);
            if (request.mode() == Mode.FULL && request.sizeHint() > 2) {
                for (var i = 0; i < lines.size() - 2; i++) {
                    super.ask(PageRequest.full(request.stream(), 1), offset + i, context);
                }
            }
            return lines;
        }
    }

    static final class RepeatsTheFirstRow extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var page = super.fetch(request, context);
            if (request.at() != null || page.changes().isEmpty()) {
                return page;
            }
            var changes = new ArrayList<>(page.changes());
            changes.add(changes.get(0));
            return new Page(changes, page.next(), page.watermark(), page.evidence());
        }
    }

    /** A new key for every read: nothing is ever recognised again. */
    static final class KeysOfItsOwn extends PeopleConnector {
        private int next;

        @Override
        Change change(String line) {
            if (super.change(line) instanceof Upsert upsert) {
                var key = new SourceKey("k-" + next++);
                return new Upsert(key, upsert.record(), Set.of(key));
            }
            return super.change(line);
        }
    }

    /** Lists its streams in the order of some hash table, which is another one every time. */
    static final class StreamsInAnyOrder extends PeopleConnector {
        private int calls;

        @Override
        public ConnectorSpec spec() {
            var spec = super.spec();
            var streams = Set.of(StreamName.SCHOOL, StreamName.STUDENT);
            return new ConnectorSpec(spec.id(), spec.title(), spec.settingsSchema(), spec.secrets(), streams);
        }

        @Override
        public Catalog discover(ConnectorContext context) {
            var catalog = super.discover(context);
            var streams = new ArrayList<>(catalog.streams());
            var schools = new StreamSpec(StreamName.SCHOOL, Deletion.ABSENCE_IN_FULL, false, false);
            streams.add(calls++ % 2 == 0 ? 1 : 0, schools);
            return new Catalog(streams, catalog.studentKeys());
        }

        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var page = super.fetch(request, context);
            if (request.stream() == StreamName.STUDENT) {
                return page;
            }
            var changes = page.changes().stream().map(StreamsInAnyOrder::school).toList();
            return new Page(changes, page.next(), page.watermark(), page.evidence());
        }

        private static Change school(Change change) {
            return change instanceof Upsert upsert
                    ? new Upsert(upsert.key(), new SchoolRecord("A school", null), Set.of())
                    : change;
        }
    }

    /** Takes a full page for not the last one, and the empty one after it for a defect. */
    static final class StopsAtAnExactMultiple extends PeopleConnector {
        @Override
        public Page fetch(PageRequest request, ConnectorContext context) {
            var page = super.fetch(request, context);
            var read = page.evidence().rowsRead();
            var at = request.at();
            if (at != null && read == 0) {
                throw new SourceDefect("The source gives no rows where there should be some.");
            }
            var start = page.watermark();
            if (start == null || read < request.sizeHint()) {
                return page;
            }
            var offset = at == null ? 0 : Integer.parseInt(at.value().split(" ", -1)[0]);
            return new Page(page.changes(), new Position(offset + read + " " + start.value()), null, page.evidence());
        }
    }

    /** A file without its end, or with nothing after its header, is a file of nobody. */
    static final class EmptyFileIsNobody extends PeopleFileConnector {
        @Override
        List<String> lines(byte[] file) {
            return new String(file, UTF_8).lines().count() < 2 ? List.of("people 0 0", "end") : super.lines(file);
        }
    }
}
