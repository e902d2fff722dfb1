package link.studentsuccess.schema.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Member;

/** The first gate: active today in the organization whose address is used; 45 days without sign-in deactivate. */
final class Account {

    private static final int DAYS_WITHOUT_SIGN_IN = 45;

    private Account() {}

    static boolean refused(World world, Member member, String address, Instant at) {
        var zone = world.deployment.zone();
        var today = LocalDate.ofInstant(at, zone);
        // Decided: who has not signed in yet has 45 days from the first active one.
        var lastUsed = Stream.concat(
                        member.signIns.stream()
                                .filter(signIn -> !signIn.isAfter(at))
                                .map(signIn -> LocalDate.ofInstant(signIn, zone)),
                        Stream.of(member.active.from()))
                .max(LocalDate::compareTo)
                .orElseThrow();
        return !member.organization.equals(address)
                || !member.active.has(today)
                || (member.deactivatedAt != null && !member.deactivatedAt.isAfter(at))
                || !today.isBefore(lastUsed.plusDays(DAYS_WITHOUT_SIGN_IN));
    }
}
