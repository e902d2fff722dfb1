package link.studentsuccess.connectors.csv;

import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.StreamName;

/** The format is fixed, so there is nothing to set; where the files lie is the feed's own setting. */
final class CsvSpec {

    static final String ATTENDANCE = "attendance.csv";
    static final String CODES = "attendance-codes.csv";
    static final String CALENDAR = "calendar.csv";
    static final String MANIFEST = "manifest.csv";

    static final ConnectorSpec SPEC = new ConnectorSpec(
            "csv",
            "Attendance files (minimal drop format)",
            """
            {"type": "object", "properties": {}}
            """,
            Set.of(),
            Set.of(StreamName.CALENDAR_DAY, StreamName.ATTENDANCE));

    private CsvSpec() {}
}
