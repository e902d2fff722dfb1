package link.studentsuccess.api.graphql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cursors: the id of the last entry, authenticated for one list and one viewer. They hold no value of anybody, and a
 * cursor of another list or another viewer is refused.
 */
public final class Cursors {

    private static final int TAG = 12;

    private final SecretKeySpec key;

    public Cursors(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("link.cursor-key must refer to at least 32 bytes of key");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public String cursor(String list, UUID viewer, UUID entry) {
        var id = bytes(entry);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(16 + TAG)
                        .put(id)
                        .put(tag(list, viewer, id))
                        .array());
    }

    public @Nullable UUID entry(String list, UUID viewer, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        if (!cursor.matches("[A-Za-z0-9_-]{38}")) {
            throw unusable();
        }
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        var id = Arrays.copyOf(bytes.array(), 16);
        var tag = Arrays.copyOfRange(bytes.array(), 16, 16 + TAG);
        if (!Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes.array())
                        .equals(cursor)
                || !MessageDigest.isEqual(tag, tag(list, viewer, id))) {
            throw unusable();
        }
        return new UUID(bytes.getLong(0), bytes.getLong(8));
    }

    /** For a cursor whose entry is no longer in the list. */
    public static BadRequest unusable() {
        return new BadRequest("'after' is not a cursor of this list: start again from its first page.");
    }

    private byte[] tag(String list, UUID viewer, byte[] id) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(bytes(viewer));
            return Arrays.copyOf(mac.doFinal(id), TAG);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
