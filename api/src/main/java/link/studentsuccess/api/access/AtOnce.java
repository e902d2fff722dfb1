package link.studentsuccess.api.access;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * So many requests of one person or service account at the same time, so that nobody holds every connection to the
 * database. A request is over when its answer has been taken; where the client goes away before, when its transaction is.
 */
public final class AtOnce {

    private final int most;
    private final Map<String, Integer> taken = new HashMap<>();

    public AtOnce(int most) {
        this.most = most;
    }

    /** Of one request. It is given back when everybody who has it in hand has let go of it. */
    public final class Place {

        private final String who;
        private int hands = 1;

        private Place(String who) {
            this.who = who;
        }

        public Context in(Context context) {
            return context.put(Place.class, this);
        }

        private void hold() {
            synchronized (AtOnce.this) {
                hands++;
            }
        }

        public void letGo() {
            synchronized (AtOnce.this) {
                hands--;
                if (hands == 0) {
                    taken.computeIfPresent(who, (w, places) -> places == 1 ? null : places - 1);
                }
            }
        }
    }

    /** A place; null when all are taken. */
    public synchronized @Nullable Place take(String who) {
        int places = taken.getOrDefault(who, 0);
        if (places >= most) {
            return null;
        }
        taken.put(who, places + 1);
        return new Place(who);
    }

    /** The end of a transaction, which keeps the place of its request until it is reached. */
    static Mono<Void> held(Mono<Void> ending) {
        return Mono.deferContextual(context -> {
            if (!context.hasKey(Place.class)) {
                return ending;
            }
            var place = context.<Place>get(Place.class);
            place.hold();
            return ending.doFinally(end -> place.letGo());
        });
    }
}
