package link.studentsuccess.api.identity;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sign-in server: any OpenID Connect issuer.
 *
 * @param issuer its address, exactly as tokens name it
 * @param audience whom tokens must be for
 * @param clientId the dashboard's client id
 * @param longestLife a token that is good for longer is refused
 * @param multiFactor how people must have signed in
 */
@ConfigurationProperties("link.sign-in")
public record SignIn(
        String issuer,
        String audience,
        String clientId,
        @DefaultValue("24h") Duration longestLife,
        @DefaultValue MultiFactor multiFactor) {

    /** Why a token without multi-factor sign-in is refused, as RFC 9470 calls it. */
    public static final String MULTI_FACTOR_MISSING = "insufficient_user_authentication";

    public SignIn {
        if (issuer.isBlank() || audience.isBlank() || clientId.isBlank()) {
            throw new IllegalArgumentException("link.sign-in needs issuer, audience and client-id");
        }
    }

    /**
     * What the issuer calls a sign-in with more than a password: one of these values is enough. None at all demands nothing.
     *
     * @param acr authentication context classes
     * @param amr authentication methods, such as {@code mfa}
     */
    public record MultiFactor(
            @DefaultValue Set<String> acr, @DefaultValue Set<String> amr) {

        boolean isMetBy(@Nullable Object context, Collection<?> methods) {
            return (acr.isEmpty() && amr.isEmpty())
                    || (context instanceof String value && acr.contains(value))
                    || methods.stream().anyMatch(method -> method instanceof String value && amr.contains(value));
        }
    }
}
