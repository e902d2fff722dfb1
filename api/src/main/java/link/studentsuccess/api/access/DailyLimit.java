package link.studentsuccess.api.access;

/** What an account may not take more of in one day, and what to do then. */
enum DailyLimit {
    TOO_MANY_STUDENTS(
            "You have received data of as many different students today as one account may. Those you have looked at today stay"
                    + " open; for others ask tomorrow, and tell your administrator if your work needs more in a day."),
    TOO_MANY_UNKNOWN_IDS(
            "You have asked for too many ids today that lead to nothing for you. Use the ids that answers give you; for others ask"
                    + " tomorrow, and tell your administrator if a program does this in your name.");

    private final String sentence;

    DailyLimit(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
