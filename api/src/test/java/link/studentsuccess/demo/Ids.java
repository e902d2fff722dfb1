package link.studentsuccess.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** The same things have the same ids in every world, so that documents and tests can name them. */
final class Ids {

    private Ids() {}

    static UUID of(String kind, String... names) {
        return UUID.nameUUIDFromBytes((kind + "/" + String.join("/", names)).getBytes(UTF_8));
    }
}
