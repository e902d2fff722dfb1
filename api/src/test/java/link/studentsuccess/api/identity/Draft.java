package link.studentsuccess.api.identity;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is written: names and the JSON of their values, so that a test can say what no library would.
 *
 * @param key who signs
 * @param more what stands in the claims beside their names, such as a name twice
 */
record Draft(RSAKey key, Map<String, String> header, Map<String, String> claims, String moreHeader, String more) {

    Draft {
        header = new LinkedHashMap<>(header);
        claims = new LinkedHashMap<>(claims);
    }

    Draft signedBy(RSAKey other) {
        return new Draft(other, header, claims, moreHeader, more);
    }

    /** With the JSON as this claim's value, or without the claim. */
    Draft claim(String name, @Nullable String json) {
        return new Draft(key, header, changed(claims, name, json), moreHeader, more);
    }

    Draft header(String name, @Nullable String json) {
        return new Draft(key, changed(header, name, json), claims, moreHeader, more);
    }

    Draft twice(String name, String json) {
        return new Draft(key, header, claims, moreHeader, "," + quoted(name) + ":" + json);
    }

    Draft twiceInHeader(String name, String json) {
        return new Draft(key, header, claims, "," + quoted(name) + ":" + json, more);
    }

    private static Map<String, String> changed(Map<String, String> map, String name, @Nullable String json) {
        var changed = new LinkedHashMap<>(map);
        if (json == null) {
            changed.remove(name);
        } else {
            changed.put(name, json);
        }
        return changed;
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    String token() {
        return token("SHA256withRSA");
    }

    /** Signed by an algorithm that need not be the one in the header. */
    String token(String algorithm) {
        try {
            return withSignature(sign(algorithm, key.toPrivateKey()));
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String tokenBy(String algorithm, PrivateKey other) {
        return withSignature(sign(algorithm, other));
    }

    /** Signed with a secret that everybody knows. */
    String tokenBySecret(byte[] secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return withSignature(mac.doFinal(signed().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String withSignature(byte[] signature) {
        return signed() + "." + base64(signature);
    }

    String headerText() {
        return json(header, moreHeader);
    }

    String claimsText() {
        return json(claims, more);
    }

    String signed() {
        return base64(headerText()) + "." + base64(claimsText());
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] sign(String algorithm, PrivateKey by) {
        try {
            var signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(by);
            signature.update(signed().getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Map<String, String> map, String more) {
        return map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                        .collect(Collectors.joining(",", "{", ""))
                + more + "}";
    }
}
