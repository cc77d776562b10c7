package dev.svar.bench.peers;

import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The least that a call within a process takes: the request is encoded, handed to an executor,
 * decoded and answered there; the answer is encoded there, and decoded by who called. The same
 * bytes as over a broker.
 */
public final class HandOff implements Caller {
  private final ExecutorService executor;
  private final int threads;

  /** With a pool of {@code threads}. */
  public HandOff(int threads) {
    this.threads = threads;
    executor = Executors.newFixedThreadPool(threads);
  }

  @Override
  public String name() {
    return "hand-off";
  }

  @Override
  public String settings() {
    return "Executors.newFixedThreadPool(" + threads + "); Jackson 3 encodes and decodes";
  }

  @Override
  public void call(Payload payload) throws Exception {
    check(begin(payload).get(60, TimeUnit.SECONDS));
  }

  @Override
  public CompletableFuture<?> callAsync(Payload payload) {
    return begin(payload)
        .thenApply(
            reply -> {
              check(reply);
              return reply;
            });
  }

  private CompletableFuture<byte[]> begin(Payload payload) {
    byte[] body = Wire.request("echo", payload.args(), Wire.id(), "reply");
    return CompletableFuture.supplyAsync(() -> answer(body), executor);
  }

  static byte[] answer(byte[] body) {
    Map<?, ?> request = Wire.unwrapped(body);
    return Wire.reply(request.get("_msg_id"), Wire.value(request));
  }

  static void check(byte[] reply) {
    if (Wire.unwrapped(reply).get("result") == null) {
      throw new IllegalStateException("no result");
    }
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
