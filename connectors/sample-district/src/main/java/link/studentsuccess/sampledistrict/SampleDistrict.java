package link.studentsuccess.sampledistrict;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import link.studentsuccess.sampledistrict.Faults.DropFault;

/**
 * The Puget Ridge School District: five schools, some two thousand students who do not exist, one OneRoster server with
 * roster and gradebook, and one drop folder. It knows nothing of those who read from it.
 */
public final class SampleDistrict implements AutoCloseable {

    static final String NAME = "Puget Ridge School District";
    private static final String CLIENT_ID = "student-success-link";

    private final Options options;
    private final World world;
    private final Gradebook gradebook;
    private final DropFolder drops;
    private final Faults faults;
    private final OneRosterServer server;
    private final String clientSecret;
    private final List<SampleStudent> further;
    private final Tokens tokens;

    private SampleDistrict(Options options) {
        this.options = options;
        this.world = new World(options);
        this.gradebook = new Gradebook(world);
        this.drops = new DropFolder(world, options.dropFolder());
        this.faults = new Faults(this::expireTokens, drops::drop);
        this.clientSecret = options.clientSecret() == null ? randomSecret() : options.clientSecret();
        this.tokens = new Tokens(CLIENT_ID, clientSecret, faults, InstantSource.system());
        this.further = furtherOf(world);
        this.server = new OneRosterServer(options.port(), world, gradebook, tokens, faults);
    }

    /** Serves OneRoster and has dropped its first files when this returns. */
    public static SampleDistrict start(Options options) {
        var district = new SampleDistrict(options);
        try {
            district.redrop();
            return district;
        } catch (RuntimeException failed) {
            district.close();
            throw failed;
        }
    }

    public String name() {
        return NAME;
    }

    public URI oneRosterBase() {
        return URI.create(server.address() + OneRosterServer.BASE);
    }

    public URI gradebookBase() {
        return URI.create(server.address() + OneRosterServer.GRADEBOOK);
    }

    public URI tokenAddress() {
        return URI.create(server.address() + OneRosterServer.TOKEN);
    }

    public int port() {
        return server.port();
    }

    public String clientId() {
        return CLIENT_ID;
    }

    public String clientSecret() {
        return clientSecret;
    }

    public Path dropFolder() {
        return options.dropFolder();
    }

    public LocalDate today() {
        return options.today();
    }

    public List<SampleSchool> schools() {
        return Arrays.stream(Campus.values()).map(Campus::school).toList();
    }

    /** In the district's own order, which is that of the OneRoster answers. */
    public List<SampleStudent> students() {
        return world.students();
    }

    public SampleStudent child(Child child) {
        return world.student(child.sourcedId());
    }

    /** One of forty and more unnamed students of grades 6 to 11, none at Cedar Harbor; counted from 0. */
    public SampleStudent further(int n) {
        return world.student(further.get(n).sourcedId());
    }

    /** All days of school up to yesterday: what a rate of attendance is computed over. */
    public List<LocalDate> schoolDays() {
        return world.schoolDays();
    }

    /** First day of the school year that attendance is told of. */
    public LocalDate firstDay() {
        return world.year().firstDay();
    }

    /** What the attendance file tells of one student, in order of the days. */
    public List<SampleAbsence> attendance(String sourcedId) {
        return world.absences(sourcedId);
    }

    /** What the gradebook tells of one student besides assignments: in order of the periods, then of the classes. */
    public List<SampleGrade> grades(String sourcedId) {
        return gradebook.grades(world.student(sourcedId).sourcedId());
    }

    public StudentEditor student(String sourcedId) {
        return new StudentEditor(world, world.student(sourcedId).sourcedId());
    }

    public Faults faults() {
        return faults;
    }

    /** How often each collection was asked for, failed requests too; "token" counts the token requests. */
    public Map<String, Integer> requests() {
        return server.requests();
    }

    /** Writes the drop folder anew, as the district's nightly export does. */
    public void redrop() {
        if (options.dropsAttendance()) {
            drops.drop(DropFault.NONE);
        }
    }

    /** Listens again on the same port after {@link Faults#dieAfter}. */
    public void revive() {
        server.revive();
    }

    /** Stops listening and ends every thread; the dropped files stay. */
    @Override
    public void close() {
        server.close();
    }

    private void expireTokens() {
        tokens.expireAll();
    }

    private static List<SampleStudent> furtherOf(World world) {
        return world.steady().stream()
                .map(world::student)
                .filter(SampleDistrict::canBeFurther)
                .limit(200)
                .toList();
    }

    private static boolean canBeFurther(SampleStudent student) {
        var grade = GradeLevel.number(student.gradeLevel());
        var campus = Campus.of(student.school());
        return grade >= 6 && grade <= 11 && campus != Campus.CEDAR_HARBOR && campus != Campus.ALDER_CREEK;
    }

    private static String randomSecret() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
