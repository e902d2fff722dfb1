package link.studentsuccess.api.participant;

/** In which order participants come. */
record ParticipantOrder(Field field, Direction direction) {

    /** By what; each one but NAME is guarded by its category. */
    enum Field {
        NAME,
        ABSENCES,
        FAILING_GRADES
    }

    enum Direction {
        ASC,
        DESC
    }
}
