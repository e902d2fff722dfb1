package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.DescribedNode;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.IntValue;
import graphql.language.NamedNode;
import graphql.language.Node;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.parser.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the SDL: every element described, student-bearing fields marked. */
class SdlTests {

    private static final Path FOLDER = Path.of("src/main/resources/graphql");

    @Test
    void everyElementIsDescribed() {
        var undescribed = documents()
                .flatMap(d -> d.getDefinitions().stream())
                .flatMap(SdlTests::withChildren)
                .filter(SdlTests::needsDescription)
                .filter(node -> ((DescribedNode<?>) node).getDescription() == null)
                .map(node -> node.getClass().getSimpleName() + " " + ((NamedNode<?>) node).getName())
                .toList();

        assertThat(undescribed).isEmpty();
    }

    @Test
    void facetsTakeNoArguments() {
        var facets = fields().filter(f -> f.hasDirective("disclose")).toList();

        assertThat(facets)
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.getInputValueDefinitions()).isEmpty());
    }

    /** Who names no size gets this one, and the limit on entries counts it. */
    @Test
    void everySizeOfAListHasAUsualOne() {
        var sizes = documents()
                .flatMap(d -> d.getDefinitions().stream())
                .flatMap(SdlTests::withChildren)
                .filter(InputValueDefinition.class::isInstance)
                .map(InputValueDefinition.class::cast)
                .filter(argument -> List.of("first", "last").contains(argument.getName()))
                .toList();

        assertThat(sizes)
                .hasSizeGreaterThan(15)
                .allSatisfy(size -> assertThat(size.getDefaultValue()).isInstanceOf(IntValue.class));
    }

    @Test
    void categoriesAreThoseOfThePolicyInTheSameOrder() throws SQLException {
        var told = documents()
                .flatMap(d -> d.getDefinitionsOfType(EnumTypeDefinition.class).stream())
                .filter(type -> type.getName().equals("DataCategory"))
                .flatMap(type -> type.getEnumValueDefinitions().stream())
                .map(EnumValueDefinition::getName)
                .toList();

        try (var connection = TestDatabase.shared().as("postgres");
                var rows = connection.createStatement().executeQuery("select unnest(access.categories())")) {
            var decided = new ArrayList<String>();
            while (rows.next()) {
                decided.add(rows.getString(1));
            }
            assertThat(told).isNotEmpty().isEqualTo(decided);
        }
    }

    @Test
    void scalarsThatHideTheirShapeDoNotExist() {
        var scalars = documents()
                .flatMap(d -> d.getDefinitionsOfType(ScalarTypeDefinition.class).stream())
                .map(ScalarTypeDefinition::getName);

        assertThat(scalars).containsExactlyInAnyOrder("Date", "DateTime", "NonNegativeInt");
    }

    private static Stream<FieldDefinition> fields() {
        return documents()
                .flatMap(d -> d.getDefinitionsOfType(ObjectTypeDefinition.class).stream())
                .flatMap(t -> t.getFieldDefinitions().stream());
    }

    private static boolean needsDescription(Node<?> node) {
        var isExtension = node.getClass().getSimpleName().endsWith("ExtensionDefinition");
        var isBareRoot =
                node instanceof ObjectTypeDefinition type && type.getName().equals("Mutation");
        return node instanceof DescribedNode && node instanceof NamedNode && !isExtension && !isBareRoot;
    }

    private static Stream<Node<?>> withChildren(Node<?> node) {
        var all = new ArrayList<Node<?>>(List.of(node));
        for (Node<?> child : children(node)) {
            withChildren(child).forEach(all::add);
        }
        return all.stream();
    }

    @SuppressWarnings("rawtypes")
    private static List<Node> children(Node<?> node) {
        return node instanceof Directive ? List.of() : node.getChildren();
    }

    private static Stream<Document> documents() {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(SdlTests::parse).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parse(Path file) {
        try {
            return new Parser().parseDocument(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
