package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Passwords and keys of one data folder, one file each: made at random when first asked for, the same ever after. */
final class Secrets {

    // No letters that are mistaken for others: these passwords are typed by people.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Secrets(Path folder) {
        this.folder = Folders.makePrivate(folder);
    }

    /** Sixteen characters in four groups. */
    String password(String name) {
        return kept(name, () -> group() + "-" + group() + "-" + group() + "-" + group());
    }

    /** A reference as settings and properties hold it, to 256 random bits in Base64. */
    String keyReference(String name) {
        kept(name, this::key);
        return reference(name);
    }

    String passwordReference(String name) {
        password(name);
        return reference(name);
    }

    synchronized String kept(String name, Supplier<String> maker) {
        var file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Folders.writePrivate(file, maker.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String reference(String name) {
        return "file:" + folder.resolve(name);
    }

    private String key() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String group() {
        var group = new StringBuilder();
        for (var i = 0; i < 4; i++) {
            group.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return group.toString();
    }
}
