package link.studentsuccess.demo;

/** People with an account whom nobody has invited yet: a first sign-in can be tried with them. */
public enum Uninvited implements Account {
    NOVA("Nova", "Castellan"),
    RAFI("Rafi", "Thorne");

    private final String givenName;
    private final String familyName;

    Uninvited(String givenName, String familyName) {
        this.givenName = givenName;
        this.familyName = familyName;
    }

    @Override
    public String givenName() {
        return givenName;
    }

    @Override
    public String familyName() {
        return familyName;
    }

    @Override
    public String email() {
        return username() + "@newcomers.example";
    }
}
