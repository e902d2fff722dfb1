package link.studentsuccess.schema.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chance, from one seed, around one day: days and moments lie at a boundary more often than not. */
record Dice(Random random, LocalDate today) {

    static final List<ZoneId> ZONES = List.of(
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Pacific/Honolulu"),
            // Its clocks change at midnight: on one day a year there is none.
            ZoneId.of("America/Havana"),
            ZoneId.of("Pacific/Auckland"),
            ZoneId.of("UTC"));

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    <T> T pick(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    <T> @Nullable T maybe(int percent, T value) {
        return chance(percent) ? value : null;
    }

    @SafeVarargs
    final <T> T one(T... several) {
        return several[random.nextInt(several.length)];
    }

    Set<String> some(List<String> several) {
        var some = new HashSet<String>();
        several.forEach(each -> {
            if (chance(50)) {
                some.add(each);
            }
        });
        return some;
    }

    LocalDate dayBefore() {
        return today.minusDays(chance(10) ? 0 : between(1, 400));
    }

    LocalDate dayAfter() {
        return today.plusDays(chance(10) ? 1 : between(2, 400));
    }

    /** Days with today among them. */
    Days open() {
        if (chance(50)) {
            return new Days(today.minusDays(between(1500, 2500)), null);
        }
        return new Days(dayBefore(), chance(15) ? null : dayAfter());
    }

    /** Days that begin or end at today. */
    Days edge() {
        return switch (random.nextInt(6)) {
            case 0 -> new Days(today.minusDays(between(1, 400)), today);
            case 1 -> new Days(today.minusDays(between(1, 400)), today.plusDays(1));
            case 2 -> new Days(today, today.plusDays(1));
            case 3 -> new Days(today.plusDays(1), chance(50) ? null : today.plusDays(between(2, 400)));
            case 4 -> new Days(today, today);
            default -> new Days(today.minusDays(between(300, 500)), today.minusDays(between(1, 100)));
        };
    }

    /** Midnight before, in or after today, a second before it, or noon. */
    Instant moment(ZoneId zone) {
        var midnight = today.plusDays(one(0, 0, 1)).atStartOfDay(zone).toInstant();
        return midnight.plusSeconds(one(0, -1, 1, 43_200));
    }

    Instant longAgo() {
        return today.minusDays(between(450, 600)).atStartOfDay(ZoneId.of("UTC")).toInstant();
    }
}
