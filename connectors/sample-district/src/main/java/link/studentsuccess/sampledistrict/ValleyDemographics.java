package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.util.Set;

/** One row of the second district's demographics file; the races are its columns. */
public record ValleyDemographics(LocalDate birthDate, String sex, boolean hispanic, Set<String> races) {}
