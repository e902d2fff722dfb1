package link.studentsuccess.sampledistrict;

import java.time.LocalDate;

/** One row of the second district's tests file. */
public record ValleyAssessment(String name, String subject, LocalDate taken, int score, String level) {}
