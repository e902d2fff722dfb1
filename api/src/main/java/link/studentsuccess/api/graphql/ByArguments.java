package link.studentsuccess.api.graphql;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One statement per distinct arguments: two aliases with two arguments are two answers, and no more than two statements. */
public final class ByArguments {

    private ByArguments() {}

    /**
     * Loads keys in groups of equal arguments, one group after the other.
     *
     * @param arguments what of a key must be equal to share a statement
     * @param load the keys of one group, as a map: what is not in it has no value
     */
    public static <K, A, V> Mono<Map<K, V>> load(
            Collection<K> keys, Function<K, A> arguments, BiFunction<List<K>, A, Mono<Map<K, V>>> load) {
        var groups = keys.stream().collect(Collectors.groupingBy(arguments));
        return Flux.fromIterable(groups.entrySet())
                .concatMap(group -> load.apply(group.getValue(), group.getKey()))
                .reduce(new HashMap<>(), (all, some) -> {
                    all.putAll(some);
                    return all;
                });
    }
}
