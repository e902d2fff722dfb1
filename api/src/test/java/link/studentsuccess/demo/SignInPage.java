package link.studentsuccess.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.HtmlUtils;

/** The form at which the demo's people sign in; it works without scripts and without any other server. */
@Controller
class SignInPage {

    private static final String WRONG =
            "<p id=\"problem\" role=\"alert\">The username or the password is not right. Please try again.</p>";

    @GetMapping(path = "/sign-in", produces = "text/html;charset=UTF-8")
    @ResponseBody
    String form(@RequestParam Map<String, String> parameters, CsrfToken csrf) {
        return resource("sign-in.html")
                .replace("{problem}", parameters.containsKey("error") ? WRONG : "")
                .replace("{csrf}", HtmlUtils.htmlEscape(csrf.getToken()));
    }

    @GetMapping(path = "/", produces = "text/html;charset=UTF-8")
    @ResponseBody
    String signedIn() {
        return resource("signed-in.html");
    }

    @GetMapping(path = "/sign-in.css", produces = "text/css;charset=UTF-8")
    @ResponseBody
    String style() {
        return resource("sign-in.css");
    }

    private static String resource(String name) {
        try (var stream = SignInPage.class.getResourceAsStream("/demo/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("The demo has no page " + name + ".");
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
