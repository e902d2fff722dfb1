package link.studentsuccess.connectors.spi;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only way to a district's web service. It fetches and renews tokens (once after a 401), refuses hosts other than
 * the feed's, redirects and oversized bodies, and turns every status but 2xx into a {@link ConnectorProblem}.
 */
public interface HttpGateway {

    /**
     * GET; throws for every status but 2xx: 401 after one renewed token and a refused sign-in AuthProblem, 403
     * PermissionProblem, 429 RateLimited, 408, 5xx, timeouts and resets TransientProblem, and every other status a
     * SourceDefect that carries it, so that a connector can do without what answers 404.
     */
    Response get(URI address, Credentials credentials);

    /** How to sign in. Secrets are named, not held: the gateway looks them up when it needs them. */
    sealed interface Credentials permits ClientCredentials, Anonymous {}

    /**
     * OAuth 2.0 client credentials (RFC 6749, section 4.4).
     *
     * @param secretSetting the name of the setting that refers to the client secret
     */
    record ClientCredentials(URI tokenAddress, String clientId, String secretSetting, Set<String> scopes)
            implements Credentials {
        public ClientCredentials {
            scopes = Set.copyOf(scopes);
        }
    }

    /** No sign-in. */
    record Anonymous() implements Credentials {}

    /** A 2xx answer. Header names are lower case; nobody compares two answers, so the array is no trap. */
    @SuppressWarnings("ArrayRecordComponent")
    record Response(int status, Map<String, List<String>> headers, byte[] body) {

        public @Nullable String header(String name) {
            var values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }
}
