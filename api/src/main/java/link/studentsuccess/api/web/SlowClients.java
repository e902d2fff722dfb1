package link.studentsuccess.api.web;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Who sends a request drop by drop is not waited for. Nothing of the database is held meanwhile, but a connection is. */
@Component
final class SlowClients implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final Duration pause;
    private final Duration whole;

    SlowClients(
            @Value("${link.slow-clients.pause}") Duration pause, @Value("${link.slow-clients.whole}") Duration whole) {
        this.pause = pause;
        this.whole = whole;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(
                server -> server.readTimeout(pause).requestTimeout(whole).idleTimeout(whole));
    }
}
