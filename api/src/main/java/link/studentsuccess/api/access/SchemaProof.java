package link.studentsuccess.api.access;

import graphql.GraphQLContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ResultPath;
import graphql.schema.DataFetchingEnvironmentImpl;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The walk over the built schema: data of a category is reachable only through a guarded field, and what is not guarded
 * is on a short list with its reason.
 */
final class SchemaProof {

    /** Fields of a child that need no category, and why. */
    private static final Map<String, Set<String>> OWN_DATA = Map.of(
            "Participant",
            Set.of(
                    "id", // opaque, the organization's own
                    "givenName", // as the organization wrote it
                    "familyName", // as the organization wrote it
                    "preferredGivenName", // as the organization wrote it
                    "birthDate", // as the organization wrote it
                    "enteredCollegeOn", // as the organization wrote it
                    "externalId", // the organization's own key
                    "version", // counts the organization's own changes
                    "programEnrollments", // the organization's own service
                    "programAttendance", // the organization's own service
                    "consents", // documents that the organization holds
                    "signers", // persons that the organization knows, who sign its documents
                    "students", // where the guarded facets hang
                    "disclosures"), // access.disclosures decides and records
            "Student",
            Set.of(
                    "id", // opaque, the organization's own
                    "district", // where the organization says the child goes to school
                    "districtStudentId", // as the organization typed it
                    "version", // counts the organization's own changes
                    "access")); // whether each category is open, and no value of it

    /**
     * Fields that lead to data of a category without a guard, because they do not start at a student: the policy's function
     * behind each decides and records by itself.
     */
    private static final Set<String> DECIDED_IN_SQL =
            Set.of("Query.sharedParticipation"); // access.shared_with_district, for the district's own staff

    /** Types that belong to whichever facet leads to them, and to nothing else. */
    private static final Set<String> INSIDE_FACETS = Set.of("RevealedValue"); // row-level security goes by its category

    /** Orders that need no category. Every other one must name its category. */
    private static final Set<String> FREE_ORDERS = Set.of("ParticipantOrderField.NAME");

    /** Filters that need no category. Every other one must name its category: who is left out would tell its value. */
    private static final Set<String> FREE_FILTERS = Set.of(
            "ParticipantFilter.nameContains", // as the organization wrote it
            "ParticipantFilter.programId", // the organization's own service
            "ConsentWorklistFilter.kinds", // what is to be done, of documents that the organization holds
            "StaffFilter.state", // accounts, not children
            "StaffFilter.role",
            "StaffFilter.organizationId",
            "StaffFilter.districtId");

    private static final Set<String> SCALARS =
            Set.of("ID", "String", "Int", "Float", "Boolean", "Date", "DateTime", "NonNegativeInt");

    private static final Caller NOBODY = new Caller("", "", null, List.of(), "", "", null);

    private final GraphQLSchema schema;
    private final DiscloseGuard guard;
    private final ConnectionFactory pool;
    private final List<String> faults = new ArrayList<>();

    SchemaProof(GraphQLSchema schema, DiscloseGuard guard, ConnectionFactory pool) {
        this.schema = schema;
        this.guard = guard;
        this.pool = pool;
    }

    List<String> faults() {
        for (var type : schema.getAllTypesAsList()) {
            if (type.getName().startsWith("__")) {
                continue;
            }
            if (type instanceof GraphQLObjectType object) {
                object.getFieldDefinitions().forEach(field -> checkField(object, field));
            } else if (type instanceof GraphQLInterfaceType face) {
                face.getFieldDefinitions().forEach(field -> checkInterfaceField(face, field));
            } else if (type instanceof GraphQLScalarType scalar && !SCALARS.contains(scalar.getName())) {
                faults.add("The scalar " + scalar.getName() + " hides what it carries.");
            } else if (type instanceof GraphQLEnumType order && order.getName().endsWith("OrderField")) {
                checkOrder(order);
            } else if (type instanceof GraphQLInputObjectType filter
                    && filter.getName().endsWith("Filter")) {
                checkFilter(filter);
            } else if (type instanceof GraphQLEnumType list && list.getName().equals("DataCategory")) {
                checkCategories(list);
            }
        }
        checkGuardIsWhole();
        checkNoWayBack();
        checkSubscriptionsCarryNoData();
        return faults;
    }

    private void checkField(GraphQLObjectType parent, GraphQLFieldDefinition field) {
        var name = parent.getName() + "." + field.getName();
        var guarded = category(field, "disclose", "category");
        if (guarded != null && !field.getArguments().isEmpty()) {
            faults.add(name + " is guarded and takes arguments; arguments belong on fields inside the facet.");
        }
        var inside = category(parent, "category", "of");
        for (var target : possibleTypes(field)) {
            var of = category(target, "category", "of");
            if (inside == null && INSIDE_FACETS.contains(target.getName())) {
                faults.add(name + " leads to " + target.getName() + " from outside of a facet.");
            }
            if (of != null && !of.equals(guarded) && !of.equals(inside) && !DECIDED_IN_SQL.contains(name)) {
                faults.add(name + " leads to " + target.getName() + " without @disclose(category: " + of + ").");
            }
        }
        var own = OWN_DATA.get(parent.getName());
        if (own != null && guarded == null && !own.contains(field.getName())) {
            faults.add(name + " has neither @disclose nor a reason why it needs none.");
        }
        if (guarded != null
                && possibleTypes(field).stream().noneMatch(t -> t.getName().equals("Withheld"))) {
            faults.add(name + " is guarded but cannot answer Withheld.");
        }
    }

    private void checkInterfaceField(GraphQLInterfaceType face, GraphQLFieldDefinition field) {
        var name = face.getName() + "." + field.getName();
        if (category(field, "disclose", "category") != null) {
            faults.add(name + " is a guard on an interface; it would not hold for the types behind it.");
        }
    }

    private void checkOrder(GraphQLEnumType order) {
        for (var value : order.getValues()) {
            var name = order.getName() + "." + value.getName();
            if (category(value, "disclose", "category") == null && !FREE_ORDERS.contains(name)) {
                faults.add(name + " orders a list without naming its category.");
            }
        }
    }

    private void checkFilter(GraphQLInputObjectType filter) {
        for (var field : filter.getFieldDefinitions()) {
            var name = filter.getName() + "." + field.getName();
            if (category(field, "disclose", "category") == null && !FREE_FILTERS.contains(name)) {
                faults.add(name + " filters a list without naming its category.");
            }
        }
    }

    private void checkCategories(GraphQLEnumType list) {
        var told = list.getValues().stream()
                .map(GraphQLEnumValueDefinition::getName)
                .toList();
        var known = Stream.of(DataCategory.values()).map(Enum::name).toList();
        if (!told.equals(known)) {
            faults.add("The schema tells of the categories " + told + " but the application knows " + known + ".");
        }
    }

    /** The guard wrapped exactly the fields with @disclose, and each answers Withheld for a student without decision. */
    private void checkGuardIsWhole() {
        var marked = new HashSet<FieldCoordinates>();
        objects()
                .forEach(type -> type.getFieldDefinitions().stream()
                        .filter(field -> category(field, "disclose", "category") != null)
                        .forEach(field -> marked.add(FieldCoordinates.coordinates(type, field))));
        if (!marked.equals(guard.guarded().keySet())) {
            faults.add("The guard stands before " + guard.guarded().keySet() + " but @disclose is on " + marked + ".");
        }
        guard.guarded().forEach((coordinates, fetcher) -> {
            if (!probe(coordinates)) {
                faults.add(coordinates + " shows data of a student for whom nothing was decided.");
            }
        });
    }

    private boolean probe(FieldCoordinates coordinates) {
        var nobody = new Student(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), null, 0, Map.of());
        var step = ExecutionStepInfo.newExecutionStepInfo()
                .type(schema.getQueryType())
                .path(ResultPath.rootPath().segment(coordinates.getFieldName()))
                .build();
        var context = GraphQLContext.newContext();
        new UnitOfWork(pool, NOBODY).put(context);
        var env = DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .source(nobody)
                .graphQLContext(context.build())
                .executionStepInfo(step)
                .build();
        try {
            var fetcher = guard.guarded().get(coordinates);
            return fetcher != null && fetcher.get(env) instanceof Withheld;
        } catch (Exception e) {
            return false;
        }
    }

    /** Students are reached from the roots: nothing below a facet, a school or a program leads back to one. */
    private void checkNoWayBack() {
        objects()
                .filter(type -> type.getName().equals("School")
                        || type.getName().equals("Program")
                        || category(type, "category", "of") != null)
                .forEach(start -> {
                    if (reaches(start, SchemaProof::isAChild)) {
                        faults.add(start.getName() + " leads back to a child.");
                    }
                });
    }

    /** An event outlives the transaction in which it would have to be decided and recorded. */
    private void checkSubscriptionsCarryNoData() {
        var root = schema.getSubscriptionType();
        if (root == null) {
            return;
        }
        root.getFieldDefinitions()
                .forEach(field -> possibleTypes(field).stream()
                        .filter(type -> isAboutAChild(type) || reaches(type, this::isAboutAChild))
                        .forEach(type -> faults.add(
                                "Subscription." + field.getName() + " tells of a child by " + type.getName() + ".")));
    }

    private boolean isAboutAChild(GraphQLObjectType type) {
        return isAChild(type) || category(type, "category", "of") != null;
    }

    private static boolean isAChild(GraphQLObjectType type) {
        return type.getName().equals("Student") || type.getName().equals("Participant");
    }

    private boolean reaches(GraphQLObjectType start, Predicate<GraphQLObjectType> what) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<GraphQLObjectType>(List.of(start));
        while (!open.isEmpty()) {
            var type = open.pop();
            for (var field : type.getFieldDefinitions()) {
                for (var target : possibleTypes(field)) {
                    if (what.test(target)) {
                        return true;
                    }
                    if (seen.add(target.getName())) {
                        open.push(target);
                    }
                }
            }
        }
        return false;
    }

    private Stream<GraphQLObjectType> objects() {
        return schema.getAllTypesAsList().stream()
                .filter(type -> !type.getName().startsWith("__"))
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast);
    }

    private List<GraphQLObjectType> possibleTypes(GraphQLFieldDefinition field) {
        var type = GraphQLTypeUtil.unwrapAll(field.getType());
        if (type instanceof GraphQLObjectType object) {
            return List.of(object);
        }
        if (type instanceof GraphQLUnionType union) {
            return union.getTypes().stream()
                    .map(GraphQLNamedOutputType::getName)
                    .map(schema::getObjectType)
                    .toList();
        }
        return type instanceof GraphQLInterfaceType face ? schema.getImplementations(face) : List.of();
    }

    private static @Nullable String category(GraphQLDirectiveContainer element, String directive, String argument) {
        var applied = element.getAppliedDirective(directive);
        return applied == null
                ? null
                : Objects.toString(applied.getArgument(argument).getValue());
    }
}
