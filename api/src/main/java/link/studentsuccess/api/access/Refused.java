package link.studentsuccess.api.access;

/** The caller has no active membership at this address. The code is for the record only. */
final class Refused extends RuntimeException {

    Refused(String code) {
        super(code);
    }

    String code() {
        return String.valueOf(getMessage());
    }
}
