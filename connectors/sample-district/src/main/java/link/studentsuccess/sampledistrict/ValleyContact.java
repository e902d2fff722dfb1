package link.studentsuccess.sampledistrict;

/** One row of the second district's contacts file; S is the student, P a parent. */
public record ValleyContact(String code, String name, String language, String phone, String email) {}
