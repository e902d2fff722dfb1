package link.studentsuccess.api.queries;

import java.util.Map;

/** What is asked by whom: the document, the name of its one operation, and the values of its variables. */
record Operation(Viewer viewer, String name, String text, Map<String, Object> variables) {

    @Override
    public String toString() {
        return viewer.name() + " asked " + text + " with " + variables;
    }
}
