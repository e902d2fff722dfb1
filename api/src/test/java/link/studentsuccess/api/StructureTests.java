package link.studentsuccess.api;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A package is a feature, and features depend on each other in one direction. */
class StructureTests {

    @Test
    void modulesHaveNoCyclesAndReachOnlyEachOthersFaces() {
        ApplicationModules.of(StudentSuccessLink.class).verify();
    }
}
