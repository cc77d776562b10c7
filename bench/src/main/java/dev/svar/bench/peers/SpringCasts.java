package dev.svar.bench.peers;

import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Casts with Spring AMQP: each ends when the broker has confirmed it, and a round when the server
 * has taken all.
 */
public final class SpringCasts implements Publisher {
  private static final String TOPIC = "bench_spring_casts";

  private final SpringServer server;
  private final CachingConnectionFactory connections;
  private final RabbitTemplate template;
  private final LongAdder sent = new LongAdder();

  /** Client and server in this JVM, each with a connection of its own. */
  public SpringCasts(String url) throws Exception {
    server = new SpringServer(url, TOPIC);
    connections = SpringServer.connections(url);
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    template = new RabbitTemplate(connections);
    template.setMessageConverter(SpringServer.converter());
  }

  @Override
  public String name() {
    return SpringCalls.BLOCKING;
  }

  @Override
  public String settings() {
    return "correlated publisher confirms, each awaited; " + SpringServer.SETTINGS;
  }

  @Override
  public void call(Payload payload) throws Exception {
    if (!callAsync(payload).get(60, TimeUnit.SECONDS).ack()) {
      throw new IllegalStateException("refused");
    }
  }

  @Override
  public CompletableFuture<CorrelationData.Confirm> callAsync(Payload payload) {
    CorrelationData publication = new CorrelationData();
    sent.increment();
    template.convertAndSend(
        HandConnection.EXCHANGE, TOPIC, SpringServer.request("take", payload.value()), publication);
    return publication.getFuture();
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(server::taken, sent.sum());
  }

  @Override
  public void close() {
    connections.destroy();
    server.close();
  }
}
