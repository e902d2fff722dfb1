package link.studentsuccess.api.consent;

/** A person who signs, or withdraws, for the first time, as the client sends it. */
record NewSigner(String name, String capacity) {}
