package link.studentsuccess.api.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The newest seal as it is known outside of the database. Whoever deletes the last rows with the last seals leaves a shorter
 * chain that is right in itself: only what stands elsewhere can tell. It vouches for what was sealed up to it, no further.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Anchor(long sequence, byte[] hash) {

    static Anchor of(Seal seal) {
        return new Anchor(seal.sequence(), seal.hash());
    }

    /** What a file holds, as the sealer writes it and as the log tells it: the number and the hash; null without a file. */
    static @Nullable Anchor read(@Nullable Path file) {
        if (file == null || !Files.exists(file)) {
            return null;
        }
        try {
            var words = Files.readString(file).strip().split("\\s+", -1);
            return new Anchor(Long.parseLong(words[0]), HexFormat.of().parseHex(words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("The anchor cannot be read", e);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("The anchor is not a number and a hash");
        }
    }

    /** Whether it is this seal that is known. */
    boolean holds(@Nullable Seal seal) {
        return seal != null && seal.sequence() == sequence && Arrays.equals(seal.hash(), hash);
    }

    /** All of it or nothing: a half-written file would look like a changed ledger. */
    void write(Path file) {
        try {
            var written = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(written, sequence + " " + Seal.hex(hash) + "\n");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The anchor cannot be written", e);
        }
    }
}
