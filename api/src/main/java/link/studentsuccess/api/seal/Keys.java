package link.studentsuccess.api.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key that signs seals, and the public keys of those that do or did. */
final class Keys {

    private static final String ALGORITHM = "Ed25519";

    /** A public key, and after it the number of the last seal that it signed. */
    private static final Pattern ENDED = Pattern.compile("(.*\\S)\\s+until\\s+(\\d{1,18})\\s*", Pattern.DOTALL);

    private final Map<String, Known> known;
    private final @Nullable PrivateKey signing;
    private final String keyId;

    private record Known(PublicKey key, @Nullable Long until) {}

    private Keys(Map<String, Known> known, @Nullable PrivateKey signing, String keyId) {
        this.known = known;
        this.signing = signing;
        this.keyId = keyId;
    }

    /** For who only verifies; a key that signs no more has {@code until} and a number after it. */
    static Keys known(List<String> publicKeys) {
        if (publicKeys.isEmpty()) {
            throw new IllegalStateException("link.seal.public-keys names no key");
        }
        var known = new HashMap<String, Known>();
        for (var text : publicKeys) {
            var ended = ENDED.matcher(text);
            var encoded = decoded(ended.matches() ? ended.group(1) : text);
            known.put(
                    id(encoded), new Known(publicKey(encoded), ended.matches() ? Long.valueOf(ended.group(2)) : null));
        }
        return new Keys(Map.copyOf(known), null, "");
    }

    /** The private key's other half must be among the public ones: else nobody could verify what it signs. */
    Keys signingWith(byte[] privateKey) {
        var key = privateKey(decoded(new String(privateKey, StandardCharsets.UTF_8)));
        var trial = "trial".getBytes(StandardCharsets.UTF_8);
        var signature = sign(key, trial);
        var id = known.keySet().stream()
                .filter(name -> verifies(name, trial, signature))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The public key of link.seal.key is not among link.seal.public-keys"));
        if (until(id) != null) {
            throw new IllegalStateException("link.seal.key refers to a key that link.seal.public-keys has ended");
        }
        return new Keys(known, key, id);
    }

    String keyId() {
        return keyId;
    }

    byte[] sign(String text) {
        if (signing == null) {
            throw new IllegalStateException("There is no key to sign with");
        }
        return sign(signing, text.getBytes(StandardCharsets.UTF_8));
    }

    boolean knows(String id) {
        return known.containsKey(id);
    }

    /** The last seal that it signs; null without an end. */
    @Nullable
    Long until(String id) {
        var key = known.get(id);
        return key == null ? null : key.until();
    }

    /** Whether it says what was signed, with a key that is known. */
    boolean verifies(Seal seal) {
        var stated = seal.statement();
        return knows(stated.keyId())
                && Arrays.equals(seal.hash(), stated.hash())
                && verifies(stated.keyId(), stated.text().getBytes(StandardCharsets.UTF_8), seal.signature());
    }

    private boolean verifies(String id, byte[] text, byte[] signature) {
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(Objects.requireNonNull(known.get(id)).key());
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // also a signature that is none
        }
    }

    private static byte[] sign(PrivateKey key, byte[] text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The seal could not be signed", e);
        }
    }

    static String id(byte[] publicKey) {
        return Seal.hex(Hashes.of(publicKey)).substring(0, 16);
    }

    /** PEM without its first and last line is Base64 in lines. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder()
                    .decode(text.replaceAll("-----[^-]+-----", "").replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("A key of link.seal is neither PEM nor Base64");
        }
    }

    private static PublicKey publicKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("link.seal.public-keys names what is no public key of Ed25519");
        }
    }

    private static PrivateKey privateKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("link.seal.key refers to no private key of Ed25519 in PKCS #8");
        }
    }
}
