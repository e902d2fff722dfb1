package link.studentsuccess.api.changes;

import java.util.UUID;
import link.studentsuccess.api.district.Freshness;
import link.studentsuccess.api.graphql.Id;

/** A district published, and its data of one category is newer. */
record FreshnessChanged(UUID district, Freshness freshness) implements CaseloadChange {

    public String districtId() {
        return Id.DISTRICT.of(district);
    }
}
