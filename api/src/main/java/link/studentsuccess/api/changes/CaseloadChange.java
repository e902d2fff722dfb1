package link.studentsuccess.api.changes;

/** Something changed for the viewer's caseload. */
sealed interface CaseloadChange permits CategoriesChanged, FreshnessChanged {}
