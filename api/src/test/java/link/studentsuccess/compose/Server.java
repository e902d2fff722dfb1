package link.studentsuccess.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with an environment of its own, stopped with all that it has started, however this one ends. */
final class Server implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Process process;
    private final Thread atExit = new Thread(this::stop, "server-stop");

    private Server(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Server start(List<String> command, Path folder, Map<String, String> environment, Path log) {
        return new Server(run(command, folder, environment, log));
    }

    /** Runs to the end and tells whether it ended well. */
    static boolean succeeds(List<String> command, Path folder, Duration longest, Path log) {
        var process = run(command, folder, Map.of(), log);
        try {
            return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process run(List<String> command, Path folder, Map<String, String> environment, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks by its health check, as Compose would, until it is well. */
    Server awaitWell(List<String> healthCheck, Path folder, Duration longest, Path log) {
        var end = System.nanoTime() + longest.toNanos();
        while (!succeeds(healthCheck, folder, Duration.ofSeconds(3), log)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IllegalStateException("The server is not well; see " + log);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void stop() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (var one : all) {
            try {
                one.onExit().get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                one.destroyForcibly();
            } catch (InterruptedException e) {
                one.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
