package link.studentsuccess.connectors.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;

/** All pages of one pull, read as the engine reads them. */
public record Reading(PageRequest start, List<Page> pages) {

    private static final int ENDLESS = 5_000;

    public static Reading all(DistrictConnector connector, PageRequest start, ConnectorContext context) {
        var pages = new ArrayList<Page>();
        PageRequest request = start;
        do {
            var page = connector.fetch(request, context);
            pages.add(page);
            if (pages.size() > ENDLESS) {
                throw new AssertionError("The read of " + start.stream() + " does not end");
            }
            request = page.next() == null ? null : start.at(page.next());
        } while (request != null);
        return new Reading(start, List.copyOf(pages));
    }

    public List<Upsert> upserts() {
        return changes(Upsert.class);
    }

    public List<Reject> rejects() {
        return changes(Reject.class);
    }

    public <T> List<T> changes(Class<T> kind) {
        return pages.stream()
                .flatMap(page -> page.changes().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Each record by its key, the last one where a key comes twice. */
    public Map<SourceKey, Upsert> byKey() {
        var byKey = new LinkedHashMap<SourceKey, Upsert>();
        upserts().forEach(upsert -> byKey.put(upsert.key(), upsert));
        return byKey;
    }

    public Set<SourceKey> keys() {
        return byKey().keySet();
    }

    public @Nullable Watermark watermark() {
        return pages.get(pages.size() - 1).watermark();
    }
}
