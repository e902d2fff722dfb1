package link.studentsuccess.demo;

import java.util.stream.Collectors;
import link.studentsuccess.demo.SignInServer.Setup;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.HtmlUtils;

/** What the demo's mail server has taken, to be read by whoever tries an invitation. */
@Controller
class MailPage {

    private final Setup setup;

    MailPage(Setup setup) {
        this.setup = setup;
    }

    @GetMapping(path = "/mail", produces = "text/html;charset=UTF-8")
    @ResponseBody
    String letters() {
        var letters = setup.mail().letters().stream().map(MailPage::letter).collect(Collectors.joining());
        return "<!doctype html><html lang=\"en\"><head><title>Mail</title><link rel=\"stylesheet\" href=\"/sign-in.css\"></head>"
                + "<body><main><h1>Mail</h1>" + (letters.isEmpty() ? "<p>No mail has come yet.</p>" : letters)
                + "</main></body></html>";
    }

    private static String letter(DemoMail.Letter letter) {
        return "<article><h2>" + HtmlUtils.htmlEscape(letter.subject()) + "</h2><p>To "
                + HtmlUtils.htmlEscape(letter.recipient()) + "</p><pre>" + HtmlUtils.htmlEscape(letter.text())
                + "</pre></article>";
    }
}
