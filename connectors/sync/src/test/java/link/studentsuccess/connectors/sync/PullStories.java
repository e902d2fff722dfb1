package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A district of four children, one of whom consented. What is known of the four is each story's own. */
abstract class PullStories {

    static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    static final List<String> CHILDREN = List.of("k1", "k2", "k3", "k4");

    @RegisterExtension
    final NothingPersonalLogged logged = new NothingPersonalLogged(
            "Lena", "Okafor", "Petrova", "Haddad", "104218", "104219", "104220", "104221", "2012-03-14");

    TestDistrict district;
    ScriptedSource source;
    UUID feed;
    UUID lena;

    @BeforeEach
    void aDistrictOfFourWithOneConsent() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .student("k2", "104219", "Ana", "Petrova", BORN)
                .student("k3", "104220", "Eva", "Petrova", BORN)
                .student("k4", "104221", "Omar", "Haddad", BORN);
        feed = district.feed("scripted", categories(), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN, String.join(",", categories()));
    }

    /** What the feed delivers, and Lena's parents consented to. */
    List<String> categories() {
        return List.of("ENROLLMENT", "ATTENDANCE");
    }

    SyncOptions options() {
        return SyncOptions.defaults();
    }

    SyncEngine engine(ScriptedSource... sources) {
        return SyncEngine.idle(TestDatabase.shared().engine(), options().withConnectors(List.of(sources)));
    }

    PullSummary pull() {
        try (var engine = engine(source)) {
            return engine.pullNow(feed);
        }
    }

    void consentTo(String categories) throws SQLException {
        district.consentsTo(lena, categories);
    }

    long staged() throws SQLException {
        long rows = 0;
        for (var table : List.of(
                "generation",
                "stream",
                "page",
                "kept",
                "proof",
                "student",
                "enrollment",
                "attendance",
                "section",
                "grade",
                "grade_resolved")) {
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
