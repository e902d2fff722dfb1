package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One question from the browser's side through every layer, as each role. */
class ThreadTests {

    private static final String CASELOAD = """
            query Caseload {
              viewer {
                givenName
                role
                caseload(first: 5, orderBy: { field: ABSENCES, direction: DESC }) {
                  totalCount
                  edges {
                    node {
                      givenName
                      students {
                        district { name freshness { category publishedAt coveredUntil nextPullAt } }
                        enrollment { __typename ... on Enrollments { current { gradeLevel school { name } } } ... on Withheld { reason } }
                        attendance {
                          __typename
                          ... on Attendance { summary { enrolled present excused unexcused tardy rate } days(last: 3) { date status } }
                          ... on Withheld { reason message nextStep }
                        }
                      }
                    }
                  }
                }
              }
            }
            """;

    @BeforeAll
    static void pulled() {
        SharedWorld.get().awaitFirstPulls(Duration.ofSeconds(60));
    }

    @Test
    void caseWorkerSeesTheCaseloadSortedByAbsences() {
        var viewer = Ask.as(Person.MARIA).data(CASELOAD).get("viewer");

        System.err.println(viewer.toPrettyString());
        assertThat(viewer.at("/caseload/totalCount").asInt()).isEqualTo(30);
    }
}
