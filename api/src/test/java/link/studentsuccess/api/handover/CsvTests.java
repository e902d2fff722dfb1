package link.studentsuccess.api.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTests {

    /** RFC 4180; and what a spreadsheet would take for a formula is text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    Ana      | "Ana"
                    A "B" C  | "A ""B"" C"
                    O,Brien  | "O,Brien"
                    =1+1     | "'=1+1"
                    @sum(a1) | "'@sum(a1)"
                    -2       | "'-2"
                    ~~       | ""
                    """)
    void quotesEachCell(String value, String cell) {
        assertThat(Csv.line(List.of(value))).isEqualTo(cell + "\r\n");
        assertThat(Csv.line(Arrays.asList(value, null))).isEqualTo(cell + ",\r\n");
    }
}
