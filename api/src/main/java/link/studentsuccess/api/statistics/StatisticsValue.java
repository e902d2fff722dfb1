package link.studentsuccess.api.statistics;

/** A figure, or that there is none to be told. */
sealed interface StatisticsValue {

    record StatisticsCount(int students) implements StatisticsValue {}

    record StatisticsRate(int percent, String bound) implements StatisticsValue {}

    record Suppressed(String message) implements StatisticsValue {

        static final Suppressed TOO_FEW = new Suppressed(
                "Not told: it would be about too few students, or such a figure could be computed from it.");
    }
}
