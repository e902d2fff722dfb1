package link.studentsuccess.sampledistrict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import link.studentsuccess.sampledistrict.ValleyFiles.Fault;

/**
 * The Rainier Valley School District: two schools, four hundred students who do not exist, and a weekly set of flat
 * files on an SFTP server. It knows nothing of those who read them.
 */
public final class RainierValley implements AutoCloseable {

    static final String NAME = "Rainier Valley School District";
    private static final String FOLDER = "weekly";

    private final RainierValleyOptions options;
    private final ValleyWorld world;
    private final ValleyFiles files;
    private final String password;
    private final ValleyServer server;
    private final Faults faults = new Faults();

    private RainierValley(RainierValleyOptions options) {
        this.options = options;
        this.world = new ValleyWorld(options.today());
        // The host key lies beside what the server shows, not in it.
        var shown = options.folder().resolve("sftp");
        this.files = new ValleyFiles(world, shown.resolve(FOLDER));
        this.password = options.password() == null ? randomPassword() : options.password();
        redrop();
        this.server = new ValleyServer(options.port(), shown, options.folder().resolve("host-key"), password);
    }

    /** Serves SFTP and has dropped its first set when this returns. */
    public static RainierValley start(RainierValleyOptions options) {
        try {
            Files.createDirectories(options.folder());
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not make its folder.", failed);
        }
        return new RainierValley(options);
    }

    public String name() {
        return NAME;
    }

    public LocalDate today() {
        return options.today();
    }

    /** The Monday of the last export: the files tell of what happened before it. */
    public LocalDate asOf() {
        return world.asOf();
    }

    public String sftpHost() {
        return "127.0.0.1";
    }

    public int sftpPort() {
        return server.port();
    }

    public String sftpUser() {
        return ValleyServer.USER;
    }

    public String sftpPassword() {
        return password;
    }

    /** What a reader pins: the type of the key and the key, as in a known_hosts file. */
    public String hostKey() {
        return server.hostKey();
    }

    /** How many connections its readers hold open now. */
    public int connections() {
        return server.connections();
    }

    /** The folder of the weekly set, as the SFTP user sees it. */
    public String folder() {
        return FOLDER;
    }

    /** What the files' columns and codes mean, for the csv connector's setting of that name. */
    public String mapping() {
        try (var resource = RainierValley.class.getResourceAsStream("rainier-valley-mapping.json")) {
            if (resource == null) {
                throw new IllegalStateException("The sample district's mapping is not in its jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district's mapping cannot be read.", failed);
        }
    }

    public List<SampleSchool> schools() {
        return List.of(ValleyWorld.HIGH, ValleyWorld.MIDDLE);
    }

    /** Those whom the files name, in their order; Saoirse is among them from the Monday she enters. */
    public List<SampleStudent> students() {
        return world.students();
    }

    public SampleStudent child(RainierChild child) {
        return world.child(child);
    }

    public SampleStudent student(String districtStudentId) {
        return world.student(districtStudentId);
    }

    /** What the attendance file tells of one student, in order of the days. */
    public List<ValleyAbsence> attendance(String districtStudentId) {
        return world.absences(districtStudentId);
    }

    /** What the marks file tells of one student, course by course. */
    public List<ValleyMark> marks(String districtStudentId) {
        return world.marks(districtStudentId);
    }

    /** What the further files tell of one student. */
    public ValleyFacts facts(String districtStudentId) {
        return world.facts(districtStudentId);
    }

    public Faults faults() {
        return faults;
    }

    /** Writes the whole set anew, as the district's weekly export does. */
    public void redrop() {
        files.drop(Fault.NONE);
    }

    /** Stops listening and ends every thread; the dropped files and the host key stay. */
    @Override
    public void close() {
        server.close();
    }

    /** What goes wrong on request. */
    public final class Faults {

        private Faults() {}

        /** Drops the set now, marks.txt cut in the middle; the control file speaks of all its rows. */
        public void dropHalfFile() {
            files.drop(Fault.HALF_FILE);
        }

        /** Drops the set now, without the control file that would say it is complete. */
        public void dropWithoutMarker() {
            files.drop(Fault.WITHOUT_CONTROL);
        }

        /** Breaks every connection and stops listening, until cleared. */
        public void goDown() {
            server.goDown();
        }

        /** Listens again on the same port; the files heal at the next redrop(). */
        public void clear() {
            server.revive();
        }
    }

    private static String randomPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
