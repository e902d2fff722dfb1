package link.studentsuccess.api.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static link.studentsuccess.api.identity.Draft.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Which tokens count. */
class TokenTests extends TokenStories {

    @ParameterizedTest(name = "attack {0}: {1}")
    @MethodSource({"algorithms", "claims", "headers", "encodings"})
    void isRefused(int attack, String what, Supplier<String> token) {
        assertRefused(token.get());
        // … by what is wrong with it, and not because none is good:
        assertThat(accepted(draft().token()).getSubject()).isEqualTo("maria");
    }

    @Test
    @DisplayName("tokens tried: the tables above")
    void saysHowManyWereTried() {
        var rows = Stream.of(algorithms(), claims(), headers(), encodings())
                .flatMap(table -> table)
                .toList();

        assertThat(rows).hasSizeGreaterThan(90);
        System.out.println("tokens tried: " + rows.size() + " mutations, by attack "
                + rows.stream().collect(Collectors.groupingBy(row -> row.get()[0], Collectors.counting())));
    }

    @ParameterizedTest(name = "accepted: {0}")
    @MethodSource("good")
    void isAccepted(String what, Supplier<String> token) {
        assertThat(accepted(token.get()).getSubject()).isEqualTo("maria");
    }

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("as the issuer makes it", token(draft())),
                Arguments.of("one audience as a text", token(draft().claim("aud", quoted(AUDIENCE)))),
                Arguments.of(
                        "one audience among others", token(draft().claim("aud", "[\"account\",\"" + AUDIENCE + "\"]"))),
                Arguments.of("the whole media type", token(draft().header("typ", quoted("application/at+jwt")))),
                Arguments.of("expired 59 seconds ago", token(old().claim("exp", seconds(-59)))),
                Arguments.of("valid from in 59 seconds", token(draft().claim("nbf", seconds(59)))),
                Arguments.of("issued in 59 seconds", token(draft().claim("iat", seconds(59)))),
                Arguments.of("an expiry with a fraction", token(draft().claim("exp", seconds(60) + ".5"))),
                Arguments.of("expires in less than a day", token(draft().claim("exp", seconds(86_000)))));
    }

    static Stream<Arguments> algorithms() {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(KEY))
                + "\n-----END PUBLIC KEY-----\n";
        var hmac = draft().header("alg", quoted("HS256"));
        var rows = new ArrayList<Arguments>();
        for (var none : List.of("none", "None", "nOnE", "NONE", "")) {
            rows.add(row(
                    105,
                    "alg '" + none + "' and no signature",
                    () -> draft().header("alg", quoted(none)).signed() + "."));
            rows.add(row(
                    105,
                    "alg '" + none + "' and some signature",
                    () -> draft().header("alg", quoted(none)).token()));
        }
        rows.add(row(105, "no alg", token(draft().header("alg", null))));
        rows.add(row(105, "alg null", token(draft().header("alg", "null"))));
        rows.add(row(105, "alg a list", token(draft().header("alg", "[\"RS256\"]"))));
        rows.add(row(106, "HS256 by the public key as PEM", () -> hmac.tokenBySecret(pem.getBytes(US_ASCII))));
        rows.add(row(
                106,
                "HS256 by PEM without the last line's end",
                () -> hmac.tokenBySecret(pem.strip().getBytes(US_ASCII))));
        rows.add(row(106, "HS256 by the public key as DER", () -> hmac.tokenBySecret(encoded(KEY))));
        rows.add(row(
                106,
                "HS256 by the public key as JWK",
                () -> hmac.tokenBySecret(KEY.toPublicJWK().toJSONString().getBytes(US_ASCII))));
        rows.add(row(
                106,
                "HS256 by the modulus",
                () -> hmac.tokenBySecret(KEY.getModulus().decode())));
        rows.add(row(
                106,
                "HS256 by the modulus as text",
                () -> hmac.tokenBySecret(KEY.getModulus().toString().getBytes(US_ASCII))));
        rows.add(row(
                107,
                "RS256 of an EC key",
                () -> draft().header("kid", quoted("curve")).tokenBy("SHA256withECDSAinP1363Format", curve())));
        rows.add(row(
                107,
                "ES256 of an EC key",
                () -> draft().header("alg", quoted("ES256"))
                        .header("kid", quoted("curve"))
                        .tokenBy("SHA256withECDSAinP1363Format", curve())));
        rows.add(row(107, "PS256", () -> draft().header("alg", quoted("PS256")).token("RSASSA-PSS")));
        rows.add(row(107, "RS256 that is PS256", () -> draft().token("RSASSA-PSS")));
        rows.add(row(
                107,
                "PS256 that is RS256",
                () -> draft().header("alg", quoted("PS256")).token()));
        rows.add(row(107, "RS384", () -> draft().header("alg", quoted("RS384")).token("SHA384withRSA")));
        rows.add(row(107, "RS512", () -> draft().header("alg", quoted("RS512")).token("SHA512withRSA")));
        rows.add(row(107, "RS256 that is RS1", () -> draft().token("SHA1withRSA")));
        rows.add(row(
                107,
                "alg in small letters",
                () -> draft().header("alg", quoted("rs256")).token()));
        return rows.stream();
    }

    static Stream<Arguments> claims() {
        var rows = new ArrayList<Arguments>();
        var issuer = ISSUER.issuer();
        for (var other : List.of(
                issuer + "/",
                issuer.replace("http:", "https:"),
                issuer.replace("http:", "HTTP:"),
                issuer + "/realms/other",
                issuer + "?",
                issuer + "#",
                " " + issuer,
                issuer.replace("127.0.0.1", "127.0.0.1."),
                issuer.replace("127.0.0.1", "１27.0.0.1"),
                issuer.replace("127.0.0.1", "localhost"),
                issuer.replace("//", "//user@"),
                "")) {
            rows.add(row(
                    108,
                    "issuer '" + other.replace(issuer, "issuer") + "'",
                    token(draft().claim("iss", quoted(other)))));
        }
        rows.add(row(108, "no issuer", token(draft().claim("iss", null))));
        rows.add(row(108, "issuer null", token(draft().claim("iss", "null"))));
        rows.add(row(108, "a list of issuers", token(draft().claim("iss", "[" + quoted(issuer) + "]"))));
        for (var other : List.of(
                "\"somebody-else\"",
                "[\"somebody-else\"]",
                "[]",
                "null",
                "\"\"",
                "1",
                "\"" + AUDIENCE + " \"",
                "\"" + AUDIENCE + "/\"",
                "\"Student-Success-Link\"",
                "\"student-success-link,other\"",
                "[[\"" + AUDIENCE + "\"]]",
                "{\"" + AUDIENCE + "\":true}")) {
            rows.add(row(109, "audience " + other, token(draft().claim("aud", other))));
        }
        rows.add(row(109, "no audience", token(draft().claim("aud", null))));
        rows.add(row(110, "expired", token(old().claim("exp", seconds(-61)))));
        rows.add(row(110, "no expiry", token(draft().claim("exp", null))));
        for (var exp : List.of(
                "null",
                "\"" + seconds(600) + "\"",
                "\"tomorrow\"",
                "-1",
                "0",
                "1e400",
                "NaN",
                "Infinity",
                "9007199254740992",
                "9223372036854775807",
                "92233720368547758080",
                "true",
                "[" + seconds(600) + "]",
                seconds(25 * 3_600))) {
            rows.add(row(110, "expiry " + exp, token(draft().claim("exp", exp))));
        }
        rows.add(row(
                110,
                "expires before it was issued",
                token(draft().claim("iat", seconds(50)).claim("exp", seconds(-50)))));
        rows.add(row(111, "valid from in 61 seconds", token(draft().claim("nbf", seconds(61)))));
        rows.add(row(111, "valid from, as a text", token(draft().claim("nbf", quoted("now")))));
        rows.add(row(111, "issued in 61 seconds", token(draft().claim("iat", seconds(61)))));
        rows.add(row(111, "expired 61 seconds ago", token(old().claim("exp", seconds(-61)))));
        rows.add(row(119, "sub twice", token(draft().twice("sub", quoted("dana")))));
        rows.add(row(119, "aud twice", token(draft().twice("aud", quoted("somebody-else")))));
        rows.add(row(119, "exp twice", token(draft().twice("exp", seconds(7_200)))));
        rows.add(row(119, "alg twice", token(draft().twiceInHeader("alg", quoted("none")))));
        for (var sub : List.of("\"\"", "\" \"", "null", "7", "[\"maria\"]", "{\"id\":\"maria\"}")) {
            rows.add(row(123, "subject " + sub, token(draft().claim("sub", sub))));
        }
        rows.add(row(123, "no subject", token(draft().claim("sub", null))));
        rows.add(row(
                123,
                "the same subject of another issuer",
                token(draft().claim("iss", quoted(STRANGE_ISSUER.issuer())).signedBy(STRANGER))));
        rows.add(row(
                123,
                "another issuer, signed by this one",
                token(draft().claim("iss", quoted(STRANGE_ISSUER.issuer())))));
        rows.add(row(
                124,
                "bound to a key (DPoP) without its proof",
                token(draft().claim("cnf", "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"))));
        rows.add(row(
                124,
                "bound to a certificate (mTLS) without it",
                token(draft().claim("cnf", "{\"x5t#S256\":\"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2\"}"))));
        return rows.stream();
    }

    static Stream<Arguments> headers() {
        var rows = new ArrayList<Arguments>();
        for (var kid : List.of(
                "../../../../etc/passwd",
                "' or 1=1 --",
                "file:///dev/null",
                "http://127.0.0.1/keys",
                "key-1\\u0000",
                "KEY-1",
                "key-1 ",
                "",
                "x".repeat(5_000))) {
            rows.add(row(
                    112,
                    "kid '" + kid.substring(0, Math.min(24, kid.length())) + "'",
                    token(draft().header("kid", quoted(kid)))));
        }
        rows.add(row(112, "kid a number", token(draft().header("kid", "1"))));
        var stranger = draft().signedBy(STRANGER);
        rows.add(row(
                113,
                "another key in jwk",
                token(stranger.header("jwk", STRANGER.toPublicJWK().toJSONString()))));
        rows.add(row(
                113,
                "another key in jwk, and no kid",
                token(stranger.header("jwk", STRANGER.toPublicJWK().toJSONString())
                        .header("kid", null))));
        rows.add(row(
                113, "another key at jku", token(stranger.header("jku", quoted(STRANGE_ISSUER.issuer() + "/keys")))));
        rows.add(row(
                113, "another key at x5u", token(stranger.header("x5u", quoted(STRANGE_ISSUER.issuer() + "/keys")))));
        rows.add(row(
                113,
                "another key in x5c",
                token(stranger.header("x5c", "[\"" + Base64.getEncoder().encodeToString(encoded(STRANGER)) + "\"]"))));
        rows.add(row(114, "a key of 1024 bits", token(draft().signedBy(SHORT).header("kid", quoted("short")))));
        rows.add(
                row(114, "a key of 512 bits", token(draft().signedBy(VERY_SHORT).header("kid", quoted("very-short")))));
        rows.add(row(114, "a key of weak primes", token(draft().signedBy(WEAK).header("kid", quoted("weak")))));
        rows.add(row(
                114,
                "a key for encryption",
                token(draft().signedBy(FOR_ENCRYPTION).header("kid", quoted("for-encryption")))));
        rows.add(row(
                114,
                "a secret among the keys",
                () -> draft().header("alg", quoted("HS256"))
                        .header("kid", quoted("secret"))
                        .tokenBySecret(SECRET.toByteArray())));
        rows.add(row(114, "another's key under a published name", token(stranger)));
        rows.add(row(
                115,
                "crit that nobody knows",
                token(draft().header("crit", "[\"exp2\"]").header("exp2", "1"))));
        rows.add(row(115, "crit empty", token(draft().header("crit", "[]"))));
        rows.add(row(115, "b64 false", token(draft().header("b64", "false").header("crit", "[\"b64\"]"))));
        rows.add(row(115, "b64 false, not critical", token(draft().header("b64", "false"))));
        rows.add(row(115, "zip", token(draft().header("zip", quoted("DEF")))));
        for (var typ : List.of("JWT", "jwt", "ID", "Refresh", "logout+jwt", "dpop+jwt", "at+jwt;x=1", "at jwt", "")) {
            rows.add(row(116, "typ '" + typ + "'", token(draft().header("typ", quoted(typ)))));
        }
        rows.add(row(
                116, "no typ: an ID token", token(draft().header("typ", null).claim("nonce", quoted("n")))));
        return rows.stream();
    }

    static Stream<Arguments> encodings() {
        var good = token(draft());
        var rows = new ArrayList<Arguments>();
        rows.add(row(
                117,
                "encrypted (JWE)",
                () -> Draft.base64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".AA.AA.AA.AA"));
        rows.add(row(117, "a token in a token", () -> {
            var outer = draft().header("cty", quoted("JWT"));
            return Draft.base64(outer.headerText()) + "." + Draft.base64(good.get()) + ".AA";
        }));
        rows.add(row(117, "cty", token(draft().header("cty", quoted("JWT")))));
        rows.add(row(117, "as JSON", () -> {
            var parts = good.get().split("\\.", -1);
            return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                    .formatted(parts[0], parts[1], parts[2]);
        }));
        rows.add(row(117, "four parts", () -> good.get() + ".AA"));
        rows.add(row(117, "two parts", () -> draft().signed()));
        rows.add(row(117, "no claims", () -> Draft.base64(draft().headerText()) + "..AA"));
        for (var space : List.of(" ", "\t", "\n", "\r\n", "\u00a0", "=", "==", "%3D", "\0")) {
            rows.add(row(118, "followed by '" + readable(space) + "'", () -> good.get() + space));
            rows.add(row(118, "after '" + readable(space) + "'", () -> space + good.get()));
        }
        rows.add(row(118, "bits after the end", () -> otherLastBits(good.get())));
        rows.add(row(118, "a line break in the middle", () -> good.get().replaceFirst("\\.", ".\n")));
        rows.add(row(
                118,
                "the other alphabet",
                () -> signedUntil("[^.]*\\.[^.]*\\..*[_-].*").replace('-', '+').replace('_', '/')));
        rows.add(row(118, "padded parts", () -> padded(good.get())));
        rows.add(row(120, "64 KB", token(draft().claim("note", quoted("x".repeat(65_536))))));
        rows.add(row(120, "10,000 claims", () -> {
            var more = IntStream.range(0, 10_000)
                    .mapToObj(i -> ",\"c" + i + "\":1")
                    .collect(Collectors.joining());
            return new Draft(KEY, draft().header(), draft().claims(), "", more).token();
        }));
        rows.add(row(120, "claims 2,000 deep", token(draft().claim("deep", "[".repeat(2_000) + "]".repeat(2_000)))));
        rows.add(row(
                120,
                "a header 2,000 deep",
                () -> draft().header("deep", "[".repeat(2_000) + "]".repeat(2_000))
                        .signedBy(STRANGER)
                        .token()));
        return rows.stream();
    }

    @ParameterizedTest(name = "multi-factor demanded: acr {0}, amr {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                  | -                 | refused",
                "\"1\"              | [\"pwd\"]         | refused",
                "\"gold\"           | -                 | accepted",
                "\"GOLD\"           | -                 | refused",
                "[\"gold\"]         | -                 | refused",
                "-                  | [\"pwd\",\"mfa\"] | accepted",
                "-                  | [\"MFA\"]         | refused",
                "-                  | \"mfa\"           | refused",
                "-                  | {\"mfa\":true}    | refused",
                "\"\"               | []                | refused"
            })
    void multiFactorIsDemandedOnASwitch(String acr, String amr, String expected) {
        var strict = tokens(Set.of("gold", "platinum"), Set.of("mfa"));
        var token = draft().claim("acr", acr).claim("amr", amr).token();

        if (expected.equals("accepted")) {
            assertThat(strict.decode(token).block(PATIENCE)).isNotNull();
        } else {
            assertThatThrownBy(() -> strict.decode(token).block(PATIENCE))
                    .isInstanceOfSatisfying(
                            JwtValidationException.class,
                            refused -> assertThat(refused.getErrors())
                                    .extracting("errorCode")
                                    .containsExactly("insufficient_user_authentication"));
        }
        // Where it is not demanded, the same token is good.
        accepted(token);
    }
}
