package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "The Merkle Tree Hash of an n-element list D[n] is then defined recursively" (RFC 6962, section 2.1). */
class HashesTests {

    @Test
    void rootIsThatOfTheRecursiveDefinition() {
        for (var n = 0; n < 70; n++) {
            var leaves = new ArrayList<byte[]>();
            var tree = new Hashes.Tree();
            for (var k = 0; k < n; k++) {
                leaves.add(Hashes.leaf("row " + k));
                tree.add(Hashes.leaf("row " + k));
            }

            assertThat(tree.root()).as("%s leaves", n).isEqualTo(recursive(leaves));
        }
    }

    @Test
    void aLeafIsNoNode() {
        assertThat(Hashes.leaf("a")).isEqualTo(Hashes.of(new byte[] {0}, "a".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] recursive(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Hashes.of(new byte[0]);
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        var half = Integer.highestOneBit(leaves.size() - 1);
        return Hashes.of(
                new byte[] {1}, recursive(leaves.subList(0, half)), recursive(leaves.subList(half, leaves.size())));
    }
}
