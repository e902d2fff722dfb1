package link.studentsuccess.connectors.spi;

import java.util.List;

/** What a first look at a district's system found, one line a step, in words for its integrator. */
public record CheckReport(List<Step> steps) {

    public CheckReport {
        steps = List.copyOf(steps);
    }

    public boolean passed() {
        return steps.stream().allMatch(Step::passed);
    }

    /** One thing tried. The advice says what to do when it failed. */
    public record Step(String name, boolean passed, String advice) {

        public static Step ok(String name) {
            return new Step(name, true, "");
        }

        /** Tries it; a problem becomes advice. */
        public static Step of(String name, Runnable attempt) {
            try {
                attempt.run();
                return ok(name);
            } catch (ConnectorProblem problem) {
                return failed(name, problem);
            }
        }

        public static Step failed(String name, ConnectorProblem problem) {
            return new Step(name, false, String.valueOf(problem.getMessage()));
        }
    }
}
