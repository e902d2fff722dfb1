package link.studentsuccess.api.access;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How much one account may take on one day of the operator's calendar, counted in the ledger.
 *
 * @param students of how many different students it may receive something, where its role knows more than a caseload
 * @param studentsOfACaseload the same for a case worker or a service account
 * @param unknownIds how many different ids it may ask for that lead it nowhere
 */
@ConfigurationProperties("link.daily-limits")
record DailyLimits(int students, int studentsOfACaseload, int unknownIds) {

    DailyLimits {
        if (students < 1 || studentsOfACaseload < 1 || unknownIds < 1) {
            throw new IllegalArgumentException(
                    "link.daily-limits needs students, students-of-a-caseload and unknown-ids of at least 1 a day");
        }
    }

    int studentsOf(Entered viewer) {
        return viewer.role() == Role.CASE_WORKER || viewer.serviceAccount() ? studentsOfACaseload : students;
    }
}
