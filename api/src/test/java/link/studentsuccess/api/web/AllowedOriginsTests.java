package link.studentsuccess.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import link.studentsuccess.api.web.AllowedOrigins.Allowed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTests {

    @Test
    void isGoodForItsAddressAlone() {
        var origins = new AllowedOrigins(List.of(new Allowed("One.example", "https://partner.example:8443")));

        assertThat(origins.of("one.example")).containsExactly("https://partner.example:8443");
        assertThat(origins.of("two.example")).isEmpty();
        assertThat(new AllowedOrigins(List.of()).of("one.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "https://*.example",
                "http://partner.example",
                "https://partner.example/path",
                "https://user@partner.example"
            })
    void isOneSiteWrittenOut(String origin) {
        assertThatThrownBy(() -> new Allowed("one.example", origin)).hasMessageContaining("neither * nor null");
    }
}
