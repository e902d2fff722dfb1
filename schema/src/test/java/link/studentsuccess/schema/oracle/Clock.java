package link.studentsuccess.schema.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import link.studentsuccess.schema.oracle.World.District;
import link.studentsuccess.schema.oracle.World.Hold;
import org.jspecify.annotations.Nullable;

/**
 * "Today", once for a question: the civil date in the supplying district's zone; for account, training, caseload and
 * service in the operator's.
 */
record Clock(Instant at, LocalDate operatorDay, LocalDate districtDay, ZoneId districtZone) {

    Clock(World world, Instant at, String district) {
        this(
                at,
                LocalDate.ofInstant(at, world.deployment.zone()),
                LocalDate.ofInstant(at, world.one(District.class, district).zone),
                world.one(District.class, district).zone);
    }

    boolean inForce(Hold hold) {
        return covers(hold.begins, hold.ends);
    }

    boolean covers(Instant from, @Nullable Instant until) {
        return !from.isAfter(at) && (until == null || until.isAfter(at));
    }

    boolean isPast(@Nullable Instant moment) {
        return moment != null && !moment.isAfter(at);
    }
}
