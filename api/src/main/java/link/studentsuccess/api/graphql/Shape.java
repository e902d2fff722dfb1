package link.studentsuccess.api.graphql;

import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.Selection;

/**
 * What a document may hold, counted as it is written and before it is validated: validation compares each field with its
 * namesakes, and complains about each directive one by one.
 */
final class Shape {

    static final int ALIASES = 30;
    static final int DIRECTIVES = 30;
    static final int SELECTIONS = 1_000;

    private int aliases;
    private int directives;
    private int selections;

    private Shape() {}

    static void check(Document document) {
        var shape = new Shape();
        shape.count(document);
        Limits.refuseAbove("aliases", shape.aliases, ALIASES);
        Limits.refuseAbove("directives", shape.directives, DIRECTIVES);
        Limits.refuseAbove("selections", shape.selections, SELECTIONS);
    }

    private void count(Node<?> node) {
        if (node instanceof Selection) {
            selections++;
        }
        if (node instanceof Field field && field.getAlias() != null) {
            aliases++;
        }
        if (node instanceof Directive) {
            directives++;
        }
        for (Node<?> child : node.getChildren()) {
            count(child);
        }
    }
}
