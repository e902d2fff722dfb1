package link.studentsuccess.api.identity;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;

/**
 * RSA keys of a widely used chip whose primes are all powers of 65537 modulo small primes (CVE-2017-15361): as long as
 * others, and factored by anybody who pays for it. They are known by their remainders.
 */
final class WeakPrimes {

    private static final List<Integer> SMALL_PRIMES =
            List.of(11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157);

    private WeakPrimes() {}

    static boolean made(BigInteger modulus) {
        return SMALL_PRIMES.stream().allMatch(prime -> isPower(modulus, prime));
    }

    private static boolean isPower(BigInteger modulus, int prime) {
        var powers = new HashSet<Integer>();
        for (var power = 1; powers.add(power); ) {
            power = power * (65_537 % prime) % prime;
        }
        return powers.contains(modulus.mod(BigInteger.valueOf(prime)).intValue());
    }
}
