package link.studentsuccess.api.queries;

import java.net.http.HttpHeaders;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A stream that somebody hears, line by line, until it ends or is left. */
final class Hearing implements Subscriber<String> {

    private static final String EVENT = "data:{\"data\":";

    private final Operation operation;
    private final Runnable told;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Subscription subscription;

    /** Says so with each event that tells something. */
    Hearing(Operation operation, Runnable told) {
        this.operation = operation;
        this.told = told;
    }

    Operation operation() {
        return operation;
    }

    void begins(HttpHeaders headers) {
        lines.add(headers.map().toString());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
        if (line.startsWith(EVENT)) {
            told.run();
        }
    }

    @Override
    public void onError(Throwable fault) {
        lines.add(fault.toString());
    }

    @Override
    public void onComplete() {
        // What was heard stays.
    }

    /** Whether an event has told something, and not only that the stream goes on. */
    boolean isTold() {
        return lines.stream().anyMatch(line -> line.startsWith(EVENT));
    }

    /** Headers and lines as they came. */
    String text() {
        return String.join("\n", lines);
    }

    void leave() {
        var open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
