package link.studentsuccess.connectors.sync;

import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Settings;

/** A connector configured for one district, with its schedule; held: nothing is pulled until the hold ends. */
record Feed(
        UUID id,
        UUID district,
        String connector,
        Settings settings,
        Set<String> categories,
        Schedule schedule,
        ZoneId zone,
        boolean enabled,
        boolean held,
        boolean published) {

    Feed {
        categories = Set.copyOf(categories);
    }
}
