package link.studentsuccess.sampledistrict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** OAuth 2 client credentials for one client: opaque tokens that expire and open what their scopes say. */
final class Tokens {

    static final String PREFIX = "https://purl.imsglobal.org/spec/or/v1p2/scope/";
    static final String CORE = PREFIX + "roster-core.readonly";
    static final String ROSTER = PREFIX + "roster.readonly";
    static final String DEMOGRAPHICS = PREFIX + "roster-demographics.readonly";
    static final String GRADEBOOK_CORE = PREFIX + "gradebook-core.readonly";
    static final String GRADEBOOK = PREFIX + "gradebook.readonly";
    static final Duration LIFETIME = Duration.ofHours(1);

    /** A token and what it opens. */
    record Grant(String token, Set<String> scopes, Instant expires) {

        boolean opens(Catalogue.Kind kind) {
            if (kind.isGradebook()) {
                return scopes.contains(GRADEBOOK_CORE) || scopes.contains(GRADEBOOK);
            }
            return kind == Catalogue.Kind.DEMOGRAPHICS
                    ? scopes.contains(DEMOGRAPHICS)
                    : scopes.contains(CORE) || scopes.contains(ROSTER);
        }
    }

    private final String clientId;
    private final String clientSecret;
    private final Faults faults;
    // The machine's own time, not the district's: a test that ticks its clock does not sign its client out.
    private final InstantSource clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    Tokens(String clientId, String clientSecret, Faults faults, InstantSource clock) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.faults = faults;
        this.clock = clock;
    }

    boolean knows(@Nullable String authorization, Map<String, String> form) {
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return knowsBasic(authorization.substring(6).trim());
        }
        return same(clientId, form.getOrDefault("client_id", ""))
                && same(clientSecret, form.getOrDefault("client_secret", ""));
    }

    /** What is granted of what is asked for; nothing asked for is everything this client may have. */
    Set<String> granted(@Nullable String scope) {
        var may = new LinkedHashSet<>(Set.of(CORE, ROSTER, GRADEBOOK_CORE, GRADEBOOK));
        if (!faults.demographicsForbidden()) {
            may.add(DEMOGRAPHICS);
        }
        if (scope != null && !scope.isBlank()) {
            may.retainAll(Set.of(scope.trim().split("\\s+", -1)));
        }
        return may;
    }

    Grant grant(Set<String> scopes) {
        var grant =
                new Grant(UUID.randomUUID().toString(), scopes, clock.instant().plus(LIFETIME));
        grants.put(grant.token(), grant);
        return grant;
    }

    /** The live grant behind a bearer token, if there is one. */
    @Nullable
    Grant of(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        var grant = grants.get(authorization.substring(7).trim());
        return grant != null && clock.instant().isBefore(grant.expires()) ? grant : null;
    }

    void expireAll() {
        grants.clear();
    }

    private boolean knowsBasic(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return same(clientId + ":" + clientSecret, pair);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
