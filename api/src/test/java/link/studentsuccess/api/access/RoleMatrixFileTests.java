package link.studentsuccess.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may not stand in role-matrix.csv. */
class RoleMatrixFileTests {

    @Test
    void speaksOfNoOperationTwice() {
        assertThatThrownBy(() -> new RoleMatrix(List.of("operation,ADMIN", "Query.node,REFUSED", "Query.node,ALLOWED")))
                .hasMessage("role-matrix.csv speaks twice of Query.node");
    }

    @Test
    void knowsNoThirdAnswer() {
        assertThatThrownBy(() -> new RoleMatrix(List.of("operation,ADMIN", "Query.node,MAYBE")))
                .hasMessageContaining("MAYBE");
    }

    @Test
    void isHeldAgainstTheSchemaBothWays() {
        var matrix = new RoleMatrix(List.of("operation,ADMIN", "Query.node,ALLOWED", "Query.former,ALLOWED"));

        assertThat(matrix.faults(Set.of("Query.node", "Query.further")))
                .containsExactly(
                        "Query.further is not in role-matrix.csv: nobody has said who may ask for it.",
                        "role-matrix.csv speaks of Query.former, which does not exist.");
    }
}
