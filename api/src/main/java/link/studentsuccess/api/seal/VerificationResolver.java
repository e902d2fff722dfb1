package link.studentsuccess.api.seal;

import graphql.GraphQLContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.seal.SealConfiguration.RunningSeals;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A look at the newest seals, for the operator; by the sealer's login, as the API's own reads no ledger. */
@Controller
class VerificationResolver {

    private static final int USUAL = 60;
    private static final int MOST = 1_000;
    private static final int MOST_ROWS = 20_000;

    private final ObjectProvider<RunningSeals> seals;

    VerificationResolver(ObjectProvider<RunningSeals> seals) {
        this.seals = seals;
    }

    @QueryMapping
    Mono<LedgerVerification> ledgerVerification(@Argument("seals") @Nullable Integer number, GraphQLContext context) {
        var scope = new Verifier.Scope(Page.within("seals", number == null ? USUAL : number, MOST), MOST_ROWS);
        return UnitOfWork.in(context)
                .entered()
                .filter(viewer -> viewer.role() == Role.OPERATOR)
                .flatMap(viewer -> Mono.justOrEmpty(seals.getIfAvailable()))
                .flatMap(running ->
                        Mono.fromCallable(() -> look(running, scope)).subscribeOn(Schedulers.boundedElastic()));
    }

    private static LedgerVerification look(RunningSeals running, Verifier.Scope scope) throws SQLException {
        var anchor = running.sealing().anchor();
        var verification = running.database().inTransaction(connection -> {
            endSoonerThanTheRequest(connection);
            return running.verifier().verify(connection, scope, anchor);
        });
        return new LedgerVerification(verification, running.sealing().keepsAnchor());
    }

    private static void endSoonerThanTheRequest(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = '2500ms'");
        }
    }

    /** The verification as the operator reads it: what one instance remembers since its start is no anchor. */
    record LedgerVerification(Verification verification, boolean keepsAnchor) {

        public boolean intact() {
            return verification.intact();
        }

        public boolean anchored() {
            return keepsAnchor && verification.vouched();
        }

        public long seals() {
            return verification.checked().seals();
        }

        public @Nullable Long fromSeal() {
            return verification.checked().from();
        }

        public @Nullable Long newestSeal() {
            var newest = verification.checked().newest();
            return newest == null ? null : newest.sequence();
        }

        public @Nullable OffsetDateTime newestSealAt() {
            var newest = verification.checked().newest();
            return newest == null ? null : at(newest.statement().sealedAt());
        }

        public @Nullable String newestSealHash() {
            var newest = verification.checked().newest();
            return newest == null ? null : Seal.hex(newest.hash());
        }

        public long rows() {
            return verification.checked().rows();
        }

        public long waiting() {
            return verification.waiting().rows();
        }

        public @Nullable OffsetDateTime waitingSince() {
            var since = verification.waiting().since();
            return since == null ? null : at(since);
        }

        public long wrong() {
            return verification.wrong();
        }

        public List<LedgerFinding> findings() {
            return verification.findings().stream().map(LedgerFinding::new).toList();
        }

        private static OffsetDateTime at(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
    }

    /** One finding. */
    record LedgerFinding(Finding finding) {

        public Finding.Kind kind() {
            return finding.kind();
        }

        public @Nullable Long seal() {
            return finding.seal();
        }

        public @Nullable String table() {
            var row = finding.row();
            return row == null ? null : row.relation().table();
        }

        public @Nullable String rowId() {
            var row = finding.row();
            return row == null ? null : row.id().toString();
        }

        public String message() {
            return finding.message();
        }
    }
}
