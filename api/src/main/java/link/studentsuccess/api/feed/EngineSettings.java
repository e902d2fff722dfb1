package link.studentsuccess.api.feed;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pull engine of this instance.
 *
 * @param enabled whether this instance pulls; any number may
 * @param url JDBC address of the database
 * @param username the engine's role
 * @param allowLoopback whether a district may be on this machine: demo and tests only
 * @param dropFolders under which the districts' drop folders lie
 * @param settled how long a dropped file must have rested before it is read
 */
@ConfigurationProperties("link.engine")
record EngineSettings(
        @DefaultValue("true") boolean enabled,
        String url,
        String username,
        String password,
        @DefaultValue("false") boolean allowLoopback,
        @Nullable Path dropFolders,
        @DefaultValue("30s") Duration settled) {

    @Override
    public String toString() {
        return "EngineSettings[enabled=" + enabled + "]";
    }
}
