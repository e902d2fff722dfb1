package link.studentsuccess.api.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The sign-in server: any OpenID Connect issuer.
 *
 * @param issuer its address, exactly as tokens name it
 * @param audience whom tokens must be for
 * @param clientId the dashboard's client id
 */
@ConfigurationProperties("link.sign-in")
public record SignIn(String issuer, String audience, String clientId) {

    public SignIn {
        if (issuer.isBlank() || audience.isBlank() || clientId.isBlank()) {
            throw new IllegalArgumentException("link.sign-in needs issuer, audience and client-id");
        }
    }
}
