package dev.svar.examples;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RedeliveryPolicy;
import dev.svar.notify.RequeueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What notifiers and listeners can do, one step after the other: quoted by the guide. */
public final class EventGuide {
  private static final Target NOTIFICATIONS = Target.of("notifications");

  private EventGuide() {}

  /** What the events of this guide say. */
  public record Instance(String name, String host) {}

  /** Runs every step with the URL of a bus, by default one in memory. */
  public static void main(String[] args) throws InterruptedException {
    String url = args.length > 0 ? args[0] : "memory://guide";
    try (Transport transport = Transport.open(url)) {
      Notifier notifier = Notifier.builder(transport).publisherId("compute.host1").build();
      filters(transport, notifier);
      pools(transport, notifier);
      batches(transport, notifier);
      requeue(transport, notifier);
      deadLetters(transport, notifier);
      drivers(transport);
    }
  }

  private static void filters(Transport transport, Notifier notifier) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(3);
    Context context = Context.of(Map.of("project_id", "shop", "request_id", "req-1"));

    NotificationFilter shop =
        NotificationFilter.builder()
            .eventType("compute\\.instance\\.(create|delete)\\.end$")
            .context("project_id", "shop$")
            .payload("host", "host[0-9]+$")
            .build();
    try (NotificationListener listener =
        NotificationListener.builder(transport, NOTIFICATIONS)
            .concurrency(1)
            .on(
                Priority.INFO,
                shop,
                event -> {
                  Instance instance = event.payload(Instance.class);
                  System.out.println(event.eventType() + " of " + instance.name());
                })
            .on(Priority.ERROR, event -> System.out.println("failed: " + event.payload()))
            .onAny(event -> handled.countDown())
            .build()) {
      listener.start();

      notifier.info(context, "compute.instance.create.end", new Instance("vm1", "host1"));
      notifier.info(Context.EMPTY, "compute.instance.create.end", new Instance("vm2", "host1"));
      notifier.error(context, "compute.instance.create.error", "no room");

      await(handled);
    }
  }

  private static void pools(Transport transport, Notifier notifier) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(3);

    try (NotificationListener billing =
            NotificationListener.builder(transport, NOTIFICATIONS)
                .pool("billing")
                .on(Priority.INFO, event -> handled.countDown())
                .build();
        NotificationListener watching =
            NotificationListener.builder(transport, NOTIFICATIONS)
                .tail(true)
                .on(Priority.INFO, event -> handled.countDown())
                .build();
        NotificationListener worker =
            NotificationListener.builder(transport, NOTIFICATIONS)
                .on(Priority.INFO, event -> handled.countDown())
                .build()) {
      worker.start();
      billing.start();
      watching.start();

      notifier.info(Context.EMPTY, "compute.instance.exists", new Instance("vm1", "host1"));

      await(handled);
      System.out.println("three have seen it");
    }
  }

  private static void batches(Transport transport, Notifier notifier) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(300);

    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int load = 0; load < 300; load++) {
      sent.add(
          notifier.notifyAsync(
              Priority.SAMPLE, Context.EMPTY, "compute.load", Map.of("percent", load % 100)));
    }
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();

    try (NotificationListener samples =
        NotificationListener.batchBuilder(transport, NOTIFICATIONS, 100, Duration.ofSeconds(10))
            .on(
                Priority.SAMPLE,
                events -> {
                  System.out.println(events.size() + " samples");
                  events.forEach(event -> handled.countDown());
                })
            .build()) {
      samples.start();

      await(handled);
    }
  }

  private static void requeue(Transport transport, Notifier notifier) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);

    try (NotificationListener listener =
        NotificationListener.builder(transport, NOTIFICATIONS)
            .allowRequeue(true)
            .on(
                Priority.INFO,
                event -> {
                  if (first.getAndSet(false)) {
                    throw new RequeueException(); // to this listener, or to another one
                  }
                  System.out.println(event.eventType() + " came again");
                  handled.countDown();
                })
            .build()) {
      listener.start();

      notifier.info(Context.EMPTY, "compute.instance.update", new Instance("vm1", "host1"));

      await(handled);
    }
  }

  private static void deadLetters(Transport transport, Notifier notifier)
      throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(1);
    AtomicBoolean readOnly = new AtomicBoolean(true);

    try (NotificationListener listener =
            NotificationListener.builder(transport, NOTIFICATIONS)
                .redelivery(
                    RedeliveryPolicy.attempts(3)
                        .delay(Duration.ofMillis(100), Duration.ofMinutes(5)))
                .on(
                    Priority.INFO,
                    event -> {
                      if (readOnly.get()) {
                        throw new IllegalStateException("the database is read-only");
                      }
                      System.out.println(event.eventType() + " is stored");
                      handled.countDown();
                    })
                .build();
        NotificationListener dead =
            NotificationListener.builder(transport, NOTIFICATIONS)
                .deadLetters(true)
                .on(
                    Priority.INFO,
                    letter -> {
                      Map<String, Object> headers = letter.headers();
                      System.out.println(
                          letter.eventType()
                              + " failed "
                              + headers.get("x-svar-attempts")
                              + " times: "
                              + headers.get("x-svar-reason"));
                      readOnly.set(false); // repaired
                      notifier.send(letter); // as it is, for every listener
                    })
                .build()) {
      listener.start();
      dead.start();

      notifier.info(Context.EMPTY, "compute.instance.resize.end", new Instance("vm1", "host1"));

      await(handled);
    }
  }

  private static void drivers(Transport transport) {
    Notifier both =
        Notifier.builder(transport)
            .publisherId("compute.host1")
            .driver("log", "test") // and "messagingv2", to publish as well
            .build();

    both.info(Context.EMPTY, "compute.instance.pause.end", new Instance("vm1", "host1"));

    for (Notification event : both.recorded()) {
      System.out.println(event.eventType() + " was announced");
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("no event within a minute");
    }
  }
}
