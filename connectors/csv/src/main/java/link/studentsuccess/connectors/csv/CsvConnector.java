package link.studentsuccess.connectors.csv;

import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.connectors.csv.CsvMapping.Codes;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.CheckReport.Step;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.StreamName;

/** Reads attendance and calendar from a drop that its manifest declares complete, always in full. */
public final class CsvConnector implements DistrictConnector {

    @Override
    public ConnectorSpec spec() {
        return CsvSpec.SPEC;
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        return new CheckReport(List.of(
                Step.of(CsvSpec.MANIFEST, () -> CsvManifest.of(context.files())),
                Step.of(CsvSpec.CALENDAR, () -> probe(StreamName.CALENDAR_DAY, context)),
                Step.of(CsvSpec.ATTENDANCE, () -> probe(StreamName.ATTENDANCE, context))));
    }

    private void probe(StreamName stream, ConnectorContext context) {
        var served = discover(context).stream(stream);
        if (served.isPresent()) {
            fetch(PageRequest.full(stream, 1), context);
        }
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        var manifest = CsvManifest.of(context.files());
        var streams = new ArrayList<StreamSpec>();
        if (manifest.lists(CsvSpec.CALENDAR)) {
            streams.add(new StreamSpec(StreamName.CALENDAR_DAY, Deletion.ABSENCE_IN_FULL, false, false));
        }
        if (manifest.lists(CsvSpec.ATTENDANCE)) {
            streams.add(new StreamSpec(StreamName.ATTENDANCE, Deletion.ABSENCE_IN_FULL, false, false));
        }
        return new Catalog(streams, StudentKeys.DISTRICT_STUDENT_ID);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        if (request.mode() != Mode.FULL) {
            throw new ConfigProblem("A drop is read in full, not as " + request.mode() + ".");
        }
        return switch (request.stream()) {
            case CALENDAR_DAY -> calendar(request, context.files());
            case ATTENDANCE -> attendance(request, context.files());
            case SCHOOL, SESSION, STUDENT, ENROLLMENT ->
                throw new ConfigProblem(
                        "The drop format has no " + request.stream() + ": combine the feed with a roster.");
        };
    }

    private static Page calendar(PageRequest request, FileGateway files) {
        var promise = CsvManifest.of(files).promise(CsvSpec.CALENDAR);
        return CsvTable.of(files, CsvSpec.CALENDAR).page(request, promise, CsvMapping::calendarDay);
    }

    /** The codes are read whole and closed before the attendance is opened: a pull has one file open at a time. */
    private static Page attendance(PageRequest request, FileGateway files) {
        var manifest = CsvManifest.of(files);
        var promise = manifest.promise(CsvSpec.ATTENDANCE);
        var codes = Codes.of(manifest.rows(files, CsvSpec.CODES));
        return CsvTable.of(files, CsvSpec.ATTENDANCE)
                .page(request, promise, row -> CsvMapping.attendance(row, codes, promise.covered()));
    }
}
