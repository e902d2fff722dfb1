package link.studentsuccess.api.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many selections an operation stands for when every fragment is written out, without writing any out: each
 * fragment is counted once. Validation has refused cycles before.
 */
final class Expansion {

    private static final long MANY = 1_000_000;

    private final Map<String, FragmentDefinition> fragments;
    private final Map<String, Long> known = new HashMap<>();

    private Expansion(Document document) {
        this.fragments = document.getDefinitionsOfType(FragmentDefinition.class).stream()
                .collect(Collectors.toMap(FragmentDefinition::getName, f -> f));
    }

    static long of(OperationDefinition operation, Document document) {
        return new Expansion(document).count(operation.getSelectionSet());
    }

    private long count(@Nullable SelectionSet set) {
        if (set == null) {
            return 0;
        }
        var sum = 0L;
        for (Selection<?> selection : set.getSelections()) {
            sum = Math.min(MANY, sum + 1 + below(selection));
        }
        return sum;
    }

    private long below(Selection<?> selection) {
        if (selection instanceof Field field) {
            return count(field.getSelectionSet());
        }
        if (selection instanceof InlineFragment inline) {
            return count(inline.getSelectionSet());
        }
        return selection instanceof FragmentSpread spread ? fragment(spread.getName()) : 0;
    }

    private long fragment(String name) {
        var counted = known.get(name);
        if (counted == null) {
            var definition = fragments.get(name);
            counted = definition == null ? 0 : count(definition.getSelectionSet());
            known.put(name, counted);
        }
        return counted;
    }
}
