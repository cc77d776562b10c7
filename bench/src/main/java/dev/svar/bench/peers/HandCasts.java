package dev.svar.bench.peers;

import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Casts by hand with pipelined confirms: each ends when the broker has confirmed it, and a round
 * when the server has taken all.
 */
public final class HandCasts implements Publisher {
  private static final String TOPIC = "bench_hand_casts";

  private final HandServer server;
  private final HandConnection connection;
  private final HandConfirms confirms;
  private final LongAdder sent = new LongAdder();

  /** Client and server in this JVM, each with a connection of its own. */
  public HandCasts(String url) throws Exception {
    server = new HandServer(url, TOPIC, Semantics.SAME);
    connection = new HandConnection(url);
    confirms = new HandConfirms(connection.channel());
  }

  @Override
  public String name() {
    return Semantics.SAME.name();
  }

  @Override
  public String settings() {
    return "pipelined confirms over one channel; not mandatory; the server acknowledges each"
        + " before it runs";
  }

  @Override
  public void call(Payload payload) throws Exception {
    callAsync(payload).get(60, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Void> callAsync(Payload payload) throws IOException {
    byte[] body = Wire.request("take", payload.args(), null, null);
    sent.increment();
    return confirms.publish(
        HandConnection.EXCHANGE, TOPIC, HandConnection.properties(null).build(), body);
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
  public void close() throws IOException {
    connection.close();
    server.close();
  }
}
