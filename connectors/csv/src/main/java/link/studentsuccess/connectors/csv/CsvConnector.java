package link.studentsuccess.connectors.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.csv.CsvMapping.ByManifest;
import link.studentsuccess.connectors.csv.CsvMapping.ByMarker;
import link.studentsuccess.connectors.csv.CsvMapping.Stream;
import link.studentsuccess.connectors.csv.CsvRecords.Codes;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.CheckReport.Step;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.StreamName;

/** Reads a district's flat files as a mapping says, always in full, and only when the set of files is whole. */
public final class CsvConnector implements DistrictConnector {

    private static final int PROBED_ROWS = 100;

    @Override
    public ConnectorSpec spec() {
        return CsvSpec.SPEC;
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        CsvMapping mapping;
        try {
            mapping = CsvMapping.of(context.settings());
        } catch (ConnectorProblem problem) {
            return new CheckReport(List.of(Step.failed(CsvMapping.SETTING, problem)));
        }
        var steps = new ArrayList<Step>();
        steps.add(Step.ok(CsvMapping.SETTING));
        CsvSet set;
        try {
            set = CsvSet.of(mapping, context.files());
        } catch (ConnectorProblem problem) {
            steps.add(Step.failed(signal(mapping), problem));
            return new CheckReport(steps);
        }
        steps.add(Step.ok(signal(mapping)));
        for (var name : mapping.names()) {
            var stream = stream(mapping, name);
            if (set.lists(stream.file())) {
                steps.add(Step.of(name + " from " + stream.file().name(), () -> probe(name, stream, set)));
            }
        }
        return new CheckReport(steps);
    }

    /** Rows that are all unusable in the same place point to the mapping, not to the rows. */
    private static void probe(StreamName name, Stream stream, CsvSet set) {
        var changes = page(PageRequest.full(name, PROBED_ROWS), stream, set).changes();
        var rejects = changes.stream()
                .filter(Reject.class::isInstance)
                .map(Reject.class::cast)
                .toList();
        if (!rejects.isEmpty() && rejects.size() == changes.size()) {
            var first = rejects.get(0);
            throw new ConfigProblem("None of the first rows can be used: " + first.field() + " is " + first.code()
                    + ". Compare the mapping's date pattern, codes and columns with the file.");
        }
    }

    private static String signal(CsvMapping mapping) {
        if (mapping.complete() instanceof ByManifest manifest) {
            return manifest.file().name();
        }
        return mapping.complete() instanceof ByMarker marker ? marker.name() : "files";
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        var mapping = CsvMapping.of(context.settings());
        var set = CsvSet.of(mapping, context.files());
        var streams = new ArrayList<StreamSpec>();
        for (var name : mapping.names()) {
            var stream = stream(mapping, name);
            if (set.lists(stream.file())) {
                streams.add(new StreamSpec(name, stream.gone().how(), false, false));
            }
        }
        var roster = streams.stream().anyMatch(spec -> spec.name() == StreamName.STUDENT);
        return new Catalog(streams, roster ? StudentKeys.SOURCE : StudentKeys.DISTRICT_STUDENT_ID);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        if (request.mode() != Mode.FULL) {
            throw new ConfigProblem("A drop is read in full, not as " + request.mode() + ".");
        }
        var mapping = CsvMapping.of(context.settings());
        return page(request, stream(mapping, request.stream()), CsvSet.of(mapping, context.files()));
    }

    private static Stream stream(CsvMapping mapping, StreamName name) {
        var stream = mapping.streams().get(name);
        if (stream == null) {
            throw new ConfigProblem(
                    "The mapping has no " + name + ": add it under streams, or combine the feed with a" + " roster.");
        }
        return stream;
    }

    /** The codes are read whole and closed before the stream's file is opened: a pull has one file open at a time. */
    private static Page page(PageRequest request, Stream stream, CsvSet set) {
        var promise = set.promise(stream.file());
        var codes = request.stream() == StreamName.ATTENDANCE ? codes(stream, set) : Codes.NONE;
        var records = new CsvRecords(request.stream(), stream, codes, promise.covered());
        var table = set.table(stream.file());
        table.requireColumns(stream.fields().values(), stream.gone().column());
        // Several streams may be read from one file, so what is about no student repeats there.
        return request.stream().isPersonal()
                ? table.page(request, promise, records::change)
                : table.distinctPage(request, promise, records::change);
    }

    private static Codes codes(Stream stream, CsvSet set) {
        var status = stream.fields().get("status");
        if (status == null) {
            return Codes.NONE;
        }
        if (status.codesFrom() != null) {
            return Codes.of(set.rows(status.codesFrom()));
        }
        return status.codes().isEmpty() ? ownWords() : Codes.of(status.codes());
    }

    private static Codes ownWords() {
        return Codes.of(Arrays.stream(AttendanceStatus.values()).collect(Collectors.toMap(Enum::name, Enum::name)));
    }
}
