package link.studentsuccess.api.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Who sends a request, or reads an answer, drop by drop is not waited for. Nothing of the database is held meanwhile, but a
 * connection is, and the answer.
 */
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
        factory.addServerCustomizers(server -> server.readTimeout(pause)
                .requestTimeout(whole)
                .idleTimeout(whole)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addFirst(
                                new Unread(pause), new WriteTimeoutHandler(whole.toMillis(), TimeUnit.MILLISECONDS))));
    }

    /**
     * Closes the line when nothing of an answer has gone out for a while: what is taken slowly but steadily goes on. Of a first
     * event Netty does not say whether something has.
     */
    private static final class Unread extends IdleStateHandler {

        Unread(Duration pause) {
            super(true, 0, pause.toMillis(), 0, TimeUnit.MILLISECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext line, IdleStateEvent event) {
            var waiting = line.channel().unsafe().outboundBuffer();
            if (!event.isFirst() && waiting != null && waiting.totalPendingWriteBytes() > 0) {
                var unused = line.close(); // once it is closed nobody waits for it
            }
        }
    }
}
