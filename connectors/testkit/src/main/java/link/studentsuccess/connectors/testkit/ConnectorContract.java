package link.studentsuccess.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every connector must do, as tests: a test class implements this interface, supplies the connector and a source,
 * and inherits the checks. The numbers are those of the list of checks in the connectors README. A check that does not
 * apply to a source, such as web faults for one of files, is skipped with its reason.
 */
public interface ConnectorContract {

    /** Not a round number, so that no page size of the checks divides it by accident. */
    int STUDENTS = 7;

    int WHOLE = 1_000;

    DistrictConnector connector();

    /** A new source, empty until it is seeded; the check closes it. */
    SourceFixture openSource() throws Exception;

    @Test
    @DisplayName("C1 spec is pure and describes the settings")
    default void c1SpecIsPureAndDescribesTheSettings() throws Exception {
        var spec = connector().spec();
        assertThat(connector().spec()).as("two calls of spec()").isEqualTo(spec);

        var schema = new JsonMapper().readTree(spec.settingsSchema());
        assertThat(schema.path("type").asString())
                .as("type of the settings schema")
                .isEqualTo("object");
        try (var source = seeded()) {
            assertThat(schema.path("properties").propertyNames())
                    .as("settings the schema describes")
                    .containsAll(source.settings().values().keySet())
                    .containsAll(spec.secrets());
        }
    }

    @Test
    @DisplayName("C2 everything that looks like a secret is marked as one")
    default void c2SecretsAreMarked() throws Exception {
        var spec = connector().spec();
        var schema = new JsonMapper().readTree(spec.settingsSchema());
        assertThat(schema.path("properties").propertyNames().stream()
                        .filter(name ->
                                name.toLowerCase(Locale.ROOT).matches(".*(secret|password|apikey|privatekey).*")))
                .as("secret-looking settings that are not marked")
                .allMatch(spec.secrets()::contains);
    }

    @Test
    @DisplayName("C4 check reports a refused sign-in at once and never throws")
    default void c4CheckReportsWhatIsWrong() throws Exception {
        try (var source = seeded()) {
            assertThat(connector().check(source.context()).passed())
                    .as("check of a good source")
                    .isTrue();
            var refused = web(source).with(Fault.SIGN_IN_REFUSED, call -> true);
            var report = connector().check(source.context(refused));
            assumeTrue(refused.calls() > 0, "The source has no web service");
            assertThat(report.passed()).as("check with a refused sign-in").isFalse();
            assertThat(refused.calls()).as("calls with a refused sign-in").isLessThanOrEqualTo(2);
        }
    }

    @Test
    @DisplayName("C6 discover is deterministic, in dependency order and lists only what is served")
    default void c6DiscoverIsDeterministic() throws Exception {
        try (var source = seeded()) {
            var catalog = connector().discover(source.context());
            assertThat(connector().discover(source.context())).isEqualTo(catalog);

            var names = catalog.streams().stream().map(StreamSpec::name).toList();
            assertThat(names).isNotEmpty().doesNotHaveDuplicates().isSorted();
            assertThat(connector().spec().streams()).containsAll(names);
            for (var name : names) {
                Reading.all(connector(), PageRequest.full(name, WHOLE), source.context());
            }
        }
    }

    @Test
    @DisplayName("C7 two full reads of an unchanged source are equal")
    default void c7FullReadsAreEqual() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                var first = full(source, stream, WHOLE).byKey();
                source.clock().tick(Duration.ofMinutes(1));
                assertThat(full(source, stream, 2).byKey())
                        .as(stream + " again")
                        .isEqualTo(first);
            }
        }
    }

    @Test
    @DisplayName("C8 the count is right at every page size, and when the source gives fewer rows than asked")
    default void c8CountsAtEveryPageSize() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                for (var size : List.of(1, 2, 100, 100_000)) {
                    assertThat(full(source, stream, size).keys())
                            .as(stream + " in pages of " + size)
                            .hasSize(source.count(stream));
                }
            }
            if (source.clampAt(3)) {
                for (var stream : streams(source)) {
                    assertThat(full(source, stream, 100).keys())
                            .as(stream + " from a source that gives at most 3 rows")
                            .hasSize(source.count(stream));
                }
            }
        }
    }

    @Test
    @DisplayName("C9 a multiple of the page size ends properly")
    default void c9ExactMultiplesEnd() throws Exception {
        try (var source = openSource()) {
            source.seed(6);
            for (var stream : streams(source)) {
                for (var size : List.of(2, 3, 6)) {
                    assertThat(full(source, stream, size).keys())
                            .as(stream + " in pages of " + size)
                            .hasSize(source.count(stream));
                }
            }
        }
    }

    @Test
    @DisplayName("C10 keys are unique within a stream")
    default void c10KeysAreUnique() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                var reading = full(source, stream, 2);
                assertThat(reading.upserts())
                        .as(stream + " without repeated keys")
                        .hasSize(source.count(stream));
            }
        }
    }

    @Test
    @DisplayName("C11 every position can be asked for again")
    default void c11PositionsReplay() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                var reading = full(source, stream, 2);
                for (var i = reading.pages().size() - 2; i >= 0; i--) {
                    var request = reading.start().at(reading.pages().get(i).next());
                    assertThat(changesOrRestart(request, source.context()))
                            .as(stream + " page " + (i + 1) + " again")
                            .isIn(reading.pages().get(i + 1).changes(), null);
                }
            }
        }
    }

    private @Nullable List<Change> changesOrRestart(PageRequest request, ConnectorContext context) {
        try {
            return connector().fetch(request, context).changes();
        } catch (RestartRequired allowed) {
            return null;
        }
    }

    @Test
    @DisplayName("C12 one instance serves two districts at once")
    default void c12DistrictsInterleave() throws Exception {
        var connector = connector();
        try (var one = seeded();
                var other = openSource()) {
            other.seed(STUDENTS + 4);
            for (var stream : streams(one)) {
                var start = PageRequest.full(stream, 2);
                var ones = new Turn(one, start);
                var others = new Turn(other, start);
                while (ones.request != null || others.request != null) {
                    ones.read(connector);
                    others.read(connector);
                }
                assertThat(ones.reading().byKey())
                        .as(stream + " of one")
                        .isEqualTo(full(one, stream, 2).byKey());
                assertThat(others.reading().byKey())
                        .as(stream + " of the other")
                        .isEqualTo(full(other, stream, 2).byKey());
            }
        }
    }

    /** One district's pull, page by page. */
    final class Turn {
        private final SourceFixture source;
        private final PageRequest start;
        private final List<Page> pages = new ArrayList<>();
        private @Nullable PageRequest request;

        private Turn(SourceFixture source, PageRequest start) {
            this.source = source;
            this.start = start;
            this.request = start;
        }

        private void read(DistrictConnector connector) {
            if (request != null) {
                var page = connector.fetch(request, source.context());
                pages.add(page);
                request = page.next() == null ? null : start.at(page.next());
            }
        }

        private Reading reading() {
            return new Reading(start, List.copyOf(pages));
        }
    }

    @Test
    @DisplayName("C19 a delta without a change brings nothing")
    default void c19QuietDeltaIsEmpty() throws Exception {
        try (var source = seeded()) {
            for (var stream : deltaStreams(source)) {
                var watermark = watermarkOf(full(source, stream, 2));
                source.clock().tick(Duration.ofHours(6));
                assertThat(delta(source, stream, watermark).pages())
                        .as(stream + " since the last pull")
                        .allSatisfy(page -> assertThat(page.changes()).isEmpty());
            }
        }
    }

    @Test
    @DisplayName("C20 a watermark that means nothing is a problem, not a crash")
    default void c20GarbageWatermarkIsAProblem() throws Exception {
        try (var source = seeded()) {
            for (var stream : deltaStreams(source)) {
                assertThat(catchThrowable(() -> delta(source, stream, new Watermark("never"))))
                        .as(stream + " since nonsense")
                        .isInstanceOf(ConnectorProblem.class);
            }
        }
    }

    @Test
    @DisplayName("C21 a change at exactly the watermark is delivered")
    default void c21ChangeAtTheWatermarkIsDelivered() throws Exception {
        try (var source = seeded()) {
            for (var stream : deltaStreams(source)) {
                var watermark = watermarkOf(full(source, stream, 2));
                source.changeAt(stream, source.momentOf(watermark));
                assertThat(delta(source, stream, watermark).upserts())
                        .as(stream + " changed at the watermark")
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("C23 the watermark comes with the last page and is not later than the start of the pull")
    default void c23WatermarkIsOfTheStart() throws Exception {
        try (var source = seeded()) {
            for (var stream : deltaStreams(source)) {
                var start = source.clock().instant();
                var turn = new Turn(source, PageRequest.full(stream, 2));
                while (turn.request != null) {
                    turn.read(connector());
                    source.clock().tick(Duration.ofHours(2));
                }
                assertThat(source.momentOf(watermarkOf(turn.reading())))
                        .as("watermark of " + stream)
                        .isBeforeOrEqualTo(start);
            }
        }
    }

    @Test
    @DisplayName("C30 every kind of 429 is let through with its moment, and the read goes on after it")
    default void c30RateLimits() throws Exception {
        survives(Fault.RATE_LIMITED_SILENTLY);
        survives(Fault.RATE_LIMITED_WITH_HTML);
        survives(Fault.RATE_LIMITED_FOR_SECONDS);
        survives(Fault.RATE_LIMITED_UNTIL_DATE);
    }

    @Test
    @DisplayName("C31 a refused sign-in ends the call without another try")
    default void c31RefusedSignInEndsTheCall() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                for (var call : callsOf(source, stream)) {
                    var web = web(source).with(Fault.SIGN_IN_REFUSED, at -> at >= call);
                    assertThat(catchThrowable(() -> read(stream, source.context(web))))
                            .as(stream + " refused at call " + call)
                            .isInstanceOf(AuthProblem.class);
                    assertThat(web.calls()).as("calls until the refusal").isEqualTo(call + 1);
                }
            }
        }
    }

    @Test
    @DisplayName("C32 a source that fails for now loses no page")
    default void c32TransientFaultsLoseNothing() throws Exception {
        survives(Fault.INTERNAL_ERROR);
        survives(Fault.BAD_GATEWAY);
        survives(Fault.UNAVAILABLE);
        survives(Fault.GATEWAY_TIMEOUT);
        survives(Fault.CONNECTION_RESET);
    }

    @Test
    @DisplayName("C33 an answer that is no answer is a defect, never zero rows")
    default void c33BadAnswersAreDefects() throws Exception {
        survives(Fault.HTML_AT_200);
        survives(Fault.EMPTY_BODY);
        survives(Fault.NULL_BODY);
        survives(Fault.ENVELOPE_MISSING);
        survives(Fault.TRUNCATED_BODY);
    }

    /** The fault comes out as what it is, at any call; asking the same again then brings all there is. */
    private void survives(Fault fault) throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                var clean = read(stream, source.context()).byKey();
                for (var call : callsOf(source, stream)) {
                    var web = web(source).with(fault, at -> at == call);
                    var pages = new ArrayList<Page>();
                    ConnectorProblem met = null;
                    PageRequest request = PageRequest.full(stream, 2);
                    while (request != null) {
                        try {
                            var page = connector().fetch(request, source.context(web));
                            pages.add(page);
                            request = page.next() == null ? null : request.at(page.next());
                        } catch (ConnectorProblem problem) {
                            assertThat(met).as("one problem for one fault").isNull();
                            met = problem;
                        }
                    }
                    var what = stream + " with " + fault + " at call " + call;
                    assertThat(met).as(what).isInstanceOf(fault.expected());
                    assertThat(new Reading(PageRequest.full(stream, 2), pages).byKey())
                            .as(what)
                            .isEqualTo(clean);
                    if (met instanceof RateLimited limited) {
                        var timed = fault == Fault.RATE_LIMITED_FOR_SECONDS || fault == Fault.RATE_LIMITED_UNTIL_DATE;
                        assertThat(limited.retryAt())
                                .as("when to come back after " + fault)
                                .isEqualTo(timed ? source.clock().instant().plus(FaultyGateway.PAUSE) : null);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("C34 no link leads to another host, and no page is taken twice")
    default void c34LinksLeadNowhereElse() throws Exception {
        try (var source = seeded()) {
            for (var stream : streams(source)) {
                var clean = read(stream, source.context()).byKey();
                var linked = web(source).with(Fault.NEXT_LINK_ELSEWHERE, call -> true);
                var problem = catchThrowable(
                        () -> assertThat(read(stream, source.context(linked)).byKey())
                                .as(stream + " with links elsewhere")
                                .isEqualTo(clean));
                assertThat(problem).isIn(null, ofClass(problem, ConnectorProblem.class));
                assertThat(source.hosts()).as("hosts the source declares").containsAll(linked.hosts());

                for (var call : callsOf(source, stream)) {
                    var again = web(source).with(Fault.SAME_ANSWER_AGAIN, at -> at == call && at > 0);
                    var met = catchThrowable(
                            () -> assertThat(read(stream, source.context(again)).byKey())
                                    .as(stream + " with the same answer again at call " + call)
                                    .isEqualTo(clean));
                    assertThat(met).isIn(null, ofClass(met, ConnectorProblem.class));
                }
            }
        }
    }

    /** The problem itself where it is of the class, and a value equal to nothing where it is not. */
    private static Object ofClass(@Nullable Throwable problem, Class<?> type) {
        return problem != null && type.isInstance(problem) ? problem : new Object();
    }

    @Test
    @DisplayName("C37 one bad row among good ones is one rejection")
    default void c37BadRowIsOneReject() throws Exception {
        try (var probe = seeded()) {
            for (var stream : streams(probe)) {
                try (var source = seeded()) {
                    var clean = full(source, stream, WHOLE).keys();
                    if (!source.spoilRow(stream)) {
                        continue;
                    }
                    var reading = full(source, stream, 2);
                    assertThat(reading.rejects())
                            .as(stream + " with one bad row")
                            .hasSize(1);
                    assertThat(reading.rejects().get(0).field()).isNotBlank();
                    assertThat(reading.keys())
                            .as(stream + " beside the bad row")
                            .hasSize(clean.size() - 1);
                    assertThat(clean).containsAll(reading.keys());
                }
            }
        }
    }

    @Test
    @DisplayName("C40 names, IDs and dates arrive as they were written")
    default void c40ValuesSurvive() throws Exception {
        try (var source = seeded()) {
            assertThat(source.expected().keySet())
                    .as("streams with an expected record")
                    .containsAll(streams(source));
            for (var expected : source.expected().entrySet()) {
                assertThat(full(source, expected.getKey(), 2).upserts())
                        .as(expected.getKey() + " as written")
                        .anyMatch(expected.getValue()::equals);
            }
        }
    }

    @Test
    @DisplayName("C43 a file that is missing, empty, cut or not UTF-8 is a defect, never zero rows")
    default void c43BadFilesAreDefects() throws Exception {
        try (var source = seeded()) {
            var files = source.files().list();
            assumeTrue(!files.isEmpty(), "The source has no files");
            for (var stream : streams(source)) {
                var clean = full(source, stream, WHOLE).byKey();
                for (var file : files) {
                    for (var spoil : FaultyFolder.Spoil.values()) {
                        var spoiled = new FaultyFolder(source.files(), file.name(), spoil);
                        var context = new LentContext(source.settings(), source.clock(), source.http(), spoiled);
                        var what = stream + " with " + file.name() + " " + spoil;
                        try {
                            assertThat(Reading.all(connector(), PageRequest.full(stream, 2), context)
                                            .byKey())
                                    .as(what)
                                    .isEqualTo(clean);
                        } catch (ConnectorProblem problem) {
                            assertThat(problem).as(what).isInstanceOf(SourceDefect.class);
                        }
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("C47 nothing personal or secret is printed")
    default void c47NothingIsPrinted() throws Exception {
        try (var source = seeded();
                var printed = Printed.capture()) {
            var seen = new ArrayList<String>();
            for (var stream : streams(source)) {
                source.spoilRow(stream);
                for (var page : full(source, stream, 2).pages()) {
                    page.changes().forEach(change -> seen.add(change.toString()));
                    seen.add(page.next() + " " + page.watermark() + " " + page.evidence());
                }
                for (var fault : Fault.values()) {
                    var web = web(source).with(fault, call -> true);
                    var problem = catchThrowable(() -> read(stream, source.context(web)));
                    for (Throwable t = problem; t != null; t = t.getCause()) {
                        seen.add(t.toString());
                    }
                    connector().check(source.context(web)).steps().forEach(step -> seen.add(step.toString()));
                }
            }
            seen.add(printed.text());
            for (var canary : source.canaries()) {
                assertThat(seen).as("what the connector prints").noneMatch(text -> text.contains(canary));
            }
        }
    }

    @Test
    @DisplayName("C49 every personal record says whose it is")
    default void c49PersonalRecordsSayWhose() throws Exception {
        try (var source = seeded()) {
            var studentKeys = connector().discover(source.context()).studentKeys();
            for (var stream : streams(source)) {
                for (var upsert : full(source, stream, 2).upserts()) {
                    assertThat(upsert.record()).isInstanceOf(stream.recordType());
                    assertThat(upsert.about().isEmpty())
                            .as(stream + " about nobody")
                            .isNotEqualTo(stream.isPersonal());
                    if (stream == StreamName.STUDENT && studentKeys == StudentKeys.SOURCE) {
                        assertThat(upsert.about()).isEqualTo(Set.of(upsert.key()));
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("C50 the number of calls follows the pages, not the rows")
    default void c50CallsFollowThePages() throws Exception {
        try (var source = openSource()) {
            source.seed(60);
            for (var stream : streams(source)) {
                var web = web(source);
                var pages = Reading.all(connector(), PageRequest.full(stream, 20), source.context(web))
                        .pages()
                        .size();
                assertThat(web.calls())
                        .as("calls for " + pages + " pages of " + stream)
                        .isLessThanOrEqualTo(3 * pages + 2);
            }
        }
    }

    private SourceFixture seeded() throws Exception {
        var source = openSource();
        source.seed(STUDENTS);
        return source;
    }

    private static FaultyGateway web(SourceFixture source) {
        return new FaultyGateway(source.http(), source.clock());
    }

    private List<StreamName> streams(SourceFixture source) {
        return connector().discover(source.context()).streams().stream()
                .map(StreamSpec::name)
                .toList();
    }

    private List<StreamName> deltaStreams(SourceFixture source) {
        var streams = connector().discover(source.context()).streams().stream()
                .filter(StreamSpec::delta)
                .map(StreamSpec::name)
                .toList();
        assumeTrue(!streams.isEmpty(), "The source serves no stream as a delta");
        return streams;
    }

    private Reading full(SourceFixture source, StreamName stream, int size) {
        return Reading.all(connector(), PageRequest.full(stream, size), source.context());
    }

    private Reading read(StreamName stream, ConnectorContext context) {
        return Reading.all(connector(), PageRequest.full(stream, 2), context);
    }

    private Reading delta(SourceFixture source, StreamName stream, Watermark since) {
        return Reading.all(connector(), PageRequest.delta(stream, since, 2), source.context());
    }

    private static Watermark watermarkOf(Reading reading) {
        var watermark = reading.watermark();
        assertThat(watermark).as("watermark of the last page").isNotNull();
        return watermark == null ? new Watermark("none") : watermark;
    }

    /** Which calls of a full read to spoil: first, second, middle and last. */
    private Set<Integer> callsOf(SourceFixture source, StreamName stream) {
        var web = web(source);
        read(stream, source.context(web));
        assumeTrue(web.calls() > 0, "The source has no web service");
        return new TreeSet<>(List.of(0, Math.min(1, web.calls() - 1), web.calls() / 2, web.calls() - 1));
    }
}
