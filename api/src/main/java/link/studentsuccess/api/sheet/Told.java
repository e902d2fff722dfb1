package link.studentsuccess.api.sheet;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the schema that runs says: in the words of its own descriptions. */
record Told(GraphQLSchema schema) {

    record Word(String name, String what) {}

    List<Word> categories() {
        return words("DataCategory");
    }

    List<Word> gates() {
        return words("WithheldReason");
    }

    private List<Word> words(String type) {
        return ((GraphQLEnumType) Objects.requireNonNull(schema.getType(type)))
                .getValues().stream()
                        .map(value -> new Word(value.getName(), Objects.toString(value.getDescription(), "")))
                        .toList();
    }

    /** The questions, in their order, from which a child or the data of one can be reached. */
    List<Word> questionsAboutChildren() {
        return schema.getQueryType().getFieldDefinitions().stream()
                .filter(this::reachesAChild)
                .map(field -> new Word(field.getName(), Objects.toString(field.getDescription(), "")))
                .toList();
    }

    private boolean reachesAChild(GraphQLFieldDefinition question) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<GraphQLObjectType>(types(question).toList());
        while (!open.isEmpty()) {
            var type = open.pop();
            if (type.getName().equals("Participant")
                    || type.getName().equals("Student")
                    || type.hasAppliedDirective("category")) {
                return true;
            }
            if (seen.add(type.getName())) {
                type.getFieldDefinitions().stream().flatMap(this::types).forEach(open::push);
            }
        }
        return false;
    }

    private Stream<GraphQLObjectType> types(GraphQLFieldDefinition field) {
        var type = GraphQLTypeUtil.unwrapAll(field.getType());
        if (type instanceof GraphQLObjectType object) {
            return Stream.of(object);
        }
        if (type instanceof GraphQLUnionType union) {
            return union.getTypes().stream().map(member -> schema.getObjectType(member.getName()));
        }
        return type instanceof GraphQLInterfaceType face ? schema.getImplementations(face).stream() : Stream.empty();
    }
}
