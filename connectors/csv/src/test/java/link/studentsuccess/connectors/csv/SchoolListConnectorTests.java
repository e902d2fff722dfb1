package link.studentsuccess.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.Reading;
import org.junit.jupiter.api.Test;

class SchoolListConnectorTests {

    @Test
    void readsOneFile() throws Exception {
        try (var drop = new DropSource()) {
            drop.write("schools.csv", "\uFEFFName,Number\nPiñon Ridge,0042\nLakeview,0043\n");

            var reading =
                    Reading.all(new SchoolListConnector(), PageRequest.full(StreamName.SCHOOL, 1), drop.context());
            assertThat(reading.upserts())
                    .hasSize(2)
                    .contains(new Upsert(new SourceKey("0042"), new SchoolRecord("Piñon Ridge", "0042"), Set.of()));
        }
    }

    @Test
    void isQuotedInTheReadmeWordForWord() throws IOException {
        var source = Files.readString(
                Path.of("src/test/java/link/studentsuccess/connectors/csv/SchoolListConnector.java"), UTF_8);
        var quoted = source.substring(
                source.indexOf("// README: begin\n") + "// README: begin\n".length(), source.indexOf("// README: end"));

        assertThat(Files.readString(Path.of("../README.md"), UTF_8)).contains(quoted);
    }
}
