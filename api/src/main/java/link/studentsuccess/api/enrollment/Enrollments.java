package link.studentsuccess.api.enrollment;

import link.studentsuccess.api.access.Student;

/** The ENROLLMENT facet of a student for whom the category is open. */
record Enrollments(Student student) {}
