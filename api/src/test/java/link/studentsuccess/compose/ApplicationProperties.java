package link.studentsuccess.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every configuration property that the application has, and which variables of an environment set one. */
final class ApplicationProperties {

    private static final String METADATA = "classpath*:META-INF/spring-configuration-metadata.json";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)");

    private final Set<ConfigurationPropertyName> names;

    private ApplicationProperties(Set<ConfigurationPropertyName> names) {
        this.names = names;
    }

    static ApplicationProperties find() {
        return new ApplicationProperties(Stream.concat(fromLibraries(), fromOwnClasses())
                .filter(ConfigurationPropertyName::isValid)
                .map(ConfigurationPropertyName::of)
                .collect(Collectors.toSet()));
    }

    /** Variables that set nothing, by Boot's own rules of binding. A secret may also be named by another's value. */
    Set<String> unknown(Map<String, String> environment) {
        var unknown = new TreeSet<>(environment.keySet());
        var variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(environment));
        for (var source : ConfigurationPropertySources.from(variables)) {
            names.stream()
                    .map(source::getConfigurationProperty)
                    .filter(Objects::nonNull)
                    .map(ConfigurationProperty::getOrigin)
                    .map(PropertySourceOrigin.class::cast)
                    .forEach(origin -> unknown.remove(origin.getPropertyName()));
        }
        unknown.removeIf(name -> environment.containsValue("env:" + name));
        return unknown;
    }

    /** What is on the class path of the tests: some of it the application's jar has not, and the heavy test would tell. */
    private static Stream<String> fromLibraries() {
        return Arrays.stream(resources(METADATA))
                .flatMap(file -> json(file).path("properties").values().stream())
                .filter(property -> !"error"
                        .equals(property.path("deprecation").path("level").asString("")))
                .map(property -> property.required("name").asString());
    }

    private static Stream<String> fromOwnClasses() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter((type, types) -> true);
        return scanner.findCandidateComponents("link.studentsuccess.api").stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .flatMap(type -> Stream.concat(components(type), values(type)));
    }

    private static Stream<String> components(Class<?> type) {
        var annotation = type.getAnnotation(ConfigurationProperties.class);
        if (annotation == null || !type.isRecord()) {
            return Stream.empty();
        }
        return Arrays.stream(type.getRecordComponents())
                .map(component -> annotation.value() + "." + DataObjectPropertyName.toDashedForm(component.getName()));
    }

    private static Stream<String> values(Class<?> type) {
        var executables = Stream.<Executable>concat(
                Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
        return executables
                .flatMap(executable -> Arrays.stream(executable.getParameters()))
                .map(parameter -> parameter.getAnnotation(Value.class))
                .filter(Objects::nonNull)
                .flatMap(value -> PLACEHOLDER.matcher(value.value()).results())
                .map(placeholder -> placeholder.group(1));
    }

    private static Resource[] resources(String pattern) {
        try {
            return new PathMatchingResourcePatternResolver().getResources(pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Resource file) {
        try {
            return JsonMapper.shared().readTree(file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
