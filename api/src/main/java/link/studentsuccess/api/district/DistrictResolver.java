package link.studentsuccess.api.district;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Districts, the age of their data, and each student's district. */
@Controller
class DistrictResolver {

    private final Districts districts;

    DistrictResolver(Districts districts) {
        this.districts = districts;
    }

    @QueryMapping
    Mono<List<District>> districts(GraphQLContext context) {
        return districts.all(UnitOfWork.in(context));
    }

    @BatchMapping
    Mono<Map<District, List<Freshness>>> freshness(List<District> all, GraphQLContext context) {
        var keys = all.stream().map(District::key).toList();
        return districts
                .freshness(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(d -> d, d -> found.getOrDefault(d.key(), List.of()))));
    }

    @BatchMapping(typeName = "Student")
    Mono<Map<Student, District>> district(List<Student> students, GraphQLContext context) {
        return districts.of(UnitOfWork.in(context), students, Student::district);
    }
}
