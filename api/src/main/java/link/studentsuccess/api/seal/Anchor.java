package link.studentsuccess.api.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The newest seal as it is known outside of the database. Whoever deletes the last rows with the last seals leaves a shorter
 * chain that is right in itself: only what stands elsewhere can tell. It vouches for what was sealed up to it, no further.
 */
record Anchor(long sequence, String hash) {

    static Anchor of(Seal seal) {
        return new Anchor(seal.sequence(), Seal.hex(seal.hash()));
    }

    /** Null without a file: before the first seal there is none. */
    static @Nullable Anchor readIfThere(@Nullable Path file) {
        return file == null || !Files.exists(file) ? null : read(file);
    }

    /** What a file holds, as the sealer writes it and as the log tells it: the number and the hash. */
    static Anchor read(Path file) {
        try {
            var words = Files.readString(file).strip().split("\\s+", 2);
            return new Anchor(Long.parseLong(words[0]), Seal.hex(HexFormat.of().parseHex(words[1])));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("there is no file where link.seal.anchor says", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The anchor cannot be read", e);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("The anchor is not a number and a hash");
        }
    }

    /** Whether it is this seal that is known. */
    boolean holds(@Nullable Seal seal) {
        return seal != null && equals(of(seal));
    }

    /** All of it or nothing: a half-written file would look like a changed ledger. */
    void write(Path file) {
        try {
            var written = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(written, sequence + " " + hash + "\n");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The anchor cannot be written", e);
        }
    }
}
