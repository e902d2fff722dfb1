package link.studentsuccess.api.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;

/** Keys of every kind that an issuer may publish, good and bad. */
final class Keys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final BigInteger E = BigInteger.valueOf(65_537);

    private Keys() {}

    static RSAKey rsa(String id, int bits) {
        return rsa(id, pair("RSA", bits));
    }

    static RSAKey rsa(String id, KeyPair pair) {
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID(id)
                .build();
    }

    static ECKey ec(String id) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .keyID(id)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of 2048 bits, from primes as the chip of CVE-2017-15361 chose them: powers of 65537 modulo many small primes. */
    static RSAKey ofWeakPrimes(String id) {
        var p = weakPrime();
        var q = weakPrime();
        var one = BigInteger.ONE;
        var phi = p.subtract(one).multiply(q.subtract(one));
        var n = p.multiply(q);
        var d = E.modInverse(phi);
        try {
            var factory = KeyFactory.getInstance("RSA");
            var privateKey = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                    n, E, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), q.modInverse(p)));
            return rsa(id, new KeyPair(factory.generatePublic(new RSAPublicKeySpec(n, E)), privateKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger weakPrime() {
        var product = List.of(11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157).stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        while (true) {
            var power = E.modPow(BigInteger.valueOf(RANDOM.nextInt(1_000_000)), product);
            var top = BigInteger.ONE.shiftLeft(1_023).add(BigInteger.ONE.shiftLeft(1_022));
            var start = top.add(new BigInteger(1_000, RANDOM));
            var candidate = start.subtract(start.mod(product)).add(power);
            if (candidate.isProbablePrime(50)
                    && candidate.subtract(BigInteger.ONE).gcd(E).equals(BigInteger.ONE)) {
                return candidate;
            }
        }
    }
}
