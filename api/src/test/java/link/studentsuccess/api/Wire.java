package link.studentsuccess.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A request byte by byte, as no HTTP library would send it, from any address of this machine. */
final class Wire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();

    private Wire(int port, String from, int receives) throws IOException {
        if (receives > 0) {
            socket.setReceiveBufferSize(receives);
        }
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    static Wire open(int port) {
        return open(port, "127.0.0.1");
    }

    /** All of 127.0.0.0/8 is this machine: other addresses are other clients. */
    static Wire open(int port, String from) {
        return open(port, from, 0);
    }

    /** One that has no room for more than so many bytes that are not read. */
    static Wire open(int port, String from, int receives) {
        try {
            return new Wire(port, from, receives);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request, and all that comes until the service closes the line. */
    static String exchange(int port, String request) {
        try (var wire = open(port)) {
            return wire.send(request).rest();
        }
    }

    Wire send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // The service has had enough already; what it said before can still be read.
        }
        return this;
    }

    /** Reads until it says this, and no further. */
    Wire await(String text) {
        var read = new StringBuilder();
        try {
            while (read.indexOf(text) < 0) {
                var next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("The line was closed after: " + read);
                }
                read.append((char) next);
            }
        } catch (IOException e) {
            throw new AssertionError("It said no more than: " + read, e);
        }
        return this;
    }

    /** Until the service has closed the line, though nothing of what it sends is read. */
    Wire awaitClosed() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                socket.getOutputStream().write('\n');
                LockSupport.parkNanos(50_000_000L);
            }
        } catch (IOException closed) {
            return this;
        }
        throw new AssertionError("The line is still open after " + PATIENCE);
    }

    /** What comes until the line is closed. */
    String rest() {
        var all = new java.io.ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The line is still open after " + PATIENCE + ": " + all, e);
        } catch (IOException reset) {
            // Closed without waiting for the rest of what was sent.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
