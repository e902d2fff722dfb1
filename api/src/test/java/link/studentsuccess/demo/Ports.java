package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The four ports of the demo; 0 means any free one, and is resolved before anything starts. */
public record Ports(int api, int signIn, int district, int database) {

    static final Ports ANY = new Ports(0, 0, 0, 0);

    static Ports fromSystemProperties() {
        return new Ports(
                asked("demo.port", 8080),
                asked("demo.sign-in.port", 9000),
                asked("demo.district.port", 9100),
                asked("demo.database.port", 54320));
    }

    /** Addresses are written into redirects and settings, so every port is known before its server starts. */
    Ports resolve() {
        // Held together until all are chosen, so that no two of them are the same.
        try (var first = bind(api, "demo.port");
                var second = bind(signIn, "demo.sign-in.port");
                var third = bind(district, "demo.district.port");
                var fourth = bind(database, "demo.database.port")) {
            return new Ports(first.getLocalPort(), second.getLocalPort(), third.getLocalPort(), fourth.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket bind(int port, String property) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw new DemoProblem(
                    "Port " + port + " is taken by another program: stop that program, or choose another port with -D"
                            + property + "=<port>.",
                    taken);
        }
    }

    private static int asked(String property, int usual) {
        var port = Integer.getInteger(property, usual);
        if (port < 1 || port > 65_535) {
            throw new DemoProblem("-D" + property + " must be a port between 1 and 65535, not " + port + ".");
        }
        return port;
    }
}
