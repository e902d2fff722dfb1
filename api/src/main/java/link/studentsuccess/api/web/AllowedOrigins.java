package link.studentsuccess.api.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pages of other sites that may ask this one: none, unless the operator names them one by one.
 *
 * @param allowed each for one address of an organization, district or the operator
 */
@ConfigurationProperties("link.origins")
record AllowedOrigins(@DefaultValue List<Allowed> allowed) {

    AllowedOrigins {
        allowed = List.copyOf(allowed);
    }

    /** The origins for which this address answers. */
    List<String> of(String address) {
        return allowed.stream()
                .filter(one -> one.address().equals(address))
                .map(Allowed::origin)
                .toList();
    }

    /**
     * One page's site at one address.
     *
     * @param address the host, without port, at which it may ask
     * @param origin scheme, host and port of the site, as a browser sends it
     */
    record Allowed(String address, String origin) {

        private static final Pattern ORIGIN =
                Pattern.compile("https://[a-z0-9.-]+(:\\d+)?|http://([a-z0-9-]+\\.)*localhost(:\\d+)?");

        Allowed {
            address = address.toLowerCase(Locale.ROOT);
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("link.origins names '" + origin
                        + "': an origin is https://host or https://host:port, in small letters; neither * nor null.");
            }
        }
    }
}
