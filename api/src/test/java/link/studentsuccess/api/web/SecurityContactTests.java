package link.studentsuccess.api.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityContactTests {

    private final SecurityContact contact = new SecurityContact();

    @ParameterizedTest
    @ValueSource(strings = {"security@operator.example", "http://operator.example", "mailto:a\r\nPolicy: x", "mailto:"})
    void isAnAddressThatAProgramCanOpen(String wrong) {
        assertThatThrownBy(() -> contact.securityText(wrong, Clock.systemUTC()))
                .hasMessageContaining("link.security.contact must be an address");
    }

    @Test
    void mayStayUnnamed() {
        assertThatCode(() -> contact.securityText("", Clock.systemUTC())).doesNotThrowAnyException();
    }
}
