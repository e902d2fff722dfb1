package link.studentsuccess.api.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * So many requests a minute for each of many: a bucket that is full at first and fills evenly. Of more who ask within a
 * minute than are remembered, those who ask seldom are forgotten, and begin anew each time: whoever has that many addresses
 * is stopped by the other limits alone.
 */
final class Allowance {

    private static final int REMEMBERED = 50_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(MINUTE)
            .build();
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MINUTE)
            .build();

    Allowance(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Takes one; else in how many seconds there is one again. */
    long secondsToWait(String who) {
        var probe = buckets.get(who, unknown -> full()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    /** Whether a refusal is the first in a minute: only that one is recorded, else refusing would cost more than answering. */
    boolean isNews(String who) {
        return told.asMap().putIfAbsent(who, true) == null;
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
