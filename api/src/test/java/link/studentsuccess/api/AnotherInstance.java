package link.studentsuccess.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** The service once more, on the database of the shared world and set in its own way; the caller closes it. */
final class AnotherInstance {

    private AnotherInstance() {}

    /** With settings such as {@code --link.files.at-once=1}; its key is written into the folder. */
    static ConfigurableApplicationContext start(Path folder, String... settings) throws IOException {
        return start(folder, beans -> {}, settings);
    }

    /** The same with further beans. */
    static ConfigurableApplicationContext start(
            Path folder, Consumer<GenericApplicationContext> plant, String... settings) throws IOException {
        var world = Worlds.pulled();
        var request = world.database().request();
        var key = Files.writeString(folder.resolve("key"), "k".repeat(32));
        var common = List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--logging.level.root=off",
                "--spring.main.banner-mode=off",
                "--spring.r2dbc.url=" + world.database().r2dbcUrl(),
                "--spring.r2dbc.username=" + request.username(),
                "--spring.r2dbc.password=" + request.password(),
                "--spring.flyway.enabled=false",
                "--link.engine.enabled=false",
                "--link.seal.enabled=false",
                "--link.sign-in.issuer=" + world.signIn().issuer(),
                "--link.cursor-key=file:" + key);
        return new SpringApplicationBuilder(StudentSuccessLink.class)
                .logStartupInfo(false)
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(ReactorResourceFactory.class, AnotherInstance::ownResources);
                    plant.accept(beans);
                })
                .run(Stream.concat(common.stream(), Stream.of(settings)).toArray(String[]::new));
    }

    static int port(ConfigurableApplicationContext instance) {
        return Integer.parseInt(String.valueOf(instance.getEnvironment().getProperty("local.server.port")));
    }

    /** Its own event loops: closing this application must not end those of the shared world. */
    private static ReactorResourceFactory ownResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }
}
