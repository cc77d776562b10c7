package dev.svar.bench.peers;

import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Request and reply over the local event bus of Vert.x, with the same bytes as over a broker. */
public final class VertxCalls implements Caller {
  private static final String ADDRESS = "bench";

  private final Vertx vertx = Vertx.vertx();
  private final EventBus bus = vertx.eventBus();

  /** One consumer, on an event loop. */
  public VertxCalls() {
    bus.<byte[]>consumer(ADDRESS, message -> message.reply(HandOff.answer(message.body())));
  }

  @Override
  public String name() {
    return "Vert.x event bus";
  }

  @Override
  public String settings() {
    return "local, not clustered; one consumer on an event loop; bodies are byte[] with the same"
        + " JSON";
  }

  @Override
  public void call(Payload payload) throws Exception {
    HandOff.check(request(payload).toCompletableFuture().get(60, TimeUnit.SECONDS).body());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    return request(payload)
        .thenApply(
            reply -> {
              HandOff.check(reply.body());
              return reply;
            });
  }

  private CompletionStage<Message<byte[]>> request(Payload payload) {
    byte[] body = Wire.request("echo", payload.args(), Wire.id(), "reply");
    return bus.<byte[]>request(ADDRESS, body).toCompletionStage();
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
