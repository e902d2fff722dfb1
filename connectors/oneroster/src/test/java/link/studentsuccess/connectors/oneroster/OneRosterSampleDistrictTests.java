package link.studentsuccess.connectors.oneroster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import link.studentsuccess.connectors.spi.Catalog.StreamSpec;
import link.studentsuccess.connectors.spi.ConnectorContext;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.FolderGateway;
import link.studentsuccess.connectors.testkit.LentContext;
import link.studentsuccess.connectors.testkit.LoopbackHttpGateway;
import link.studentsuccess.connectors.testkit.Reading;
import link.studentsuccess.connectors.testkit.SettableClock;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.Options;
import link.studentsuccess.sampledistrict.SampleDistrict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneRosterSampleDistrictTests {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-02-10T18:00:00Z"), Options.ZONE);
    private final OneRosterConnector connector = new OneRosterConnector();

    @Test
    void readsTheSampleDistrictInFullAndItsChangesAfterwards(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, clock).withStudents(300))) {
            var context = context(district, clock);
            assertThat(connector.check(context).passed()).isTrue();

            var students = full(StreamName.STUDENT, context);
            assertThat(students.rejects()).isEmpty();
            assertThat(students.keys()).hasSameSizeAs(district.students());
            var someone = district.students().get(7);
            var key = new SourceKey(someone.sourcedId());
            assertThat(students.byKey().get(key))
                    .isEqualTo(new Upsert(
                            key,
                            new StudentRecord(
                                    someone.districtStudentId(),
                                    someone.givenName(),
                                    someone.familyName(),
                                    someone.preferredGivenName(),
                                    someone.birthDate()),
                            Set.of(key)));
            assertThat(full(StreamName.SCHOOL, context).keys()).hasSameSizeAs(district.schools());
            assertThat(full(StreamName.SESSION, context).rejects()).isEmpty();

            var enrollments = full(StreamName.ENROLLMENT, context);
            assertThat(enrollments.rejects()).isEmpty();
            for (var student : district.students()) {
                assertThat(enrollments.upserts())
                        .filteredOn(upsert -> upsert.about().contains(new SourceKey(student.sourcedId())))
                        .extracting(upsert ->
                                ((EnrollmentRecord) upsert.record()).school().value())
                        .as("schools of one student")
                        .containsExactlyInAnyOrderElementsOf(student.enrollments().stream()
                                .map(stay -> stay.school().sourcedId())
                                .distinct()
                                .toList());
            }

            clock.tick(Duration.ofHours(20));
            district.student(someone.sourcedId()).changeBirthDate(LocalDate.of(2012, 2, 29));
            var leaver = district.students().get(9).sourcedId();
            district.student(leaver).delete();
            var since = Objects.requireNonNull(students.watermark());
            var delta = Reading.all(connector, PageRequest.delta(StreamName.STUDENT, since, 100), context);
            assertThat(delta.upserts())
                    .extracting(upsert -> ((StudentRecord) upsert.record()).birthDate())
                    .containsOnly(LocalDate.of(2012, 2, 29));
            assertThat(delta.changes(Delete.class)).containsExactly(new Delete(new SourceKey(leaver)));
        }
    }

    @Test
    void readsTheGradesOfTheSampleDistrictAndTheirChanges(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, clock).withStudents(300))) {
            var context = context(district, clock);
            var sections = full(StreamName.SECTION, context);
            assertThat(sections.rejects()).isEmpty();

            var grades = full(StreamName.GRADE, context);
            assertThat(grades.rejects()).isEmpty();
            var read = grades.byKey();
            assertThat(read)
                    .hasSize(district.students().stream()
                            .mapToInt(student ->
                                    district.grades(student.sourcedId()).size())
                            .sum());
            for (var child : Child.values()) {
                for (var expected : district.grades(child.sourcedId())) {
                    var upsert = Objects.requireNonNull(read.get(new SourceKey(expected.sourcedId())));
                    var grade = (GradeRecord) upsert.record();
                    assertThat(upsert.about()).containsExactly(new SourceKey(child.sourcedId()));
                    assertThat(grade.mark().kind().name())
                            .isEqualTo(expected.kind().name());
                    assertThat(grade.mark().letter()).isEqualTo(expected.letter());
                    assertThat(grade.mark().percent())
                            .isEqualTo(expected.percent() == null ? null : new BigDecimal(expected.percent()));
                    assertThat(grade.credits() == null ? null : grade.credits().earned())
                            .isEqualTo(expected.credits());
                    assertThat(grade.gradedOn()).isEqualTo(expected.gradedOn());
                    var section = Objects.requireNonNull(sections.byKey().get(grade.section()));
                    assertThat(((SectionRecord) section.record()).courseTitle()).isEqualTo(expected.courseTitle());
                    assertThat(((SectionRecord) section.record()).schoolYear())
                            .isEqualTo(grade.period().schoolYear());
                }
            }

            clock.tick(Duration.ofHours(20));
            var omar = district.student(Child.OMAR.sourcedId());
            var changed = district.grades(Child.OMAR.sourcedId());
            omar.setGrade(changed.get(0).sourcedId(), "C+", 78)
                    .deleteGrade(changed.get(1).sourcedId());
            var since = Objects.requireNonNull(grades.watermark());
            var delta = Reading.all(connector, PageRequest.delta(StreamName.GRADE, since, 100), context);
            assertThat(delta.keys())
                    .containsExactly(new SourceKey(changed.get(0).sourcedId()));
            assertThat(delta.changes(Delete.class))
                    .containsExactly(new Delete(new SourceKey(changed.get(1).sourcedId())));
        }
    }

    @Test
    void readsWhatElseTheFeedNamesAndNothingOtherwise(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, clock).withStudents(300))) {
            var silent = context(district, clock);
            assertThat(connector.discover(silent).streams())
                    .extracting(StreamSpec::name)
                    .doesNotContainAnyElementsOf(FurtherStreams.ALL);
            assertThatThrownBy(() -> full(StreamName.DEMOGRAPHICS, silent)).isInstanceOf(ConfigProblem.class);

            var context = context(district, clock, Map.of("alsoRead", "schedule, CONTACT,DEMOGRAPHICS"));
            assertThat(connector.discover(context).streams())
                    .extracting(StreamSpec::name)
                    .endsWith(StreamName.SCHEDULE, StreamName.CONTACT, StreamName.DEMOGRAPHICS);

            var priya = district.child(Child.PRIYA);
            var key = new SourceKey(priya.sourcedId());
            var classes = full(StreamName.SCHEDULE, context);
            assertThat(classes.rejects()).isEmpty();
            assertThat(classes.upserts())
                    .filteredOn(upsert -> upsert.about().contains(key))
                    .extracting(upsert -> (ScheduleRecord) upsert.record())
                    .isNotEmpty()
                    .allSatisfy(attended -> {
                        assertThat(attended.taught().courseTitle()).isNotBlank();
                        assertThat(attended.meeting().room()).startsWith("Room ");
                        assertThat(attended.meeting().period()).hasSize(1);
                        assertThat(attended.place().schoolYear()).isEqualTo(2026);
                        assertThat(attended.term().begins())
                                .isBefore(attended.term().ends());
                    });

            var contact = (ContactRecord) Objects.requireNonNull(
                            full(StreamName.CONTACT, context).byKey().get(key))
                    .record();
            assertThat(contact.relationship()).isEqualTo(ContactRecord.Relationship.SELF);
            assertThat(contact.reach().email()).contains(priya.districtStudentId());

            var demographics = full(StreamName.DEMOGRAPHICS, context);
            assertThat(demographics.rejects()).isEmpty();
            assertThat(demographics.keys()).hasSameSizeAs(district.students());
            var told = (DemographicsRecord)
                    Objects.requireNonNull(demographics.byKey().get(key)).record();
            assertThat(told.birthDate()).isEqualTo(priya.birthDate());
            assertThat(told.sex()).isNotNull();
            assertThat(told.hispanicOrLatino()).isNotNull();
        }
    }

    @Test
    void refusesASettingThatNamesWhatOneRosterDoesNotHave(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, clock).withStudents(300))) {
            var context = context(district, clock, Map.of("alsoRead", "DEMOGRAPHICS, DISCIPLINE"));

            assertThatThrownBy(() -> connector.discover(context))
                    .isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining("alsoRead");
        }
    }

    @Test
    void livesWithTheFaultsOfTheSampleDistrict(@TempDir Path folder) {
        try (var district = SampleDistrict.start(Options.defaults(folder, clock).withStudents(300))) {
            district.faults().forbidDemographics();
            assertThat(full(StreamName.STUDENT, context(district, clock)).upserts())
                    .isNotEmpty()
                    .allMatch(upsert -> ((StudentRecord) upsert.record()).birthDate() == null);
            district.faults().clear();

            var context = context(district, clock);
            district.faults().nextElsewhere().on("students");
            district.faults().unauthorizedOnce().on("students");
            assertThat(full(StreamName.STUDENT, context).keys()).hasSameSizeAs(district.students());

            district.faults().html().on("students");
            assertThatThrownBy(() -> full(StreamName.STUDENT, context)).isInstanceOf(SourceDefect.class);
        }
    }

    private Reading full(StreamName stream, ConnectorContext context) {
        return Reading.all(connector, PageRequest.full(stream, 100), context);
    }

    private static ConnectorContext context(SampleDistrict district, Clock clock) {
        return context(district, clock, Map.of());
    }

    private static ConnectorContext context(SampleDistrict district, Clock clock, Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "baseUrl", district.oneRosterBase().toString(),
                "gradebookUrl", district.gradebookBase().toString(),
                "tokenUrl", district.tokenAddress().toString(),
                "clientId", district.clientId(),
                "clientSecret", "env:SAMPLE_SECRET"));
        settings.putAll(more);
        return new LentContext(
                new Settings(settings),
                clock,
                new LoopbackHttpGateway(setting -> district.clientSecret(), clock),
                new FolderGateway(district.dropFolder()));
    }
}
