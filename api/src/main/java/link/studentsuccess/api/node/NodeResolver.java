package link.studentsuccess.api.node;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.access.Students;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.Agreements;
import link.studentsuccess.api.consent.Consents;
import link.studentsuccess.api.designation.Designations;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.feed.Feeds;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.hold.Holds;
import link.studentsuccess.api.organization.Organizations;
import link.studentsuccess.api.participant.Participants;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Query.node: the id says which kind, the kind's own package finds it, or finds nothing. */
@Controller
class NodeResolver {

    private final Participants participants;
    private final Students students;
    private final Organizations organizations;
    private final Districts districts;
    private final Nodes others;

    /** The kinds without children in them. */
    @Component
    record Nodes(Consents consents, Feeds feeds, Agreements agreements, Holds holds, Designations designations) {}

    NodeResolver(
            Participants participants,
            Students students,
            Organizations organizations,
            Districts districts,
            Nodes others) {
        this.participants = participants;
        this.students = students;
        this.organizations = organizations;
        this.districts = districts;
        this.others = others;
    }

    @QueryMapping
    Mono<Object> node(@Argument String id, DataFetchingEnvironment env) {
        var kind = Id.kindOf(id);
        return find(kind, kind.key(id), env).cast(Object.class);
    }

    private Mono<?> find(Id kind, UUID key, DataFetchingEnvironment env) {
        var work = UnitOfWork.in(env.getGraphQlContext());
        return switch (kind) {
            case PARTICIPANT -> participants.one(work, key);
            case STUDENT -> students.one(work, key, students.asked(env.getSelectionSet()));
            case ORGANIZATION -> organizations.one(work, key);
            case DISTRICT ->
                districts.byKey(work, List.of(key)).flatMapIterable(Map::values).next();
            case CONSENT -> others.consents().one(work, key);
            case FEED -> others.feeds().one(work, key);
            case OPERATOR_AGREEMENT -> others.agreements().operatorAgreement(work, key);
            case DISTRICT_AGREEMENT -> others.agreements().districtAgreement(work, key);
            case HOLD -> others.holds().one(work, key);
            case DESIGNATION -> others.designations().one(work, key);
            case PRINCIPAL -> others.designations().principal(work, key);
            case PROGRAM,
                    PROGRAM_ATTENDANCE,
                    PROGRAM_ENROLLMENT,
                    PARTICIPANT_IMPORT,
                    PULL,
                    STAFF,
                    FILE,
                    SHARING_OPT_IN,
                    SIGNER,
                    CONSENT_DOCUMENT,
                    CONSENT_QUESTION,
                    CASELOAD_ASSIGNMENT,
                    CONFIDENTIALITY_STATEMENT,
                    TRAINING,
                    SERVICE_ACCOUNT,
                    MATCH -> Mono.empty();
        };
    }
}
