package link.studentsuccess.api.organization;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Organization with its agreements. Its programs are in the program package. */
@Controller
class OrganizationResolver {

    private final Organizations organizations;
    private final Districts districts;

    OrganizationResolver(Organizations organizations, Districts districts) {
        this.organizations = organizations;
        this.districts = districts;
    }

    @SchemaMapping
    Mono<List<OperatorAgreement>> operatorAgreements(Organization organization, GraphQLContext context) {
        return organizations.operatorAgreements(UnitOfWork.in(context), organization.key());
    }

    @SchemaMapping
    Mono<List<DistrictAgreement>> districtAgreements(Organization organization, GraphQLContext context) {
        return organizations.districtAgreements(UnitOfWork.in(context), organization.key());
    }

    @BatchMapping(typeName = "District")
    Mono<Map<District, List<DistrictAgreement>>> agreements(List<District> all, GraphQLContext context) {
        var keys = all.stream().map(District::key).toList();
        return organizations
                .ofDistricts(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(d -> d, d -> found.getOrDefault(d.key(), List.of()))));
    }

    @BatchMapping(typeName = "DistrictAgreement")
    Mono<Map<DistrictAgreement, Organization>> organization(List<DistrictAgreement> all, GraphQLContext context) {
        var keys = all.stream().map(DistrictAgreement::organizationKey).collect(Collectors.toSet());
        return organizations
                .byKey(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .filter(a -> found.containsKey(a.organizationKey()))
                        .distinct()
                        .collect(Collectors.toMap(a -> a, a -> found.get(a.organizationKey()))));
    }

    @BatchMapping(typeName = "DistrictAgreement")
    Mono<Map<DistrictAgreement, District>> district(List<DistrictAgreement> agreements, GraphQLContext context) {
        return districts.of(UnitOfWork.in(context), agreements, DistrictAgreement::districtKey);
    }
}
