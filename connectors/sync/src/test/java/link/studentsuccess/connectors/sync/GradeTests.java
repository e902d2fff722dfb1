package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.FINAL;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.PROGRESS;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;
import link.studentsuccess.connectors.sync.PullSummary.State;
import link.studentsuccess.connectors.testkit.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class GradeTests {

    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    private static final LocalDate ENTRY = TODAY.minusDays(70);
    private static final GradingPeriod Q1 =
            new GradingPeriod("Quarter 1", 2027, LocalDate.of(2026, 9, 2), LocalDate.of(2026, 11, 7));
    private static final GradingPeriod Q2 =
            new GradingPeriod("Quarter 2", 2027, LocalDate.of(2026, 11, 7), LocalDate.of(2027, 1, 29));

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    // Engine and database look at one calendar: windows are the database's, release dates the engine's.
    private final SettableClock clock = new SettableClock(Instant.now(), ZoneOffset.UTC);
    private TestDistrict district;
    private ScriptedSource source;
    private UUID feed;
    private UUID lena;

    @BeforeEach
    void aDistrictWhereOneOfFourConsentedToGrades() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .section("c1", "s1", "Algebra 1")
                .section("c2", "s1", "Biology")
                .section("c3", "s1", "Ceramics")
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .student("k2", "104219", "Ana", "Petrova", BORN)
                .student("k3", "104220", "Eva", "Petrova", BORN)
                .student("k4", "104221", "Omar", "Haddad", BORN);
        for (var key : List.of("k1", "k2", "k3", "k4")) {
            source.enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), TARDY)
                    .grade(key + "-c1", grade(key, "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)))
                    .grade(key + "-c2", grade(key, "c2", Q1, new Mark(GRADING_PERIOD, null, percent("59.5"))));
        }
        feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE", "GRADES"), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,ATTENDANCE,GRADES");
        logged.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(logged);
    }

    @AfterEach
    void nothingPersonalWasLogged() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(logged);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.matches(".*(Lena|Okafor|Petrova|Haddad|10421[89]|10422[01]|Algebra|31415).*"));
    }

    /** Connectors.md 3: what nobody may see is dropped in memory, before staging. */
    @Test
    void firstPullPublishesTheGradesOfTheKeptAndTheSectionsTheyNeed() throws SQLException {
        district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,ATTENDANCE");

        var pull = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:B+::f Biology:Quarter 1::59.50:t");
        assertThat(district.count("student")).isEqualTo(2);
        assertThat(district.count("attendance_event")).isEqualTo(2);
        assertThat(district.count("section")).isEqualTo(2);
        assertThat(pull.stream(StreamName.GRADE))
                .satisfies(s -> assertThat(s.read()).isEqualTo(8))
                .satisfies(s -> assertThat(s.kept()).isEqualTo(2))
                .satisfies(s -> assertThat(s.dropped()).isEqualTo(6))
                .satisfies(s -> assertThat(s.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0)));
        assertThat(pull.stream(StreamName.SECTION))
                .satisfies(s -> assertThat(s.read()).isEqualTo(3))
                .satisfies(s -> assertThat(s.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0)));
        assertThat(staged()).isZero();
        assertThat(district.text("""
                        select covered_until::text from sync.freshness
                        where district_id = :district and category = 'GRADES'
                        """)).isEqualTo(TODAY.toString());
    }

    /** Connectors.md 12: a replay changes nothing. */
    @Test
    void secondPullWithoutChangeWritesNothing() throws SQLException {
        source.grade("nowhere", grade("k1", "c9", Q1, new Mark(FINAL, "A", null)))
                .section("c5", "s2", "Drawing")
                .grade("elsewhere", grade("k1", "c5", Q1, new Mark(FINAL, "A", null)));
        pull();
        var before = district.writes();
        source.grade("k1-c2", grade("k1", "c2", Q1, new Mark(GRADING_PERIOD, " ", percent("59.500"))));

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.UNCHANGED);
        assertThat(before).isNotEmpty();
        assertThat(district.writes()).isEqualTo(before);
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(2, 0, 0, 2, 0));
        assertThat(pull.stream(StreamName.SECTION).counts()).isEqualTo(new Counts(0, 0, 0, 2, 0));
    }

    @Test
    void whatChangedIsWrittenAlone() throws SQLException {
        pull();
        var before = district.writes();
        source.grade("k1-c1", grade("k1", "c1", Q1, new Mark(GRADING_PERIOD, "A-", null)))
                .section("c2", "s1", "Marine Biology");

        var pull = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:A-::f Marine Biology:Quarter 1::59.50:t");
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(0, 0, 1, 1, 0));
        assertThat(pull.stream(StreamName.SECTION).counts()).isEqualTo(new Counts(0, 0, 1, 1, 0));
        var after = new ArrayList<>(district.writes());
        after.removeAll(before);
        assertThat(after).hasSize(2);
    }

    /** Connectors.md 11: deletion is declared per stream. */
    @Test
    void gradeThatAFullReadNoLongerHasGoesWithItsSection() throws SQLException {
        pull();
        source.remove(StreamName.GRADE, "k1-c1");

        var pull = pull();

        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
        assertThat(district.count("section")).isEqualTo(1);
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(0, 0, 0, 1, 1));
        assertThat(pull.stream(StreamName.SECTION).counts().deleted()).isEqualTo(1);
    }

    @Test
    void absenceSaysNothingOfAChildForWhomTheGenerationWasNotRead() throws SQLException {
        var omar = district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,GRADES");
        pull();
        assertThat(district.count("grade")).isEqualTo(4);
        source.before(request -> {
            // As if consent to the grades had come only after the generation began.
            if (request.stream() == StreamName.GRADE && request.at() == null) {
                keptOf(omar, "{ENROLLMENT}");
            }
        });
        source.remove(StreamName.GRADE, "k4-c1");
        source.remove(StreamName.GRADE, "k1-c1");

        pull();

        assertThat(district.count("grade")).isEqualTo(3);
    }

    @Test
    void gradeWhoseDeletionIsToldGoesAndOneThatIsOnlyAbsentStays() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.delete(StreamName.GRADE, "k1-c1").remove(StreamName.GRADE, "k1-c2");

        var pull = pull();

        assertThat(pull.mode()).isEqualTo(Mode.DELTA);
        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
        assertThat(pull.stream(StreamName.GRADE).counts().deleted()).isEqualTo(1);
    }

    @Test
    void gradeWithAnotherKeyIsTheSameGrade() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        var id = gradeId("k1-c1");
        source.rekey(StreamName.GRADE, "k1-c1", "new-c1");

        pull();

        assertThat(gradeId("new-c1")).isEqualTo(id).isNotEmpty();
        assertThat(district.count("grade")).isEqualTo(2);
    }

    @Test
    void gradeThatTheSourceMovesToAChildNobodyKeepsGoes() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.grade("k1-c1", grade("k2", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
    }

    /** Connectors.md 13: a record whose parent is missing waits as an orphan, never dropped silently, never a blocker. */
    @Test
    void orphansAreCountedAndPublishedOnceTheirParentsAreThere() throws SQLException {
        source.section("c4", "s9", "Drama")
                .section("c5", "s2", "Drawing")
                .grade("no-section", grade("k1", "c9", Q1, new Mark(FINAL, "A", null)))
                .grade("no-school", grade("k1", "c4", Q1, new Mark(FINAL, "A", null)))
                .grade("no-enrollment", grade("k1", "c5", Q1, new Mark(FINAL, "A", null)));

        var first = pull();

        assertThat(first.state()).isEqualTo(State.PUBLISHED);
        assertThat(first.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(3, 2, 0, 0, 0));
        assertThat(first.stream(StreamName.SECTION).counts().orphaned()).isEqualTo(1);
        assertThat(district.count("section")).isEqualTo(2);

        source.section("c9", "s1", "Zoology").school("s9", "900").enrolled("k1", "s2", TODAY, null);
        var second = pull();

        assertThat(second.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(1, 2, 0, 2, 0));
        assertThat(district.count("grade")).isEqualTo(4);
    }

    @Test
    void orphanThatWasAnotherChildsGradeNoLongerShowsAsThatChilds() throws SQLException {
        var omar = district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,GRADES");
        source.section("c5", "s2", "Drawing");
        pull();
        assertThat(district.count("grade")).isEqualTo(4);
        source.grade("k1-c1", grade("k4", "c5", Q1, new Mark(FINAL, "A", null)));

        var pull = pull();

        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(1, 0, 0, 3, 1));
        assertThat(district.matched(omar)).hasSize(1);
        assertThat(district.count("grade")).isEqualTo(3);
    }

    @Test
    void gradesHangOnTheLatestEntryAtTheSchool() throws SQLException {
        pull();
        source.enrolled("k1", "s1", ENTRY, TODAY.minusDays(20)).enrolledAgain("k1", "s1", TODAY.minusDays(10));

        pull();

        assertThat(entriesOfGrades()).isEqualTo(TODAY.minusDays(10) + " " + TODAY.minusDays(10));
        assertThat(district.count("grade_summary")).isEqualTo(1);
        var before = district.writes();
        assertThat(pull().state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    @Test
    void gradesOutliveTheEnrollmentThatTheSourceReplaces() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.delete(StreamName.ENROLLMENT, "e-k1-s1").enrolledAgain("k1", "s1", TODAY.minusDays(60));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(entriesOfGrades()).isEqualTo(TODAY.minusDays(60) + " " + TODAY.minusDays(60));
    }

    @Test
    void gradesFollowTheirSectionToTheSchoolWhereItMeets() throws SQLException {
        source.enrolled("k1", "s2", TODAY.minusDays(5), null).offeringChanges().tellingDeletions();
        pull();
        assertThat(entriesOfGrades()).isEqualTo(ENTRY + " " + ENTRY);
        source.section("c1", "s2", "Algebra 1");

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(entriesOfGrades()).isEqualTo(ENTRY + " " + TODAY.minusDays(5));
    }

    /** Connectors.md 4: revocation purges what no remaining window covers, without asking the source. */
    @Test
    void gradesThatAreWithdrawnAloneArePurgedAloneThoughTheSourceFails() throws SQLException {
        pull();
        var before = district.writes();
        consentTo("ENROLLMENT,ATTENDANCE");
        source.before(request -> {
            throw new AuthProblem("The source refuses the account.");
        });

        assertThat(pull().state()).isEqualTo(State.FAILED);

        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);
        assertThat(before).containsAll(district.writes());

        source.well();
        pull();
        assertThat(district.count("section")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);

        consentTo("ENROLLMENT,ATTENDANCE,GRADES");
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.count("section")).isEqualTo(2);
    }

    @Test
    void gradesThatAreWithdrawnAsTheyAreReadArePurgedAtPublish() throws SQLException {
        pull();
        source.before(request -> {
            if (request.stream() == StreamName.GRADE) {
                consentTo("ENROLLMENT,ATTENDANCE");
            }
        });

        pull();

        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);
    }

    @Test
    void anotherOrganizationsConsentKeepsTheGrades() throws SQLException {
        district.ofAnotherOrganization().consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,GRADES");
        pull();
        consentTo("ENROLLMENT,ATTENDANCE");

        pull();
        assertThat(district.count("grade")).isEqualTo(2);

        district.revoke(lena);
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.count("grade_summary")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isZero();
    }

    @Test
    void gradesNewlyConsentedToAreReadInFull() throws SQLException {
        consentTo("ENROLLMENT,ATTENDANCE");
        source.offeringChanges();
        pull();
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
        assertThat(district.count("grade")).isZero();

        consentTo("ENROLLMENT,ATTENDANCE,GRADES");

        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
    }

    /** Connectors.md 21: grades are published only after the district's release date of the grading period. */
    @Test
    void releaseDateToComeHidesAndItsComingRevealsByAFullRead() throws SQLException {
        source.offeringChanges()
                .tellingDeletions()
                .grade("k1-q2", grade("k1", "c1", Q2, new Mark(PROGRESS, "C", null)));
        district.releases(2027, "Quarter 1", today().plusDays(2));
        district.releases(2026, "Quarter 2", today().plusDays(2));

        var hidden = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 2:C::f");
        assertThat(hidden.stream(StreamName.GRADE).dropped()).isEqualTo(8);
        clock.tick(Duration.ofDays(1));
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
        assertThat(district.count("grade")).isEqualTo(1);

        clock.tick(Duration.ofDays(1));
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(3);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void releaseDateThatMovesIntoTheFutureTakesTheGradesAwayAgain() throws SQLException {
        source.offeringChanges().tellingDeletions();
        district.releases(2027, "Quarter 1", today());
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        district.releases(2027, "Quarter 1", today().plusDays(1));

        var pull = pull();

        assertThat(pull.mode()).isEqualTo(Mode.FULL);
        assertThat(pull.stream(StreamName.GRADE).counts().deleted()).isEqualTo(2);
        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);

        district.releases(2027, "Quarter 1", null);
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"' quarter 1 '", "QUARTER 1", "'Quarter 1\t'"})
    void releaseDateNamesItsPeriodWhateverItsCapitalsAndSpaces(String name) throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        district.releases(2027, name, today().plusDays(1));

        assertThat(pull().stream(StreamName.GRADE).dropped())
                .as("dropped while read")
                .isEqualTo(8);
        assertThat(district.count("grade")).isZero();

        district.releases(2027, name, null);
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        source.before(request -> {
            if (request.stream() == StreamName.GRADE && request.at() != null) {
                release(name, today().plusDays(1));
            }
        });
        clock.tick(Duration.ofDays(8));
        assertThat(pull().stream(StreamName.GRADE).kept()).as("read before").isEqualTo(2);
        assertThat(district.count("grade")).as("taken away at publish").isZero();
    }

    /** Another spelling of the same word is no other word, so nothing is read in full for it. */
    @Test
    void sameReleaseDateInOtherCapitalsChangesNothing() throws SQLException {
        source.offeringChanges().tellingDeletions();
        district.releases(2027, "Álgebra Quarter 1", today().plusDays(1));
        pull();
        district.releases(2027, "Álgebra Quarter 1", null);
        district.releases(2027, " álgebra quarter 1", today().plusDays(1));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void releaseDateThatMovesWhileGradesAreReadCountsAtPublishOrAtTheNextFullRead() throws SQLException {
        source.offeringChanges().tellingDeletions().before(request -> {
            if (request.stream() == StreamName.GRADE && request.at() != null) {
                release(today().plusDays(1));
            }
        });
        var hidden = pull();
        assertThat(hidden.stream(StreamName.GRADE).kept()).isEqualTo(2);
        assertThat(district.count("grade")).isZero();

        source.before(request -> release(today()));
        assertThat(pull().stream(StreamName.GRADE).kept()).isZero();

        source.well();
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void summaryCountsSectionsByTheirLatestGradeAndFinalsByCredits() throws SQLException {
        source.grade("k1-c1", graded("c1", Q1, new Mark(GRADING_PERIOD, "F", null), null))
                .grade("k1-c1-q2", graded("c1", Q2, new Mark(GRADING_PERIOD, "D", null), null))
                .grade("k1-c2", graded("c2", Q1, new Mark(FINAL, "NC", null), credits("0.5", "0")))
                .grade("k1-c2-late", grade("k1", "c2", Q1, new Mark(PROGRESS, "A", null), null, TODAY.plusDays(1)))
                .grade("k1-c3", graded("c3", Q1, new Mark(FINAL, "b+", null), credits("0.5", "0.5")))
                .section("c6", "s1", "French")
                .grade("k1-c6", graded("c6", Q1, new Mark(FINAL, "A", percent("12")), null))
                .section("c7", "s1", "German")
                .grade("k1-c7", graded("c7", Q1, new Mark(FINAL, "P", null), credits("1", "1")))
                .section("c8", "s1", "History")
                .grade("k1-c8", graded("c8", Q1, new Mark(FINAL, "F", null), credits("0.25", "0")));

        pull();

        // Failing: c2, whose final no later progress note outdoes, and c8. Points: 3.3 * 0.5 + 4.0 * 1 + 0.0 * 0.25.
        assertThat(summary()).isEqualTo("2027 6 2 2.250 1.500 5.6500 1.750 " + TODAY.plusDays(1));
    }

    @ParameterizedTest
    @CsvSource({
        "E, , true",
        "f, , true",
        "N, , true",
        "NC, 95, true",
        "NP, , true",
        "U, , true",
        "D, 12, false",
        "P, , false",
        "W, , false",
        ", 59.99, true",
        ", 60, false",
        ", 104.5, false"
    })
    void letterDecidesWhetherAGradeIsFailingAndElseThePercentage(
            @Nullable String letter, @Nullable BigDecimal percent, boolean failing) throws SQLException {
        source.clear(StreamName.GRADE).grade("k1-c1", graded("c1", Q1, new Mark(FINAL, letter, percent), null));

        pull();

        assertThat(district.text("select failing::text from record.grade where district_id = :district"))
                .isEqualTo(String.valueOf(failing));
    }

    @ParameterizedTest
    @CsvSource({
        ", 10031415, , mark.percent",
        ", 1E+2000000000, , mark.percent",
        ", 1E-2000000000, , mark.percent",
        ", -1, , mark.percent",
        "Excellent31415, , , mark.letter",
        "' ', , , mark.letter",
        "A, , 31415, credits.attempted"
    })
    void whatTheTablesCannotHoldIsRejectedWithoutItsValue(
            @Nullable String letter, @Nullable BigDecimal percent, @Nullable BigDecimal attempted, String field)
            throws SQLException {
        var credits = attempted == null ? null : new Credits(attempted, BigDecimal.ZERO);
        source.grade("k1-c3", graded("c3", Q1, new Mark(FINAL, letter, percent), credits));

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(pull.stream(StreamName.GRADE).rejected()).isEqualTo(1);
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.text("""
                        select r.code || ' ' || r.field
                        from sync.rejection r
                        join sync.pull p on p.id = r.pull_id
                        join sync.feed f on f.id = p.feed_id
                        where f.district_id = :district
                        """)).isEqualTo("OUT_OF_RANGE " + field);
    }

    @Test
    void manyLargeCreditsDoNotStopAPublish() throws SQLException {
        for (int i = 0; i < 11; i++) {
            source.section("m" + i, "s1", "Course")
                    .grade("k1-m" + i, graded("m" + i, Q1, new Mark(FINAL, "A", null), credits("999.999", "999.999")));
        }

        assertThat(pull().state()).isEqualTo(State.PUBLISHED);

        assertThat(district.count("grade")).isEqualTo(13);
        assertThat(summary()).contains("9999.999");
    }

    @Test
    void gradeFilesOfAnotherFeedHangOnTheRosterByNumberAndSchoolCode() throws SQLException {
        source.clear(StreamName.GRADE).clear(StreamName.SECTION);
        var files = ScriptedSource.gradeFiles()
                .section("c1", "100", "Algebra 1")
                .grade("1", grade("104218", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)))
                .grade("2", grade("104219", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)));
        var filesFeed = district.feed("files", List.of("GRADES"), Map.of());
        pull();

        try (var engine = engine(source, files)) {
            engine.pullNow(filesFeed);
            assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:B+::f");

            // The roster's own pulls leave the other feed's sections and grades alone.
            var before = district.writes();
            assertThat(engine.pullNow(feed).state()).isEqualTo(State.UNCHANGED);
            assertThat(district.writes()).isEqualTo(before);
        }
    }

    private PullSummary pull() {
        try (var engine = engine(source)) {
            return engine.pullNow(feed);
        }
    }

    private SyncEngine engine(ScriptedSource... sources) {
        return SyncEngine.idle(
                TestDatabase.shared().engine(),
                SyncOptions.defaults().withClock(clock).withConnectors(List.of(sources)));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of("America/Los_Angeles"));
    }

    private static GradeRecord grade(String student, String section, GradingPeriod period, Mark mark) {
        return grade(student, section, period, mark, null, TODAY);
    }

    private static GradeRecord graded(String section, GradingPeriod period, Mark mark, @Nullable Credits credits) {
        return grade("k1", section, period, mark, credits, TODAY);
    }

    private static GradeRecord grade(
            String student, String section, GradingPeriod period, Mark mark, @Nullable Credits credits, LocalDate on) {
        return new GradeRecord(new SourceKey(student), new SourceKey(section), period, mark, credits, on);
    }

    private static BigDecimal percent(String text) {
        return new BigDecimal(text);
    }

    private static Credits credits(String attempted, String earned) {
        return new Credits(new BigDecimal(attempted), new BigDecimal(earned));
    }

    private void consentTo(String categories) {
        try {
            TestDistrict.execute("""
                    update document.consent
                    set categories = string_to_array(:categories, ',')
                    where participant_id = (select participant_id from roster.student where id = :student)
                    """, Map.of("categories", categories, "student", lena));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if the running generation had begun when this was all that was kept. */
    private static void keptOf(UUID student, String categories) {
        try {
            TestDistrict.execute(
                    "update stage.kept set categories = :categories::text[] where student_id = :student",
                    Map.of("categories", categories, "student", student));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void release(LocalDate on) {
        release("Quarter 1", on);
    }

    private void release(String period, LocalDate on) {
        try {
            district.releases(2027, period, on);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String grades() throws SQLException {
        return district.text("""
                select coalesce(string_agg(
                  concat_ws(':', x.course_title, g.grading_period, coalesce(g.letter, ''), coalesce(g.percent::text, ''),
                    left(g.failing::text, 1)),
                  ' ' order by x.course_title, g.grading_period), '')
                from record.grade g
                join record.section x on x.district_id = g.district_id and x.id = g.section_id
                where g.district_id = :district
                """);
    }

    private String summary() throws SQLException {
        return district.text("""
                select concat_ws(' ', school_year, sections, failing, credits_attempted, credits_earned, grade_points,
                  grade_point_credits, graded_until)
                from record.grade_summary
                where district_id = :district
                """);
    }

    private String entriesOfGrades() throws SQLException {
        return district.text("""
                select coalesce(string_agg(n.entry_date::text, ' ' order by n.entry_date), '')
                from record.grade g
                join record.enrollment n on n.district_id = g.district_id and n.id = g.enrollment_id
                where g.district_id = :district
                """);
    }

    private String gradeId(String key) throws SQLException {
        return district.text("""
                select id::text
                from record.grade
                where district_id = :district and source_key = '%s'
                """.formatted(key));
    }

    private long staged() throws SQLException {
        long rows = 0;
        for (var table : List.of("section", "grade", "grade_resolved")) {
            rows += district.number("""
                    select count(*) as n
                    from stage.%s s
                    join sync.pull p on p.id = s.pull_id
                    join sync.feed f on f.id = p.feed_id
                    where f.district_id = :district
                    """.formatted(table));
        }
        return rows;
    }
}
