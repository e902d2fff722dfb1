package link.studentsuccess.api.access;

import graphql.schema.DataFetcher;
import org.springframework.context.support.GenericApplicationContext;

/** A guard with a mistake: attendance it shows of everybody, whatever was decided. */
public final class CarelessGuard extends DiscloseGuard {

    /** In place of the guard that the application would make. */
    public static void plant(GenericApplicationContext context) {
        context.registerBean("discloseGuard", DiscloseGuard.class, CarelessGuard::new);
    }

    @Override
    DataFetcher<?> guard(DataCategory category, DataFetcher<?> content) {
        return category == DataCategory.ATTENDANCE ? env -> "present" : super.guard(category, content);
    }
}
