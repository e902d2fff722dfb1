package link.studentsuccess.demo;

/** One world for all tests of a process: started when first asked for, stopped with the process. */
public final class SharedWorld {

    private SharedWorld() {}

    public static DemoWorld get() {
        return Holder.WORLD;
    }

    private static final class Holder {
        static final DemoWorld WORLD = DemoWorld.start(DemoOptions.test());
    }
}
