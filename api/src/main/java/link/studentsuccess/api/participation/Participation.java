package link.studentsuccess.api.participation;

import link.studentsuccess.api.access.Student;

/** The PARTICIPATION facet of a student for whom the category is open. */
record Participation(Student student) {}
