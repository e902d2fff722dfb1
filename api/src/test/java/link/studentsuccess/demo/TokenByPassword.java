package link.studentsuccess.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import link.studentsuccess.demo.SignInServer.Setup;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * One curl for a token, so that a person can try the API without a browser. Only the demo has it: OAuth 2.1 dropped
 * passwords as a grant, and a real sign-in server offers nothing like it.
 */
@RestController
class TokenByPassword {

    private final Setup setup;

    TokenByPassword(Setup setup) {
        this.setup = setup;
    }

    @PostMapping("/demo/token")
    ResponseEntity<Map<String, Object>> token(
            Principal principal, @RequestParam(defaultValue = SignInServer.ALL_STUDENT_DATA) String scope) {
        var asked = List.of(scope.trim().split("\\s+", -1));
        if (!SignInServer.SCOPES.containsAll(asked)) {
            return ResponseEntity.badRequest()
                    .body(Map.of(
                            "error",
                            "invalid_scope",
                            "error_description",
                            "The scopes are " + String.join(", ", SignInServer.SCOPES) + "."));
        }
        var granted = String.join(" ", asked);
        var token = SignInServer.accessToken(setup, account(principal.getName()), granted, "demo-curl");
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Map.of(
                        "access_token",
                        token,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        SignInServer.LIFETIME_SECONDS,
                        "scope",
                        granted));
    }

    static void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Basic realm=\"demo\"");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        var sentence = "Username or password is wrong: the demo prints both when it starts.";
        response.getOutputStream()
                .write(("{\"error\":\"invalid_client\",\"error_description\":\"" + sentence + "\"}").getBytes(UTF_8));
    }

    static Account account(String username) {
        for (var account : Account.all()) {
            if (account.username().equals(username)) {
                return account;
            }
        }
        throw new IllegalArgumentException("The demo has no such person.");
    }
}
