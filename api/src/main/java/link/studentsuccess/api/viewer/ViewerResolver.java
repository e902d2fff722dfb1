package link.studentsuccess.api.viewer;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.List;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.organization.Organization;
import link.studentsuccess.api.organization.Organizations;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Query.viewer. Its caseload is in the participant package. */
@Controller
class ViewerResolver {

    private final Organizations organizations;
    private final Districts districts;

    ViewerResolver(Organizations organizations, Districts districts) {
        this.organizations = organizations;
        this.districts = districts;
    }

    @QueryMapping
    Mono<Viewer> viewer(GraphQLContext context) {
        return UnitOfWork.in(context)
                .sql("select * from access.viewer()")
                .one(row -> new Viewer(
                        Rows.text(row, "given_name"),
                        Rows.text(row, "family_name"),
                        Role.valueOf(Rows.text(row, "role")),
                        Rows.uuidOrNull(row, "organization_id"),
                        Rows.uuidOrNull(row, "district_id"),
                        Rows.valueOrNull(row, "training_until", LocalDate.class)));
    }

    @SchemaMapping
    Mono<Organization> organization(Viewer viewer, GraphQLContext context) {
        return viewer.organizationKey() == null
                ? Mono.empty()
                : organizations.one(UnitOfWork.in(context), viewer.organizationKey());
    }

    @SchemaMapping
    Mono<District> district(Viewer viewer, GraphQLContext context) {
        if (viewer.districtKey() == null) {
            return Mono.empty();
        }
        return districts
                .byKey(UnitOfWork.in(context), List.of(viewer.districtKey()))
                .flatMapIterable(found -> found.values())
                .next();
    }
}
