package link.studentsuccess.sampledistrict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on request. A fault strikes the next OneRoster data request once, unless told otherwise:
 * {@code faults().status(503).on("students").after(2).times(3)}. Several are asked in the order they were added.
 */
public final class Faults {

    enum Kind {
        STATUS,
        TOO_MANY_REQUESTS,
        HTML,
        HALF_PAGE,
        CLOSE_MID_PAGE,
        MISSING_ENVELOPE,
        EMPTY_BODY,
        UNAUTHORIZED,
        DIE,
        SHRINKING_TOTAL,
        NEXT_IN_A_CIRCLE,
        NEXT_ELSEWHERE
    }

    /** How the attendance file is dropped. */
    enum DropFault {
        NONE,
        HALF_FILE,
        WITHOUT_MANIFEST,
        HEADER_ONLY
    }

    /** One scripted fault, to be narrowed. */
    public final class Fault {
        private final Kind kind;
        private final int argument;
        private @Nullable String path;
        private int goodFirst;
        private int left = 1;
        private boolean endless;

        private Fault(Kind kind, int argument) {
            this.kind = kind;
            this.argument = argument;
        }

        /** Only requests of one collection, such as "students". */
        public Fault on(String collection) {
            synchronized (Faults.this) {
                path = collection;
                return this;
            }
        }

        /** Lets so many matching requests pass first. */
        public Fault after(int goodRequests) {
            synchronized (Faults.this) {
                goodFirst = goodRequests;
                return this;
            }
        }

        public Fault times(int requests) {
            synchronized (Faults.this) {
                left = requests;
                return this;
            }
        }

        public Fault untilCleared() {
            synchronized (Faults.this) {
                endless = true;
                return this;
            }
        }

        Kind kind() {
            return kind;
        }

        int argument() {
            return argument;
        }

        private boolean strikes(String collection) {
            if ((path != null && !path.equals(collection)) || (left <= 0 && !endless)) {
                return false;
            }
            if (goodFirst > 0) {
                goodFirst--;
                return false;
            }
            left--;
            return true;
        }
    }

    private final List<Fault> faults = new ArrayList<>();
    private final Runnable expireTokens;
    private final Consumer<DropFault> drop;
    private boolean demographicsForbidden;

    Faults(Runnable expireTokens, Consumer<DropFault> drop) {
        this.expireTokens = expireTokens;
        this.drop = drop;
    }

    public Fault status(int status) {
        return add(Kind.STATUS, status);
    }

    public Fault tooManyRequests(int retryAfterSeconds) {
        return add(Kind.TOO_MANY_REQUESTS, retryAfterSeconds);
    }

    /** A sign-in page with status 200. */
    public Fault html() {
        return add(Kind.HTML, 0);
    }

    /** A complete response whose JSON ends in the middle. */
    public Fault halfPage() {
        return add(Kind.HALF_PAGE, 0);
    }

    /** A response whose connection ends before the length it announced. */
    public Fault closeMidPage() {
        return add(Kind.CLOSE_MID_PAGE, 0);
    }

    /** A JSON object without the collection's key. */
    public Fault missingEnvelope() {
        return add(Kind.MISSING_ENVELOPE, 0);
    }

    public Fault emptyBody() {
        return add(Kind.EMPTY_BODY, 0);
    }

    public Fault unauthorizedOnce() {
        return add(Kind.UNAUTHORIZED, 0);
    }

    /** A good page whose total is one less than the page before said. */
    public Fault shrinkingTotal() {
        return add(Kind.SHRINKING_TOTAL, 0);
    }

    /** A good page whose next link leads to itself. */
    public Fault nextInACircle() {
        return add(Kind.NEXT_IN_A_CIRCLE, 0);
    }

    /** A good page whose next link leads to another host. */
    public Fault nextElsewhere() {
        return add(Kind.NEXT_ELSEWHERE, 0);
    }

    /** Serves so many data requests, then stops listening and breaks every connection; see revive(). */
    public Fault dieAfter(int requests) {
        return add(Kind.DIE, 0).after(requests);
    }

    /** Ends all tokens handed out so far. */
    public void expireTokens() {
        expireTokens.run();
    }

    /** No token opens demographics any more, so no birth date reaches anyone, until cleared. */
    public synchronized void forbidDemographics() {
        demographicsForbidden = true;
    }

    /** Drops the files now, attendance.csv cut in the middle of a row; its manifest speaks of all rows. */
    public void dropHalfFile() {
        drop.accept(DropFault.HALF_FILE);
    }

    /** Drops the files now, without the manifest that would say they are complete. */
    public void dropWithoutManifest() {
        drop.accept(DropFault.WITHOUT_MANIFEST);
    }

    /** Drops the files now, attendance.csv holding its header only, as the manifest says too. */
    public void dropHeaderOnly() {
        drop.accept(DropFault.HEADER_ONLY);
    }

    /** All well again over HTTP; the files heal at the next redrop(). */
    public synchronized void clear() {
        faults.clear();
        demographicsForbidden = false;
    }

    synchronized boolean demographicsForbidden() {
        return demographicsForbidden;
    }

    synchronized @Nullable Fault next(String collection) {
        for (var fault : faults) {
            if (fault.strikes(collection)) {
                return fault;
            }
        }
        return null;
    }

    private synchronized Fault add(Kind kind, int argument) {
        var fault = new Fault(kind, argument);
        faults.add(fault);
        return fault;
    }
}
