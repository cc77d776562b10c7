package dev.svar.bench.peers;

import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Calls with Spring AMQP: its blocking template, or its asynchronous one. */
public final class SpringCalls implements Caller {
  /** With {@code RabbitTemplate}. */
  public static final String BLOCKING = "Spring RabbitTemplate";

  /** With {@code AsyncRabbitTemplate}. */
  public static final String ASYNC = "Spring AsyncRabbitTemplate";

  private static final long TIMEOUT_MILLIS = 60_000;

  private final boolean async;
  private final String topic;
  private final SpringServer server;
  private final CachingConnectionFactory connections;
  private final RabbitTemplate template;
  private final AsyncRabbitTemplate asyncTemplate;

  /** Client and server in this JVM, each with a connection of its own. */
  public SpringCalls(String url, boolean async) throws Exception {
    this.async = async;
    topic = async ? "bench_spring_async" : "bench_spring";
    server = new SpringServer(url, topic);
    connections = SpringServer.connections(url);
    template = new RabbitTemplate(connections);
    template.setMessageConverter(SpringServer.converter());
    template.setReplyTimeout(TIMEOUT_MILLIS);
    asyncTemplate = new AsyncRabbitTemplate(template);
    asyncTemplate.setReceiveTimeout(TIMEOUT_MILLIS);
    if (async) {
      asyncTemplate.start();
    }
  }

  @Override
  public String name() {
    return async ? ASYNC : BLOCKING;
  }

  @Override
  public String settings() {
    return "direct reply-to; " + SpringServer.SETTINGS;
  }

  @Override
  public boolean takes(Load load, Payload payload) {
    return async || (!load.async() && load.size() <= 64);
  }

  @Override
  public void call(Payload payload) throws Exception {
    Object request = SpringServer.request("echo", payload.value());
    Object reply =
        async
            ? callAsync(payload).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
            : template.convertSendAndReceive(HandConnection.EXCHANGE, topic, request);
    if (reply == null) {
      throw new IllegalStateException("no reply");
    }
  }

  @Override
  public CompletableFuture<Object> callAsync(Payload payload) {
    return asyncTemplate.convertSendAndReceive(
        HandConnection.EXCHANGE, topic, SpringServer.request("echo", payload.value()));
  }

  @Override
  public boolean isAsync() {
    return async;
  }

  @Override
  public void close() {
    if (async) {
      asyncTemplate.stop();
    }
    template.stop();
    connections.destroy();
    server.close();
  }
}
