package link.studentsuccess.demo;

import java.time.LocalDate;
import java.util.List;

/** A query to paste, and who may ask it. */
record DemoQuery(String title, Person person, String text) {

    static List<DemoQuery> all(LocalDate today) {
        return List.of(mostAbsent(), twoFortnights(today), everybody());
    }

    private static DemoQuery mostAbsent() {
        return new DemoQuery(
                "Maria's caseload, most days absent first, and why some of it is not shown",
                Person.MARIA,
                "{ viewer { givenName role caseload(first: 30, orderBy: {field: ABSENCES, direction: DESC}) { totalCount"
                        + " edges { node { givenName students { attendance { __typename ... on Attendance { summary {"
                        + " enrolled present excused unexcused tardy rate } } ... on Withheld { reason nextStep } } }"
                        + " } } } } }");
    }

    private static DemoQuery twoFortnights(LocalDate today) {
        return new DemoQuery(
                "One student's last two fortnights side by side",
                Person.MARIA,
                "{ viewer { caseload(first: 1, orderBy: {field: ABSENCES, direction: DESC}) { edges { node { givenName"
                        + " students { attendance { __typename ... on Attendance { first: days(from: \""
                        + today.minusDays(28) + "\", to: \"" + today.minusDays(15)
                        + "\") { date status } second: days(from: \"" + today.minusDays(14) + "\", to: \""
                        + today.minusDays(1) + "\") { date status } } ... on Withheld { reason nextStep } } } } } } }"
                        + " }");
    }

    private static DemoQuery everybody() {
        return new DemoQuery(
                "All participants of the organization, as its manager",
                Person.DANA,
                "{ participants(first: 3) { totalCount edges { node { givenName familyName } } } }");
    }
}
