package link.studentsuccess.api.contact;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The CONTACT facet: the guard lets a student through to it only when the category is open. */
@Controller
class ContactResolver {

    private static final int MOST = 20;
    private static final Comparator<Contact> NEAREST_FIRST =
            Comparator.comparing(Contact::relationship).thenComparing(Contact::name);

    ContactResolver(ContactRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<Contact>>forName("contacts")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Contacts contact(Student student) {
        return new Contacts(student);
    }

    @SchemaMapping
    CompletableFuture<List<Contact>> all(Contacts facet, DataLoader<UUID, List<Contact>> contacts) {
        return FacetRows.of(facet, contacts).thenApply(FacetRows.first(MOST, NEAREST_FIRST));
    }
}
