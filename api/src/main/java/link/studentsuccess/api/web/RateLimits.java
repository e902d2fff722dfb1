package link.studentsuccess.api.web;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many requests a minute this instance answers.
 *
 * @param perPrincipal one person or service account, as the token names them
 * @param perAddress everybody behind one network address, signed in or not
 */
@ConfigurationProperties("link.rate-limits")
record RateLimits(int perPrincipal, int perAddress) {

    RateLimits {
        if (perPrincipal < 1 || perAddress < 1) {
            throw new IllegalArgumentException(
                    "link.rate-limits needs per-principal and per-address of at least 1 request a minute");
        }
    }
}
