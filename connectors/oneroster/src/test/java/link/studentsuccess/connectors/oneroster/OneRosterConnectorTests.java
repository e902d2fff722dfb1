package link.studentsuccess.connectors.oneroster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.spi.Watermark;
import link.studentsuccess.connectors.testkit.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneRosterConnectorTests {

    private final DistrictConnector connector = new OneRosterConnector();
    private RosterServer roster;

    @BeforeEach
    void open() throws Exception {
        roster = new RosterServer();
        roster.seed(7);
    }

    @AfterEach
    void close() {
        roster.close();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(DistrictConnector.class))
                .anyMatch(found -> found.spec().id().equals("oneroster"));
    }

    @Test
    void readsAServerThatTellsNoTotalsAndLinksPastTheEnd() {
        roster.tellsTotals = false;
        roster.linksPastTheEnd = true;

        assertThat(full(StreamName.STUDENT, 3).keys()).hasSize(7);
        assertThat(full(StreamName.ENROLLMENT, 3).keys()).hasSize(7);
    }

    @Test
    void saysThatAServerDoesNotHonourOffset() {
        roster.ignoredParameters.add("offset");

        assertThatThrownBy(() -> full(StreamName.STUDENT, 3))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("offset");
    }

    @Test
    void startsAgainWhenARowBeforeTheOffsetGoesAway() {
        var first = connector.fetch(PageRequest.full(StreamName.STUDENT, 3), roster.context());
        roster.objects("students").remove(0);

        var second = PageRequest.full(StreamName.STUDENT, 3).at(first.next());
        assertThatThrownBy(() -> connector.fetch(second, roster.context())).isInstanceOf(RestartRequired.class);
    }

    @Test
    void asksForBirthDatesOncePerPageAndFindsThemByKeyOtherwise() {
        full(StreamName.STUDENT, 4);
        assertThat(roster.asked).containsExactly("students", "demographics", "students", "demographics");

        roster.asked.clear();
        roster.ignoredParameters.add("filter");
        roster.clampAt(4);
        assertThat(full(StreamName.STUDENT, 3).upserts())
                .as("a server that knows no filter and gives at most 4 rows")
                .hasSize(7)
                .allMatch(upsert -> ((StudentRecord) upsert.record()).birthDate() != null);
        assertThat(roster.asked).contains("demographics/{id}");
    }

    @Test
    void readsStudentsWithoutBirthDatesWhereDemographicsAreRefused() {
        for (var status : List.of(403, 404)) {
            roster.refused.put("demographics", status);

            assertThat(full(StreamName.STUDENT, 3).upserts())
                    .hasSize(7)
                    .allMatch(upsert -> ((StudentRecord) upsert.record()).birthDate() == null);
            assertThat(connector.check(roster.context()).passed()).isTrue();
        }
    }

    @Test
    void doesNotDropBirthDatesInTheMiddleOfARead() {
        var first = connector.fetch(PageRequest.full(StreamName.STUDENT, 3), roster.context());
        roster.refused.put("demographics", 403);

        var second = PageRequest.full(StreamName.STUDENT, 3).at(first.next());
        assertThatThrownBy(() -> connector.fetch(second, roster.context())).isInstanceOf(PermissionProblem.class);
    }

    @Test
    void deliversABirthDateThatAloneHasChanged() {
        var watermark = Objects.requireNonNull(full(StreamName.STUDENT, 3).watermark());
        roster.clock().tick(Duration.ofHours(1));
        roster.object("demographics", 5)
                .put("birthDate", "2011-03-14")
                .put("dateLastModified", "2026-09-20T03:30:00.000Z");

        var delta = delta(StreamName.STUDENT, watermark);
        assertThat(delta.upserts()).extracting(Upsert::key).containsExactly(new SourceKey("u-0005"));
        assertThat(((StudentRecord) delta.upserts().get(0).record()).birthDate())
                .isEqualTo(LocalDate.of(2011, 3, 14));
    }

    @Test
    void deliversATombstoneInADeltaAndLeavesItOutOfAFullRead() {
        var watermark = Objects.requireNonNull(full(StreamName.STUDENT, 3).watermark());
        roster.object("students", 2).put("status", "tobedeleted").put("dateLastModified", "2026-09-20T03:30:00.000Z");

        assertThat(delta(StreamName.STUDENT, watermark).changes(Delete.class))
                .containsExactly(new Delete(new SourceKey("u-0002")));
        assertThat(full(StreamName.STUDENT, 3).keys()).hasSize(6).doesNotContain(new SourceKey("u-0002"));
        assertThat(full(StreamName.ENROLLMENT, 3).keys()).hasSize(6);
    }

    @Test
    void handsOutTheStartOfThePullLessTheLag() {
        assertThat(full(StreamName.SCHOOL, 2).watermark()).isEqualTo(new Watermark("2026-09-20T02:30:00.000Z"));

        roster.moreSettings.put("lagMinutes", "90");
        assertThat(full(StreamName.SCHOOL, 2).watermark()).isEqualTo(new Watermark("2026-09-20T01:30:00.000Z"));
    }

    @Test
    void takesNoWatermarkBackAndHealsOneFromTheFuture() {
        var recent = new Watermark("2026-09-20T02:45:00.000Z");
        assertThat(delta(StreamName.SCHOOL, recent).watermark()).isEqualTo(recent);

        var future = new Watermark("2031-01-01T00:00:00.000Z");
        var healed = delta(StreamName.SCHOOL, future);
        assertThat(healed.upserts()).isEmpty();
        assertThat(healed.watermark()).isEqualTo(new Watermark("2026-09-20T02:30:00.000Z"));
    }

    @Test
    void givesAnEnrollmentForEachSchoolYearAndTheGradeOfThisYearOnly() {
        role(0, "2024-09-04", null);

        assertThat(enrollmentsOf("u-0000"))
                .containsExactlyInAnyOrder(
                        enrollment("u-0000", "o-1", 2026, null, "2025-09-02", "2026-06-18"),
                        enrollment("u-0000", "o-1", 2027, "09", "2026-09-02", null));
    }

    @Test
    void givesTwoEnrollmentsForATransferInsideAYear() {
        role(0, "2026-09-02", "2026-09-12");
        roster.object("students", 0)
                .withArray("roles")
                .addObject()
                .put("role", "Student")
                .put("beginDate", "2026-09-14T00:00:00.000-07:00")
                .putObject("org")
                .put("sourcedId", "o-2");

        assertThat(enrollmentsOf("u-0000"))
                .containsExactlyInAnyOrder(
                        enrollment("u-0000", "o-1", 2027, "09", "2026-09-02", "2026-09-12"),
                        enrollment("u-0000", "o-2", 2027, "09", "2026-09-14", null));

        roster.moreSettings.put("endDateInclusive", "true");
        assertThat(enrollmentsOf("u-0000"))
                .contains(enrollment("u-0000", "o-1", 2027, "09", "2026-09-02", "2026-09-13"));
    }

    @Test
    void takesTheDatesOfTheSchoolYearWhereTheUserHasNone() {
        var user = roster.object("students", 0);
        user.remove("roles");
        user.put("role", "student").putArray("orgs").addObject().put("sourcedId", "o-3");

        assertThat(enrollmentsOf("u-0000"))
                .as("a user in the shape of 1.1")
                .containsExactly(enrollment("u-0000", "o-3", 2027, "09", "2026-09-02", null));
    }

    @Test
    void saysThatSchoolYearsAreMissing() {
        roster.objects("academicSessions").clear();

        assertThatThrownBy(() -> full(StreamName.ENROLLMENT, 3))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("academic sessions");
    }

    @Test
    void takesTheStudentIdFromWhereTheSettingSays() {
        roster.object("students", 0)
                .putArray("userIds")
                .addObject()
                .put("type", "Local")
                .put("identifier", 4711);

        roster.moreSettings.put("studentIdField", "userIds:local");
        var reading = full(StreamName.STUDENT, 100);
        assertThat(((StudentRecord) reading.upserts().get(0).record()).districtStudentId())
                .isEqualTo("4711");
        assertThat(reading.rejects()).as("students without such an ID").hasSize(6);

        roster.moreSettings.put("studentIdField", "sourcedId");
        assertThat(full(StreamName.STUDENT, 100).upserts())
                .allMatch(upsert -> ((StudentRecord) upsert.record())
                        .districtStudentId()
                        .equals(upsert.key().value()));
    }

    @Test
    void leavesOutWhatTheDistrictDoesNotServe() {
        roster.refused.put("academicSessions", 403);

        assertThat(connector.discover(roster.context()).streams())
                .extracting(stream -> stream.name())
                .containsExactly(StreamName.SCHOOL, StreamName.STUDENT, StreamName.CONTACT, StreamName.DEMOGRAPHICS);

        roster.refused.clear();
        roster.refused.put("results", 403);
        roster.moreSettings.put("alsoRead", "contact");
        assertThat(connector.discover(roster.context()).streams())
                .extracting(stream -> stream.name())
                .containsExactly(
                        StreamName.SCHOOL,
                        StreamName.SESSION,
                        StreamName.STUDENT,
                        StreamName.ENROLLMENT,
                        StreamName.CONTACT);
    }

    @Test
    void refusesWhatItDoesNotDeclare() {
        var since = new Watermark("2026-09-20T02:45:00.000Z");
        assertThatThrownBy(() -> delta(StreamName.ENROLLMENT, since)).isInstanceOf(ConfigProblem.class);
        assertThatThrownBy(() -> delta(StreamName.SECTION, since)).isInstanceOf(ConfigProblem.class);
        assertThatThrownBy(() -> full(StreamName.ATTENDANCE, 10)).isInstanceOf(ConfigProblem.class);
    }

    @Test
    void saysWhichSettingToChangeWhenTheServiceRefusesTheQuestion() {
        roster.refused.put("students", 400);

        assertThatThrownBy(() -> full(StreamName.STUDENT, 10))
                .isInstanceOf(SourceDefect.class)
                .hasMessageContaining("selectFields");
    }

    @Test
    void wantsAReferenceToTheSecretAndNotTheSecret() {
        roster.moreSettings.put("clientSecret", "s3cr3t");

        assertThatThrownBy(() -> full(StreamName.SCHOOL, 10))
                .isInstanceOf(ConfigProblem.class)
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void readsAStampOfTheFutureAsAnyOther() {
        roster.object("schools", 0).put("dateLastModified", Instant.MAX.toString());

        assertThat(full(StreamName.SCHOOL, 10).keys()).hasSize(3);
    }

    private void role(int student, String begins, @Nullable String ends) {
        var role = roster.object("students", student).withArray("roles").get(0);
        ((tools.jackson.databind.node.ObjectNode) role).put("beginDate", begins).put("endDate", ends);
    }

    private List<EnrollmentRecord> enrollmentsOf(String student) {
        return full(StreamName.ENROLLMENT, 100).upserts().stream()
                .filter(upsert -> upsert.about().contains(new SourceKey(student)))
                .map(upsert -> (EnrollmentRecord) upsert.record())
                .toList();
    }

    private static EnrollmentRecord enrollment(
            String student, String school, int year, @Nullable String grade, String entry, @Nullable String exit) {
        return new EnrollmentRecord(
                new SourceKey(student),
                new SourceKey(school),
                year,
                grade,
                LocalDate.parse(entry),
                exit == null ? null : LocalDate.parse(exit));
    }

    private Reading full(StreamName stream, int size) {
        return Reading.all(connector, PageRequest.full(stream, size), roster.context());
    }

    private Reading delta(StreamName stream, Watermark since) {
        return Reading.all(connector, PageRequest.delta(stream, since, 3), roster.context());
    }
}
