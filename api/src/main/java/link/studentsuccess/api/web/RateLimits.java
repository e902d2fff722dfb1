package link.studentsuccess.api.web;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many requests this instance answers.
 *
 * @param perPrincipal of one person or service account, as the token names them, in a minute
 * @param atOnce of the same at the same time
 * @param perAddress of everybody behind one network address in a minute: those with a token, and those without one
 * @param trustedProxies how many proxies stand in front, each of which adds the address that it was asked from
 */
@ConfigurationProperties("link.rate-limits")
record RateLimits(int perPrincipal, int atOnce, int perAddress, int trustedProxies) {

    RateLimits {
        if (perPrincipal < 1 || atOnce < 1 || perAddress < 1 || trustedProxies < 0) {
            throw new IllegalArgumentException(
                    "link.rate-limits needs per-principal, at-once and per-address of at least 1 request, and trusted-proxies of at least 0");
        }
    }
}
