package link.studentsuccess.api.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import link.studentsuccess.api.graphql.SecretReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ledger is sealed.
 *
 * @param enabled whether this instance seals; any number may, one at a time does
 * @param every how often
 * @param late after which a row without a seal is a finding; what is younger can be changed without a trace
 * @param explained numbers of seals that came late for a reason that somebody has looked at
 * @param url JDBC address of the database
 * @param username the sealer's role
 * @param key refers to the Ed25519 private key, PKCS #8 in PEM or Base64; all instances have the same
 * @param publicKeys the public keys of all seals, X.509 in PEM or Base64: a key that no longer signs stays in the list, followed
 *     by {@code until} and the number of the last seal that it signed
 * @param anchor a file for the number and hash of the newest seal, best where the database's administrators cannot write
 */
@ConfigurationProperties("link.seal")
record SealSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1m") Duration every,
        @DefaultValue("5m") Duration late,
        @DefaultValue Set<Long> explained,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable SecretReference key,
        @DefaultValue List<String> publicKeys,
        @Nullable Path anchor) {

    /** A seal may find a request under way, and so may the next. */
    private static final int LEAST_TURNS = 3;

    SealSettings {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("link.seal.every must be longer than nothing");
        }
        if (late.compareTo(every.multipliedBy(LEAST_TURNS)) < 0) {
            throw new IllegalArgumentException(
                    "link.seal.late must be " + LEAST_TURNS + " times link.seal.every or more");
        }
    }

    @Override
    public String toString() {
        return "SealSettings[enabled=" + enabled + "]";
    }

    static String required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("link.seal." + name + " is not set");
        }
        return value;
    }
}
