package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
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

    /** To the private key that signs seals; its public key lies beside it. */
    String sealKeyReference() {
        kept("seal-key", () -> sealKeys()[0]);
        return reference("seal-key");
    }

    String sealPublicKey() {
        return sealKeys()[1];
    }

    /** Both are made at once, and so kept as one. */
    private String[] sealKeys() {
        return kept("seal-keys", () -> {
                    try {
                        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                        return base64(pair.getPrivate()) + "\n" + base64(pair.getPublic());
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalStateException("Ed25519 is part of every Java platform", e);
                    }
                })
                .split("\n", 0);
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
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
