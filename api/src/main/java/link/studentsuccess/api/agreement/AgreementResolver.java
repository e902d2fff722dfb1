package link.studentsuccess.api.agreement;

import graphql.GraphQLContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.organization.Organization;
import link.studentsuccess.api.organization.Organizations;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Agreements where they are read: of an organization, of a district, with their signatures. */
@Controller
class AgreementResolver {

    private final Agreements agreements;
    private final Organizations organizations;
    private final Districts districts;

    AgreementResolver(Agreements agreements, Organizations organizations, Districts districts) {
        this.agreements = agreements;
        this.organizations = organizations;
        this.districts = districts;
    }

    @BatchMapping(typeName = "Organization")
    Mono<Map<Organization, List<OperatorAgreement>>> operatorAgreements(
            List<Organization> all, GraphQLContext context) {
        var keys = all.stream().map(Organization::key).toList();
        return agreements
                .operatorAgreements(UnitOfWork.in(context), keys)
                .map(found -> each(all, Organization::key, found));
    }

    @BatchMapping(typeName = "Organization")
    Mono<Map<Organization, List<DistrictAgreement>>> districtAgreements(
            List<Organization> all, GraphQLContext context) {
        var keys = all.stream().map(Organization::key).toList();
        return agreements
                .districtAgreements(UnitOfWork.in(context), keys)
                .map(found -> each(all, Organization::key, found));
    }

    @BatchMapping(typeName = "District")
    Mono<Map<District, List<DistrictAgreement>>> agreements(List<District> all, GraphQLContext context) {
        var keys = all.stream().map(District::key).toList();
        return agreements.ofDistricts(UnitOfWork.in(context), keys).map(found -> each(all, District::key, found));
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
    Mono<Map<DistrictAgreement, District>> district(List<DistrictAgreement> all, GraphQLContext context) {
        return districts.of(UnitOfWork.in(context), all, DistrictAgreement::districtKey);
    }

    @BatchMapping(typeName = "OperatorAgreement", field = "signatures")
    Mono<Map<OperatorAgreement, List<AgreementSignature>>> operatorSignatures(
            List<OperatorAgreement> all, GraphQLContext context) {
        var keys = all.stream().map(OperatorAgreement::key).toList();
        return agreements
                .signatures(UnitOfWork.in(context), keys)
                .map(found -> each(all, OperatorAgreement::key, found));
    }

    @BatchMapping(typeName = "DistrictAgreement", field = "signatures")
    Mono<Map<DistrictAgreement, List<AgreementSignature>>> districtSignatures(
            List<DistrictAgreement> all, GraphQLContext context) {
        var keys = all.stream().map(DistrictAgreement::key).toList();
        return agreements
                .signatures(UnitOfWork.in(context), keys)
                .map(found -> each(all, DistrictAgreement::key, found));
    }

    /** Null where nobody needs to be named: an empty list would say that nobody may see anything. */
    @BatchMapping(typeName = "DistrictAgreement")
    Mono<Map<DistrictAgreement, List<NamedStaff>>> namedStaff(List<DistrictAgreement> all, GraphQLContext context) {
        var asking = all.stream()
                .filter(a -> a.terms().requiresNamedStaff())
                .distinct()
                .toList();
        var keys = asking.stream().map(DistrictAgreement::key).toList();
        return agreements
                .namedStaff(UnitOfWork.in(context), keys)
                .map(found -> each(asking, DistrictAgreement::key, found));
    }

    private static <T, V> Map<T, List<V>> each(List<T> all, Function<T, UUID> key, Map<UUID, List<V>> found) {
        var answer = new HashMap<T, List<V>>();
        all.forEach(thing -> answer.put(thing, found.getOrDefault(key.apply(thing), List.of())));
        return answer;
    }
}
