package link.studentsuccess.api;

import static link.studentsuccess.api.StaffAnswers.act;
import static link.studentsuccess.api.StaffAnswers.change;
import static link.studentsuccess.api.StaffAnswers.code;
import static link.studentsuccess.api.StaffAnswers.invite;
import static link.studentsuccess.api.StaffAnswers.key;
import static link.studentsuccess.api.StaffAnswers.member;
import static link.studentsuccess.api.StaffAnswers.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Account;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.demo.Uninvited;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From an invitation to the first sign-in, which binds a person once and for ever. */
class InvitationTests {

    private final DemoWorld world = Worlds.pulled();
    private final Ask june = Ask.as(Person.JUNE);
    private final Newcomer newcomer = Newcomer.unheardOf();

    @Test
    void theFirstSignInWithTheVerifiedEmailBindsOnceAndForEver() {
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(403);

        var invited = invite(june, newcomer, "ANALYST", Map.of());

        assertThat(invited.get("errors")).isEmpty();
        assertThat(invited.at("/staffMember/state").asString()).isEqualTo("INVITED");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS, false))).isEqualTo(403);
        assertThat(status(newcomer.at(Place.SOUND_REACH))).isEqualTo(403);
        assertThat(newcomer.at(Place.HARBOR_LIGHTS)
                        .data(StaffAnswers.VIEWER)
                        .at("/viewer/role")
                        .asString())
                .isEqualTo("ANALYST");
        assertThat(member(june, invited.at("/staffMember/id").asString())
                        .get("state")
                        .asString())
                .isEqualTo("ACTIVE");
        // The same person needs the e-mail no more; another identity with that e-mail is nobody.
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS, false))).isEqualTo(200);
        assertThat(status(new Newcomer("another-subject", newcomer.email()).at(Place.HARBOR_LIGHTS)))
                .isEqualTo(403);
        assertThat(Worlds.truth(
                        world,
                        "select count(*) || ' ' || max(subject) from party.staff where lower(email) = lower('"
                                + newcomer.email() + "')"))
                .containsExactly("1 " + newcomer.subject());
    }

    /** The demo's own tokens, by password, as its README tells to try it. */
    @Test
    void whoHasAnAccountOfTheDemoIsInvitedAndSignsIn() {
        var nova = Ask.with(token(Uninvited.NOVA), Place.HARBOR_LIGHTS.host());
        var before = nova.response(StaffAnswers.VIEWER, Map.of());
        assertThat(before.statusCode()).isEqualTo(403);
        assertThat(before.body())
                .contains("If you were invited here, sign in with the e-mail address that was invited");

        var invited = invite(june, new Newcomer("", Uninvited.NOVA.email()), "ANALYST", Map.of());

        assertThat(invited.get("errors")).isEmpty();
        assertThat(nova.data(StaffAnswers.VIEWER).at("/viewer/role").asString()).isEqualTo("ANALYST");
    }

    private String token(Account account) {
        var basic = Base64.getEncoder()
                .encodeToString(
                        (account.username() + ":" + world.signIn().password(account)).getBytes(StandardCharsets.UTF_8));
        var answer = Ask.send(
                HttpRequest.newBuilder(URI.create(world.signIn().tokenEndpoint().replace("localhost", "127.0.0.1")))
                        .header("Authorization", "Basic " + basic)
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Ask.json(answer).get("access_token").asString();
    }

    /** A dashboard asks several questions at once, also the first time. */
    @Test
    void ofTwoFirstSignInsAtTheSameMomentNoneFails() throws SQLException {
        var invited = key(invite(june, newcomer, "ANALYST", Map.of()).get("staffMember"));
        CompletableFuture<Integer> second;
        try (var first = world.superuser();
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("""
                    update party.staff s set issuer = '%s', subject = '%s'
                    from party.membership m
                    where m.id = '%s' and s.id = m.staff_id
                    """.formatted(world.signIn().issuer(), newcomer.subject(), invited));
            statement.execute(
                    "update party.membership set accepted_at = transaction_timestamp() where id = '" + invited + "'");

            second = CompletableFuture.supplyAsync(() -> status(newcomer.at(Place.HARBOR_LIGHTS)));
            awaitOneThatWaits();
            first.commit();
        }

        assertThat(second.join()).isEqualTo(200);
        assertThat(Worlds.truth(world, "select count(*) from party.staff where subject = '" + newcomer.subject() + "'"))
                .containsExactly("1");
    }

    private void awaitOneThatWaits() {
        Await.until(
                "somebody waits",
                Duration.ofSeconds(2),
                () -> !Worlds.truth(
                                world,
                                "select 1 from pg_stat_activity where usename = 'link_request' and wait_event_type = 'Lock'")
                        .isEmpty());
    }

    @Test
    void theMailSaysWhoInvitesWhereAndNothingThatOpens() {
        var invited = invite(june, newcomer, "CASE_WORKER", Map.of());
        assertThat(invited.get("mailed").asBoolean()).isTrue();

        var letter = world.mail().await(newcomer.email(), Duration.ofSeconds(20));

        assertThat(letter.subject()).isEqualTo("Invitation to Harbor Lights");
        assertThat(letter.text()).contains(Person.JUNE.fullName(), world.url(Place.HARBOR_LIGHTS) + "/");
        assertThat(letter.text()).doesNotContain(invited.at("/staffMember/id").asString(), "token", "?");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from party.mail where membership_id = '" + key(invited.get("staffMember"))
                                + "'"))
                .containsExactly("1");
    }

    @Test
    void anInvitationLapsesAndIsRenewed() {
        var invited = invite(june, newcomer, "CASE_WORKER", Map.of()).get("staffMember");
        Worlds.change(
                world,
                "update party.membership set invited_until = now() - interval '1 second' where id = '" + key(invited)
                        + "'");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(403);
        var lapsed = member(june, invited.get("id").asString());
        assertThat(lapsed.get("state").asString()).isEqualTo("LAPSED");

        var renewed = act(june, "renewInvitation", lapsed);

        assertThat(renewed.get("errors")).isEmpty();
        assertThat(renewed.at("/staffMember/state").asString()).isEqualTo("INVITED");
        assertThat(Worlds.truth(
                        world,
                        "select round(extract(epoch from invited_until - now()) / 86400) from party.membership where id = '"
                                + key(invited) + "'"))
                .containsExactly("14");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);
        assertThat(code(act(
                        june, "renewInvitation", member(june, invited.get("id").asString()))))
                .isEqualTo("CONFLICT");
    }

    @Test
    void aWithdrawnInvitationOpensNothing() {
        var invited = invite(june, newcomer, "CASE_WORKER", Map.of()).get("staffMember");

        var withdrawn = act(june, "withdrawInvitation", invited);

        assertThat(withdrawn.at("/staffMember/state").asString()).isEqualTo("WITHDRAWN");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(403);
        assertThat(code(act(june, "withdrawInvitation", invited))).isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    @DisplayName("attack 97: a person of two organizations is at each address what they are there")
    void whoIsBoundAlreadyJoinsAnotherPlaceByTheVerifiedEmail() {
        invite(june, newcomer, "ANALYST", Map.of());
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);
        assertThat(status(newcomer.at(Place.CEDAR_PATH))).isEqualTo(403);

        var further = invite(
                Ask.as(Person.OLLIE),
                newcomer,
                "ADMIN",
                Map.of("organizationId", Id.ORGANIZATION.of(Place.CEDAR_PATH.id())));

        // A mailbox may have passed to somebody else since: the person's old identity alone does not take the account.
        assertThat(further.at("/staffMember/state").asString()).isEqualTo("INVITED");
        assertThat(status(newcomer.at(Place.CEDAR_PATH, false))).isEqualTo(403);
        assertThat(newcomer.at(Place.CEDAR_PATH)
                        .data(StaffAnswers.VIEWER)
                        .at("/viewer/role")
                        .asString())
                .isEqualTo("ADMIN");
        assertThat(newcomer.at(Place.HARBOR_LIGHTS)
                        .data(StaffAnswers.VIEWER)
                        .at("/viewer/role")
                        .asString())
                .isEqualTo("ANALYST");
    }

    @Test
    void submittedTwiceInvitesOnceAndASecondInvitationIsAConflict() {
        var once = Map.<String, Object>of("idempotencyKey", "twice-" + newcomer.subject());

        var first = invite(june, newcomer, "CASE_WORKER", once);
        var second = invite(june, newcomer, "CASE_WORKER", once);

        assertThat(second.get("errors")).isEmpty();
        assertThat(second.at("/staffMember/id")).isEqualTo(first.at("/staffMember/id"));
        assertThat(code(invite(june, newcomer, "CASE_WORKER", Map.of()))).isEqualTo("CONFLICT");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from party.membership m join party.staff s on s.id = m.staff_id where lower(s.email) = lower('"
                                + newcomer.email() + "')"))
                .containsExactly("1");
    }

    @Test
    void rolesThatAreNotOnesOwnToGiveAreRefused() {
        assertThat(code(invite(june, newcomer, "DISTRICT_STEWARD", Map.of()))).isEqualTo("NOT_ALLOWED");
        assertThat(code(invite(june, newcomer, "OPERATOR", Map.of()))).isEqualTo("NOT_ALLOWED");
        assertThat(code(invite(Ask.as(Person.STEPH), newcomer, "ADMIN", Map.of())))
                .isEqualTo("NOT_ALLOWED");
        assertThat(code(invite(Ask.as(Person.OLLIE), newcomer, "CASE_WORKER", Map.of())))
                .isEqualTo("NOT_ALLOWED");
        assertThat(code(invite(
                        june,
                        newcomer,
                        "ANALYST",
                        Map.of("organizationId", Id.ORGANIZATION.of(Place.SOUND_REACH.id())))))
                .isEqualTo("NOT_FOUND");
        assertThat(code(invite(june, newcomer, "PROGRAM_MANAGER", Map.of("programIds", new String[] {
                    Id.PROGRAM.of(world.program("After School Tutoring"))
                }))))
                .isEqualTo("NOT_FOUND");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from party.staff where lower(email) = lower('" + newcomer.email() + "')"))
                .containsExactly("0");
        assertThat(code(invite(
                        Ask.as(Person.STEPH), newcomer, "SCHOOL_STAFF", Map.of("schoolCodes", new String[] {"9999"}))))
                .as("no school of the district")
                .isEqualTo("NOT_FOUND");
        // The same person may give the roles that are.
        assertThat(invite(Ask.as(Person.STEPH), newcomer, "SCHOOL_STAFF", Map.of("schoolCodes", new String[] {"3101"}))
                        .get("errors"))
                .isEmpty();
    }

    @Test
    void nobodyInvitesThemselves() {
        var payload = invite(
                Ask.as(Person.OLLIE),
                new Newcomer(Person.OLLIE.subject(), Person.OLLIE.email()),
                "ADMIN",
                Map.of("organizationId", Id.ORGANIZATION.of(Place.CEDAR_PATH.id())));

        assertThat(code(payload)).isEqualTo("NOT_ALLOWED");
        assertThat(status(Ask.as(Person.OLLIE).at(Place.CEDAR_PATH.host()))).isEqualTo(403);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var payload = change(
                june,
                "inviteStaff",
                "InviteStaffInput",
                Map.of(
                        "idempotencyKey", "all-that-is-wrong",
                        "email", "no address",
                        "givenName", " ",
                        "familyName", "A\nB",
                        "role", "CASE_WORKER",
                        "schoolCodes", new String[] {"3101"},
                        "begins", world.district().today().minusDays(2).toString(),
                        "ends", world.district().today().minusDays(3).toString()));

        assertThat(payload.get("errors").toString())
                .contains(
                        "input.email",
                        "input.givenName",
                        "input.familyName",
                        "input.schoolCodes",
                        "input.begins",
                        "input.ends");
        assertThat(payload.get("staffMember").isNull()).isTrue();
    }
}
