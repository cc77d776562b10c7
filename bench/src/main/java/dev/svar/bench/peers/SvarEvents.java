package dev.svar.bench.peers;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Events through the library, over any driver: one notifier and one listener. */
public final class SvarEvents implements Publisher {
  private final Transport publishing;
  private final Transport consuming;
  private final Notifier notifier;
  private final LongAdder sent = new LongAdder();
  private final LongAdder handled = new LongAdder();

  /** Each on a transport of its own. */
  public SvarEvents(String url) {
    publishing = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    consuming = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    notifier =
        Notifier.builder(publishing).publisherId("bench").topics("bench_svar_events").build();
    NotificationListener.builder(consuming, Target.of("bench_svar_events"))
        .on(
            Priority.INFO,
            event -> {
              if (event.payload() != null) {
                handled.increment();
              }
            })
        .concurrency(1)
        .build()
        .start();
  }

  @Override
  public String name() {
    return SvarCalls.NAME;
  }

  @Override
  public String settings() {
    return "each event is confirmed, and acknowledged after it was handled; handled as by hand: in"
        + " order, one at a time (concurrency 1); everything else by default";
  }

  @Override
  public void call(Payload payload) {
    sent.increment();
    notifier.notify(Priority.INFO, Context.EMPTY, "bench.event", payload.value());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    sent.increment();
    return notifier.notifyAsync(Priority.INFO, Context.EMPTY, "bench.event", payload.value());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(handled::sum, sent.sum());
  }

  @Override
  public void close() {
    publishing.close();
    consuming.close();
  }
}
