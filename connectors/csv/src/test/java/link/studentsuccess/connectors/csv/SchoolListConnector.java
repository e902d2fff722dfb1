package link.studentsuccess.connectors.csv;

import java.util.List;
import java.util.Set;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Catalog.Deletion;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.CheckReport;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Upsert;

/** The example of the connectors README, word for word. */
// README: begin
public class SchoolListConnector implements DistrictConnector {

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "school-list",
                "List of schools",
                "{\"type\": \"object\", \"properties\": {}}",
                Set.of(),
                Set.of(StreamName.SCHOOL));
    }

    @Override
    public CheckReport check(ConnectorContext context) {
        return new CheckReport(List.of(CheckReport.Step.of(
                "schools.csv", () -> fetch(PageRequest.full(StreamName.SCHOOL, 1), context))));
    }

    @Override
    public Catalog discover(ConnectorContext context) {
        var schools = new StreamSpec(StreamName.SCHOOL, Deletion.ABSENCE_IN_FULL, false, false);
        return new Catalog(List.of(schools), StudentKeys.SOURCE);
    }

    @Override
    public Page fetch(PageRequest request, ConnectorContext context) {
        return CsvTable.of(context.files(), "schools.csv")
                .page(
                        request,
                        row -> new Upsert(
                                row.key("number"), new SchoolRecord(row.text("name"), row.text("number")), Set.of()));
    }
}
// README: end
