package link.studentsuccess.demo;

import static link.studentsuccess.demo.Place.SOUND_REACH;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import link.studentsuccess.api.StudentSuccessLink;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.Options;
import link.studentsuccess.sampledistrict.RainierValley;
import link.studentsuccess.sampledistrict.RainierValleyOptions;
import link.studentsuccess.sampledistrict.SampleDistrict;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything in one process: database, district, sign-in server and the API, with people and children whose cases are
 * true today. Closing it stops all of it; so does the end of the process, even in the middle of the start.
 */
public final class DemoWorld implements AutoCloseable {

    private static final String PUGET_RIDGE_FOLDER = "puget-ridge";
    private static final String SALT_CREEK_FOLDER = "salt-creek";
    private static final String CLIENT_SECRET = "district-client-secret";
    private static final String SFTP_PASSWORD = "rainier-valley-password";

    private final DemoOptions options;
    private final Ports ports;
    private final Secrets secrets;
    private final DemoDatabase database;
    private final DemoDistricts districts;
    private final DemoMail mail;
    private final SignInServer signIn;
    private final ConfigurableApplicationContext api;
    private final Parts parts;

    private DemoWorld(DemoOptions options, Parts parts) {
        this.options = options;
        this.parts = parts;
        DemoLogging.quiet();
        parts.start(() -> FolderLock.take(options));
        DemoDatabase.stopOrphan(options.folder());
        if (options.fresh()) {
            Folders.empty(options.folder(), FolderLock.FILE);
        }
        this.ports = options.ports().resolve();
        this.secrets = new Secrets(options.folder().resolve("keys"));
        this.mail = parts.start(DemoMail::start);
        var signInStarts = CompletableFuture.supplyAsync(
                () -> parts.start(() -> SignInServer.start(ports.signIn(), origins(), secrets, mail)));
        this.database = parts.start(() -> DemoDatabase.start(options, ports.database(), secrets));
        database.migrate();
        this.districts = parts.start(this::startDistricts);
        seed();
        this.signIn = signInStarts.join();
        this.api = parts.start(this::startApi);
    }

    /** Returns when everything answers; throws a {@link DemoProblem} and leaves nothing running when it cannot. */
    public static DemoWorld start(DemoOptions options) {
        var parts = new Parts(options);
        try {
            return new DemoWorld(options, parts);
        } catch (CompletionException failed) {
            parts.close();
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } catch (RuntimeException | Error failed) {
            parts.close();
            throw failed;
        }
    }

    private DemoDistricts startDistricts() {
        var pugetRidge = SampleDistrict.start(Options.defaults(dropFolders().resolve(PUGET_RIDGE_FOLDER))
                .withPort(ports.district())
                .withClientSecret(secrets.password(CLIENT_SECRET)));
        try {
            var rainierValley = RainierValley.start(
                    RainierValleyOptions.defaults(options.folder().resolve("rainier-valley"))
                            .withPassword(secrets.password(SFTP_PASSWORD)));
            var saltCreek = new SaltCreek(dropFolders().resolve(SALT_CREEK_FOLDER), pugetRidge.today());
            return new DemoDistricts(pugetRidge, rainierValley, saltCreek.drop());
        } catch (RuntimeException | Error failed) {
            pugetRidge.close();
            throw failed;
        }
    }

    private Path dropFolders() {
        return options.folder().resolve("drop");
    }

    private void seed() {
        var machine = new DemoSeed.Machine(
                "http://localhost:" + ports.signIn(),
                new DemoFeeds.References(
                        secrets.passwordReference(CLIENT_SECRET),
                        PUGET_RIDGE_FOLDER,
                        secrets.passwordReference(SFTP_PASSWORD),
                        SALT_CREEK_FOLDER));
        try (var connection = superuser()) {
            new DemoSeed(connection, districts, machine).run();
        } catch (SQLException e) {
            throw new IllegalStateException("The demo's people and agreements could not be written.", e);
        }
    }

    private List<String> origins() {
        return Arrays.stream(Place.values()).map(this::url).toList();
    }

    private ConfigurableApplicationContext startApi() {
        return new SpringApplicationBuilder(StudentSuccessLink.class)
                .web(WebApplicationType.REACTIVE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(apiArguments());
    }

    private String[] apiArguments() {
        var arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + ports.api(),
                "--server.shutdown=immediate",
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.request().username(),
                "--spring.r2dbc.password=" + database.request().password(),
                "--spring.flyway.url=" + database.jdbcUrl(),
                "--spring.flyway.user=" + database.owner().username(),
                "--spring.flyway.password=" + database.owner().password(),
                "--link.engine.url=" + database.jdbcUrl(),
                "--link.engine.username=" + database.engine().username(),
                "--link.engine.password=" + database.engine().password(),
                "--link.engine.enabled=true",
                "--link.engine.allow-loopback=true",
                "--link.engine.settled=1s",
                "--link.engine.drop-folders=" + dropFolders(),
                "--link.seal.url=" + database.jdbcUrl(),
                "--link.seal.username=" + database.sealer().username(),
                "--link.seal.password=" + database.sealer().password(),
                "--link.seal.key=" + secrets.sealKeyReference(),
                "--link.seal.public-keys=" + secrets.sealPublicKey(),
                "--link.seal.anchor="
                        + Folders.makePrivate(options.folder().resolve("anchor"))
                                .resolve("newest-seal"),
                "--link.sign-in.issuer=" + signIn.issuer(),
                "--link.sign-in.audience=" + SignInServer.AUDIENCE,
                "--link.sign-in.client-id=" + SignInServer.WEB_CLIENT,
                "--link.mail.host=127.0.0.1",
                "--link.mail.port=" + mail.port(),
                "--link.mail.encrypted=false",
                "--link.mail.from=no-reply@operator.example",
                "--link.mail.address=http://{host}:" + ports.api() + "/",
                "--link.mail.look-every=1s",
                "--link.imports.look-every=300ms",
                "--link.cursor-key=" + secrets.keyReference("cursor-key"),
                "--logging.include-application-name=false"));
        options.apiProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }

    /** Waits until each feed has published once; says which has not when the time is over. */
    public void awaitFirstPulls(Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        var missing = feedsWithoutData();
        while (!missing.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new DemoProblem("No data has arrived from " + String.join(" and ", missing) + " within "
                        + longest.toSeconds() + " seconds.");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoProblem("The wait for the first data was interrupted.", e);
            }
            missing = feedsWithoutData();
        }
    }

    private List<String> feedsWithoutData() {
        var sql = """
                select f.name || coalesce(
                  (select ' (' || p.state || coalesce(': ' || p.problem_message, '') || ')'
                   from sync.pull p where p.feed_id = f.id order by p.started_at desc limit 1), '')
                from sync.feed f
                where f.enabled and not exists (
                  select from sync.pull p where p.feed_id = f.id and p.state in ('PUBLISHED', 'UNCHANGED'))
                order by f.name
                """;
        try (var connection = superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            parts.refuseWhenStopped();
            throw new IllegalStateException(e);
        }
    }

    public int apiPort() {
        return ports.api();
    }

    /** The address as a browser uses it; Java connects to 127.0.0.1 and sends {@link Place#host()} as its host. */
    public String url(Place place) {
        return "http://" + place.host() + ":" + ports.api();
    }

    public SignInServer signIn() {
        return signIn;
    }

    public DemoMail mail() {
        return mail;
    }

    public SampleDistrict district() {
        return districts.pugetRidge();
    }

    /** The district that sends flat files over SFTP. */
    public RainierValley rainierValley() {
        return districts.rainierValley();
    }

    public DemoDatabase database() {
        return database;
    }

    /** A connection that no rule binds, to prove that what is hidden exists. */
    public Connection superuser() throws SQLException {
        return database.superuser();
    }

    public ConfigurableApplicationContext api() {
        return api;
    }

    public <T> T bean(Class<T> type) {
        return api.getBean(type);
    }

    public UUID oneRosterFeed() {
        return DemoFeeds.oneRoster();
    }

    public UUID attendanceFeed() {
        return DemoFeeds.attendance();
    }

    public UUID flatFilesFeed() {
        return DemoFeeds.flatFiles();
    }

    public UUID saltCreekFeed() {
        return DemoFeeds.saltCreekRoster();
    }

    /** The small district that drops its roster only. */
    public SaltCreek saltCreek() {
        return districts.saltCreek();
    }

    /** A program by its name. */
    public UUID program(String name) {
        return DemoParties.program(name);
    }

    /** Sound Reach's participant of this case. */
    public UUID participant(Child child) {
        return participant(SOUND_REACH, child.name());
    }

    public UUID student(Child child) {
        return student(SOUND_REACH, child.name());
    }

    public UUID consent(Child child) {
        return Ids.of("consent", SOUND_REACH.name(), child.name());
    }

    public UUID draftAgreement() {
        return Ids.of("draft-agreement", SOUND_REACH.name());
    }

    public UUID districtAgreement(Place organization, Place district) {
        return Ids.of("district-agreement", organization.name(), district.name());
    }

    /** Sound Reach's import of its participants. */
    public UUID participantImport() {
        return DemoChildren.participantImport();
    }

    /** By key: a child's name, RAVI, DARIO, IMANI, or FURTHER_0 to FURTHER_32. */
    public UUID participant(Place organization, String key) {
        return Ids.of("participant", organization.name(), key);
    }

    public UUID student(Place organization, String key) {
        return Ids.of("student", organization.name(), key);
    }

    DemoOptions options() {
        return options;
    }

    /** Everything a person or a program needs to use this world, passwords included. */
    public Map<String, Object> facts() {
        return DemoFacts.of(this);
    }

    public void writeFacts(Path file) {
        DemoFacts.write(this, file);
    }

    @Override
    public void close() {
        parts.close();
    }

    /** What has been started, in order; the last is stopped first. */
    private static final class Parts {

        private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
        private final ReadWriteLock lock = new ReentrantReadWriteLock();
        private final DemoOptions options;
        private final Thread atExit = new Thread(this::stopAll, "demo-stop");
        private volatile boolean closed;

        Parts(DemoOptions options) {
            this.options = options;
            Runtime.getRuntime().addShutdownHook(atExit);
        }

        /** Parts start side by side; an end of the process waits for what is half started. */
        <T extends AutoCloseable> T start(Supplier<T> part) {
            lock.readLock().lock();
            try {
                refuseWhenStopped();
                var running = part.get();
                started.push(running);
                return running;
            } finally {
                lock.readLock().unlock();
            }
        }

        void refuseWhenStopped() {
            if (closed) {
                throw new DemoProblem("The demo was stopped while it started.");
            }
        }

        void close() {
            stopAll();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException alreadyExiting) {
                // The hook is what called, or runs now and waits for the same lock.
            }
        }

        private void stopAll() {
            lock.writeLock().lock();
            try {
                closed = true;
                while (!started.isEmpty()) {
                    stop(started.pop());
                }
                if (options.temporary()) {
                    Folders.delete(options.folder());
                }
            } finally {
                lock.writeLock().unlock();
            }
        }

        /** One part that fails to stop must not keep the others running. */
        private static void stop(AutoCloseable part) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println(part.getClass().getSimpleName() + " did not stop well: " + e.getMessage());
            }
        }
    }
}
