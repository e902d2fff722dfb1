package link.studentsuccess.demo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;

/** Starts the demo for a person and runs until it is stopped. */
public final class DemoApplication {

    private static final Duration LONGEST_FIRST_PULL = Duration.ofSeconds(90);
    private static final int FAILED = 1;

    private DemoApplication() {}

    public static void main(String[] arguments) {
        stopWithParent();
        DemoWorld world = null;
        try {
            world = DemoWorld.start(DemoOptions.demo());
            world.awaitFirstPulls(LONGEST_FIRST_PULL);
            world.writeFacts(factsFile());
        } catch (RuntimeException | Error failed) {
            if (world != null) {
                world.close();
            }
            System.err.println(sentence(failed));
            System.exit(FAILED);
            return;
        }
        System.out.println(DemoFacts.text(world));
        System.out.println("The same facts are in target/demo.json. Ctrl-C stops everything.");
        System.out.flush();
        awaitEnd();
    }

    private static Path factsFile() {
        return DemoOptions.repositoryRoot().resolve("target").resolve("demo.json");
    }

    /** What can be foreseen is a sentence already; of the rest, the trace is kept in a file. */
    private static String sentence(Throwable failed) {
        if (failed instanceof DemoProblem) {
            return String.valueOf(failed.getMessage());
        }
        var trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        var file = DemoOptions.repositoryRoot().resolve("target").resolve("demo-failure.txt");
        Folders.writePrivate(file, trace.toString());
        return "The demo could not start (" + failed.getClass().getSimpleName() + "); what happened is in " + file
                + ".";
    }

    /**
     * A build that is killed cannot stop its child; the child looks after it instead. Only where the build asks for it:
     * elsewhere a demo may well outlive the shell that started it.
     */
    private static void stopWithParent() {
        if (!Boolean.getBoolean("demo.stop-with-parent")) {
            return;
        }
        ProcessHandle.current().parent().ifPresent(parent -> {
            var watch = new Thread(() -> exitAfter(parent), "demo-parent-watch");
            watch.setDaemon(true);
            watch.start();
        });
    }

    private static void exitAfter(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(0);
    }

    /** The end of the process comes by a signal; its hook stops the world. */
    private static void awaitEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
