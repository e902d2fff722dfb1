package link.studentsuccess.api.roster;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.access.OnBehalf;
import link.studentsuccess.api.access.Refused;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.roster.ImportFile.Column;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads the files that wait, one at a time in each instance: one transaction each, so that one that dies has written
 * nothing and is begun again.
 */
@Component
class ImportJob implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

    private final DatabaseClient client;
    private final OnBehalf onBehalf;
    private final Imports imports;
    private final Duration lookEvery;
    private @Nullable Disposable running;

    /** An import that this instance has claimed, and as whom it is run. */
    private record Claimed(UUID key, OnBehalf.Member member) {}

    ImportJob(
            ConnectionFactory pool,
            OnBehalf onBehalf,
            Imports imports,
            @Value("${link.imports.look-every}") Duration lookEvery) {
        this.client = DatabaseClient.create(pool);
        this.onBehalf = onBehalf;
        this.imports = imports;
        this.lookEvery = lookEvery;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        running = Flux.interval(lookEvery)
                .onBackpressureDrop()
                .concatMap(
                        tick -> runAll().onErrorResume(fault -> {
                            LOG.warn(
                                    "outcome=import-look-failed problem={}",
                                    fault.getClass().getSimpleName());
                            return Mono.empty();
                        }),
                        1)
                .subscribe();
    }

    @Override
    public void destroy() {
        if (running != null) {
            running.dispose();
        }
    }

    private Mono<Void> runAll() {
        return Mono.defer(this::runNext).repeat().takeUntil(found -> !found).then();
    }

    private Mono<Boolean> runNext() {
        return client.sql("select import_id, issuer, subject, host from access.next_import()")
                .map(row -> new Claimed(
                        Rows.uuid(row, "import_id"),
                        new OnBehalf.Member(
                                Rows.text(row, "issuer"), Rows.text(row, "subject"), Rows.text(row, "host"))))
                .one()
                .flatMap(claimed -> run(claimed).thenReturn(true))
                .defaultIfEmpty(false);
    }

    private Mono<Void> run(Claimed claimed) {
        return onBehalf.run(claimed.member(), "importParticipants", work -> imported(work, claimed.key()))
                .then()
                .onErrorResume(fault -> ended(claimed.key(), fault));
    }

    /** Refused for good when the member may no more; after any other fault it is begun again when the claim has run out. */
    private Mono<Void> ended(UUID key, Throwable fault) {
        LOG.warn("outcome=import-failed problem={}", fault.getClass().getSimpleName());
        return fault instanceof Refused
                ? client.sql("select access.end_import(:id, 'REFUSED', 'NOT_ALLOWED')")
                        .bind("id", key)
                        .then()
                : Mono.empty();
    }

    private Mono<Boolean> imported(UnitOfWork work, UUID key) {
        return imports.begin(work, key)
                .flatMap(content -> work.today()
                        .flatMap(today ->
                                Mono.fromCallable(() -> rows(content, today)).subscribeOn(Schedulers.boundedElastic()))
                        .flatMap(rows -> imported(work, key, rows))
                        .onErrorResume(
                                ImportFile.Unusable.class,
                                unusable ->
                                        imports.unusable(work, key, unusable).thenReturn(false)))
                .defaultIfEmpty(false);
    }

    private static List<ImportRow> rows(byte[] content, LocalDate today) {
        var file = ImportFile.of(content);
        var rows = new ArrayList<ImportRow>();
        for (var row : file.rows()) {
            rows.add(new ImportRow(row.number(), file.columns(), row.cells(), today));
        }
        return rows;
    }

    private Mono<Boolean> imported(UnitOfWork work, UUID key, List<ImportRow> rows) {
        var externalIds = rows.stream()
                .filter(row -> !row.isRefused())
                .map(row -> row.cell(Column.EXTERNAL_ID))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return imports.known(work, externalIds)
                .flatMap(known -> imports.held(work, known.placed()).map(held -> new ImportPlan(known, held)))
                .flatMap(plan -> {
                    plan.decide(rows);
                    return imports.write(work, plan)
                            .then(imports.done(work, key, plan))
                            .thenReturn(true);
                });
    }
}
