package dev.svar.bench;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One notifier and one listener, each on a transport of its own; events are handled as by hand: in
 * order, one at a time.
 */
final class EventsThroughLibrary implements EventThroughput.Bus {
  private final Transport publishing;
  private final Transport consuming;
  private final Notifier notifier;
  private volatile @Nullable CountDownLatch handled;

  EventsThroughLibrary(String url) {
    publishing = Transport.builder().url(url).exchange("bench").open();
    consuming = Transport.builder().url(url).exchange("bench").open();
    notifier = notifier("bench_library");
    NotificationListener.builder(consuming, Target.of("bench_library"))
        .on(
            Priority.INFO,
            event -> {
              CountDownLatch latch = handled;
              if (event.payload() != null && latch != null) {
                latch.countDown();
              }
            })
        .concurrency(1)
        .build()
        .start();
  }

  private Notifier notifier(String topic) {
    return Notifier.builder(publishing).publisherId("bench").topics(topic).build();
  }

  @Override
  public void run(Map<String, ?> payload, int events) throws Exception {
    CountDownLatch latch = new CountDownLatch(events);
    handled = latch;
    send(notifier, payload, events);
    latch.await();
  }

  /** How many events it sends in a second while nobody listens. */
  double sent(Map<String, ?> payload, int events) throws Exception {
    Notifier alone = notifier("bench_library_alone");
    long start = System.nanoTime();
    send(alone, payload, events);
    return events * 1e9 / (System.nanoTime() - start);
  }

  /** Sends so many, and waits until all are confirmed. */
  private static void send(Notifier notifier, Map<String, ?> payload, int events)
      throws InterruptedException {
    CountDownLatch confirmed = new CountDownLatch(events);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    for (int i = 0; i < events; i++) {
      notifier
          .notifyAsync(Priority.INFO, Context.EMPTY, "bench.event", payload)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  failed.set(failure);
                }
                confirmed.countDown();
              });
    }
    confirmed.await();
    Throwable failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("an event was not sent", failure);
    }
  }

  @Override
  public void close() {
    publishing.close();
    consuming.close();
  }
}
