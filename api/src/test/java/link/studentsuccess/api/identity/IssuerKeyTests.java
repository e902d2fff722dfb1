package link.studentsuccess.api.identity;

import static link.studentsuccess.api.identity.Draft.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import reactor.core.publisher.Flux;

/** Whose keys count, and for how long. */
class IssuerKeyTests extends TokenStories {

    @Test
    @DisplayName("attack 112: a thousand unknown keys are one question to the issuer, and then one each half minute")
    void unknownKeysAreNoHammer() {
        accepted(draft().token());
        var before = ISSUER.asked();

        for (var i = 0; i < 1_000; i++) {
            assertRefused(draft().header("kid", quoted("unknown-" + i)).withSignature(new byte[256]));
        }
        assertThat(ISSUER.asked() - before)
                .as("within half a minute of the last question")
                .isZero();

        clock.tick(IssuerKeys.PAUSE);
        Flux.range(0, 1_000)
                .flatMap(
                        i -> tokens.decode(draft().header("kid", quoted("unknown-" + i))
                                        .withSignature(new byte[256]))
                                .onErrorComplete(BadJwtException.class),
                        256)
                .blockLast(PATIENCE);
        assertThat(ISSUER.asked() - before).isEqualTo(QUESTION);
        assertThat(accepted(draft().token())).isNotNull();
    }

    @Test
    @DisplayName("attack 112: who forges does not delay a new key by more than the pause")
    void newKeyIsKnownSoon() {
        accepted(draft().token());
        ISSUER.publish(KEY.toPublicJWK(), NEW_KEY.toPublicJWK());
        var token = draft().signedBy(NEW_KEY).header("kid", quoted("key-2")).token();

        assertRefused(token);
        clock.tick(IssuerKeys.PAUSE);

        accepted(token);
        accepted(draft().token());
    }

    @Test
    @DisplayName("attack 113: keys that a token brings along are not looked at, and nobody is asked for them")
    void keysInAHeaderAreIgnored() {
        var before = STRANGE_ISSUER.asked();

        for (var header : List.of("jku", "x5u")) {
            accepted(draft().header(header, quoted(STRANGE_ISSUER.issuer() + "/keys"))
                    .token());
            assertRefused(draft().signedBy(STRANGER)
                    .header(header, quoted(STRANGE_ISSUER.issuer() + "/keys"))
                    .token());
        }

        assertThat(STRANGE_ISSUER.asked()).isEqualTo(before);
    }

    @Test
    @DisplayName("attack 114: a withdrawn key works no longer than five minutes")
    void withdrawnKeyStopsWorking() {
        var token = draft().token();
        accepted(token);

        ISSUER.publish(NEW_KEY.toPublicJWK());
        clock.tick(IssuerKeys.TRUSTED);

        assertRefused(token);
        accepted(draft().signedBy(NEW_KEY).header("kid", quoted("key-2")).token());
    }

    @Test
    @DisplayName("attack 114: of two keys of one name each signs for itself, and a bad one for nobody")
    void keysOfOneName() {
        var namesake = new RSAKey.Builder(NEW_KEY).keyID("key-1").build();
        var bad = new RSAKey.Builder(SHORT).keyID("key-1").build();
        ISSUER.publish(KEY.toPublicJWK(), namesake.toPublicJWK(), bad.toPublicJWK());

        accepted(draft().token());
        accepted(draft().signedBy(namesake).token());
        assertRefused(draft().signedBy(bad).token());
        assertRefused(draft().signedBy(STRANGER).token());
    }

    @Test
    @DisplayName("attack 114: while the issuer is away its keys count for their five minutes, and then none does")
    void issuerThatIsAway() {
        var token = draft().token();
        accepted(token);
        ISSUER.answerWith(500);

        clock.tick(IssuerKeys.TRUSTED.minusSeconds(1));
        accepted(token);
        clock.tick(Duration.ofSeconds(1));
        assertUnavailable(token);
        var asked = ISSUER.asked();
        for (var i = 0; i < 50; i++) {
            assertUnavailable(token);
        }
        assertThat(ISSUER.asked()).isEqualTo(asked);

        ISSUER.answerWith(200);
        clock.tick(IssuerKeys.PAUSE_AFTER_FAULT);
        accepted(token);
    }

    @Test
    @DisplayName("attack 114: an address that calls itself another issuer gives no keys")
    void anotherIssuersMetadata() {
        ISSUER.callItself(STRANGE_ISSUER.issuer());

        assertUnavailable(draft().token());
    }

    @Test
    void manyFirstTokensAreOneQuestion() {
        var before = ISSUER.asked();

        Flux.range(0, 200).flatMap(i -> tokens.decode(draft().token()), 200).blockLast(PATIENCE);

        assertThat(ISSUER.asked() - before).isEqualTo(QUESTION);
    }
}
