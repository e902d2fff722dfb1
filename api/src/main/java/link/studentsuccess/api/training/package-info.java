/**
 * Trainings of staff, recorded by those who keep them at the own place, and never for oneself.
 * Start at {@link link.studentsuccess.api.training.TrainingResolver}.
 */
@NullMarked
package link.studentsuccess.api.training;

import org.jspecify.annotations.NullMarked;
