package link.studentsuccess.api.queries;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks the built schema and writes operations: roots with arguments, nested selections, aliases with arguments of their
 * own, variables, what is included or skipped, named and inline fragments, unions and interfaces with all their members.
 */
final class QueryGenerator {

    private static final int DEEPEST = 12;
    private static final int MOST_FIELDS = 200;
    private static final int MOST_ALIASES = 30;
    private static final String NAME = "Generated";

    /** Where the children are: asked for more often than the rest. */
    private static final List<String> TO_CHILDREN = List.of(
            "viewer",
            "participants",
            "participant",
            "student",
            "node",
            "consentWorklist",
            "sharedParticipation",
            "possibleDuplicates");

    private static final Set<String> TOWARDS_CHILDREN = Set.of(
            "caseload", "edges", "node", "participant", "students", "consents", "first", "second", "gaining", "losing");

    private static final Set<String> OF_A_CHILD = Set.of("Participant", "Student", "Consent");

    private final GraphQLSchema schema;
    private final Values values;
    private final Random random;

    QueryGenerator(GraphQLSchema schema, Values values, Random random) {
        this.schema = schema;
        this.values = values;
        this.random = random;
    }

    Operation query(Viewer viewer, Rights rights) {
        var document = new Document(viewer, rights);
        var roots = new ArrayList<String>();
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            var name = random.nextInt(3) == 0
                    ? any(schema.getQueryType().getFieldDefinitions()).getName()
                    : any(TO_CHILDREN);
            roots.add(document.field(schema.getQueryType().getFieldDefinition(name), name + "_r" + i, 1));
        }
        return document.operation("query", roots);
    }

    /** Everything that a root tells of one thing. */
    Operation everything(Viewer viewer, Rights rights, String root, String argument) {
        var document = new Document(viewer, rights);
        var field = schema.getQueryType().getFieldDefinition(root);
        var name = field.getArguments().get(0).getName();
        return document.operation(
                "query",
                List.of(root + "(" + name + ": \"" + argument + "\") "
                        + document.everything(named(field).getName())));
    }

    /** One root, as a stream has no more; at it nothing is left out, as nothing may be. */
    Operation subscription(Viewer viewer, Rights rights) {
        var document = new Document(viewer, rights);
        var field = any(Objects.requireNonNull(schema.getSubscriptionType()).getFieldDefinitions());
        var alias = random.nextBoolean() ? "" : field.getName() + "_heard: ";
        return document.operation(
                "subscription",
                List.of(alias + field.getName() + document.arguments(field) + " "
                        + document.selection(named(field), 2)));
    }

    Operation mutation(Viewer viewer, Rights rights) {
        var document = new Document(viewer, rights);
        var mutation = any(Objects.requireNonNull(schema.getMutationType()).getFieldDefinitions());
        var input = (GraphQLInputObjectType)
                GraphQLTypeUtil.unwrapNonNull(mutation.getArgument("input").getType());
        return document.mutation(mutation, values.harmless(viewer, rights, mutation.getName(), input));
    }

    /** Records presence, so that a payload is there to be walked. */
    Operation presence(Viewer viewer, Rights rights) {
        var mutation = Objects.requireNonNull(schema.getMutationType()).getFieldDefinition("recordProgramAttendance");
        return new Document(viewer, rights).mutation(mutation, values.presence(rights));
    }

    private <T> T any(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    /** One operation with its fragments, and what it has left to spend. */
    private final class Document {

        private final Viewer viewer;
        private final Rights rights;
        private final List<String> fragments = new ArrayList<>();
        private final List<String> declared = new ArrayList<>();
        private final Map<String, Object> variables = new HashMap<>();
        private int fields = 15 + random.nextInt(MOST_FIELDS);
        private int aliases = MOST_ALIASES;

        Document(Viewer viewer, Rights rights) {
            this.viewer = viewer;
            this.rights = rights;
        }

        Operation operation(String kind, List<String> roots) {
            var text = kind + " " + NAME + (declared.isEmpty() ? "" : "(" + String.join(", ", declared) + ")") + " { "
                    + String.join(" ", roots) + " } " + String.join(" ", fragments);
            return new Operation(viewer, NAME, text, variables);
        }

        Operation mutation(GraphQLFieldDefinition mutation, String input) {
            var payload = named(mutation);
            return operation(
                    "mutation", List.of(mutation.getName() + "(input: " + input + ") " + selection(payload, 2)));
        }

        String field(GraphQLFieldDefinition field, String alias, int depth) {
            if (!alias.isEmpty()) {
                aliases--;
            }
            fields--;
            var type = named(field);
            return (alias.isEmpty() ? "" : alias + ": ")
                    + field.getName()
                    + arguments(field)
                    + directive()
                    + (isLeaf(type) ? "" : " " + selection(type, depth + 1));
        }

        private String arguments(GraphQLFieldDefinition field) {
            var chosen = values.arguments(viewer, rights, field.getName(), field.getArguments()).stream()
                    .map(argument ->
                            argument.name() + ": " + (random.nextInt(3) == 0 ? variable(argument) : argument.literal()))
                    .toList();
            return chosen.isEmpty() ? "" : "(" + String.join(", ", chosen) + ")";
        }

        private String variable(Values.Argument argument) {
            var value = argument.asVariable();
            return value == null ? argument.literal() : variable(argument.type(), value);
        }

        private String variable(String type, Object value) {
            var name = "$v" + variables.size();
            declared.add(name + ": " + type);
            variables.put(name.substring(1), value);
            return name;
        }

        /** Now and then one that says by a literal or a variable whether the field is asked for. */
        private String directive() {
            return switch (random.nextInt(40)) {
                case 0 -> " @include(if: true)";
                case 1 -> " @include(if: " + variable("Boolean!", random.nextBoolean()) + ")";
                case 2 -> " @skip(if: " + variable("Boolean!", random.nextInt(4) == 0) + ")";
                default -> "";
            };
        }

        /** Every field of a type, but for lists that go on elsewhere, and of what is nobody's child the id alone. */
        String everything(String type) {
            var named = (GraphQLNamedType) Objects.requireNonNull(schema.getType(type));
            if (named instanceof GraphQLUnionType union) {
                return union.getTypes().stream()
                        .map(member -> "... on " + member.getName() + " " + everything(member.getName()))
                        .collect(Collectors.joining(" ", "{ __typename ", " }"));
            }
            if (named instanceof GraphQLObjectType object
                    && !object.getInterfaces().isEmpty()
                    && !OF_A_CHILD.contains(type)) {
                return "{ id }";
            }
            return ((GraphQLFieldsContainer) named)
                    .getFieldDefinitions().stream()
                            .filter(field -> !named(field).getName().endsWith("Connection"))
                            .map(field -> field.getName()
                                    + (isLeaf(named(field))
                                            ? ""
                                            : " " + everything(named(field).getName())))
                            .collect(Collectors.joining(" ", "{ ", " }"));
        }

        private String selection(GraphQLNamedType type, int depth) {
            var taken = new HashSet<String>();
            if (type instanceof GraphQLUnionType union) {
                return "{ __typename "
                        + members(
                                union.getTypes().stream()
                                        .map(GraphQLNamedType.class::cast)
                                        .toList(),
                                depth,
                                taken) + " }";
            }
            if (type instanceof GraphQLInterfaceType node) {
                var implementing = new ArrayList<GraphQLNamedType>(schema.getImplementations(node));
                return "{ __typename id " + members(implementing, depth, taken) + " }";
            }
            return "{ " + fields((GraphQLObjectType) type, depth, taken) + " }";
        }

        /** All members; those of one place answer under names of their own, as their types differ. */
        private String members(List<GraphQLNamedType> members, int depth, Set<String> taken) {
            var text = new StringBuilder();
            var shuffled = new ArrayList<>(members);
            Collections.shuffle(shuffled, random);
            for (var member : shuffled) {
                if (random.nextInt(3) == 0) {
                    var name = "Part" + (fragments.size() + 1) + "_" + member.getName();
                    fragments.add(""); // its place, before those inside it
                    var place = fragments.size() - 1;
                    fragments.set(
                            place,
                            "fragment " + name + " on " + member.getName() + " { "
                                    + fields((GraphQLObjectType) member, depth, taken) + " }");
                    text.append("... ").append(name).append(' ');
                } else {
                    text.append("... on ")
                            .append(member.getName())
                            .append(" { ")
                            .append(fields((GraphQLObjectType) member, depth, taken))
                            .append(" } ");
                }
            }
            return text.toString();
        }

        private String fields(GraphQLFieldsContainer type, int depth, Set<String> taken) {
            var chosen = new ArrayList<String>();
            var candidates = new ArrayList<>(type.getFieldDefinitions());
            Collections.shuffle(candidates, random);
            var towards = candidates.stream()
                    .filter(field -> TOWARDS_CHILDREN.contains(field.getName()) && random.nextInt(4) != 0)
                    .toList();
            candidates.removeAll(towards);
            candidates.addAll(0, towards);
            var wanted = towards.size() + 1 + random.nextInt(candidates.size());
            for (var field : candidates) {
                if (wanted-- <= 0 || fields <= 0) {
                    break;
                }
                if (!isLeaf(named(field)) && depth >= DEEPEST) {
                    continue;
                }
                chosen.addAll(perhapsTwice(field, depth, taken));
            }
            return chosen.isEmpty() ? "__typename" : String.join(" ", chosen);
        }

        private List<String> perhapsTwice(GraphQLFieldDefinition field, int depth, Set<String> taken) {
            var several = new ArrayList<String>();
            if (taken.add(field.getName())) {
                several.add(field(field, "", depth));
            }
            var again = several.isEmpty() || (!field.getArguments().isEmpty() && random.nextInt(4) == 0);
            if (again && aliases > 0 && fields > 0) {
                var alias = field.getName() + "_" + aliases;
                taken.add(alias);
                several.add(field(field, alias, depth));
            }
            return several;
        }
    }

    private static GraphQLNamedType named(GraphQLFieldDefinition field) {
        return GraphQLTypeUtil.unwrapAll(field.getType());
    }

    private static boolean isLeaf(GraphQLNamedType type) {
        return !(type instanceof GraphQLFieldsContainer || type instanceof GraphQLUnionType);
    }
}
