package link.studentsuccess.api.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** SHA-256, and the Merkle tree over leaves of it as RFC 6962, section 2.1, has it. */
final class Hashes {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Hashes() {}

    static byte[] of(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] leaf(String text) {
        return of(LEAF, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The root over leaves that come one by one; of as many as there are, it keeps as many hashes as the tree is high. */
    static final class Tree {

        private final List<byte[]> complete = new ArrayList<>();
        private int leaves;

        void add(byte[] leaf) {
            var node = leaf;
            // Each trailing one of the count is a complete subtree of that height, which the new leaf completes.
            for (var n = leaves; (n & 1) == 1; n >>= 1) {
                node = of(NODE, complete.remove(complete.size() - 1), node);
            }
            complete.add(node);
            leaves++;
        }

        int size() {
            return leaves;
        }

        byte[] root() {
            if (complete.isEmpty()) {
                return of(new byte[0]);
            }
            var root = complete.get(complete.size() - 1);
            for (var n = complete.size() - 2; n >= 0; n--) {
                root = of(NODE, complete.get(n), root);
            }
            return root;
        }
    }
}
