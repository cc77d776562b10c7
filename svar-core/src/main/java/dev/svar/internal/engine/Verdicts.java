package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the events of a listener that were not handled: back to their queue, again later, or
 * among the dead letters. Thread-safe.
 */
final class Verdicts {
  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  /** Headers share one frame with all else that is no body; 128 KiB by default on RabbitMQ. */
  private static final int LONGEST_STACK = 8_000;

  private static final int LONGEST_REASON = 1_000;

  /** Our own headers: see "Events" in docs/wire-format.md. */
  private static final String ATTEMPTS = "x-svar-attempts";

  private static final String REASON = "x-svar-reason";
  private static final String STACK = "x-svar-stack";
  private static final String EXCHANGE = "x-svar-exchange";
  private static final String EVENTS = "x-svar-events";
  private static final String POOL = "x-svar-pool";

  private final Listening settings;
  private final Subscriber.Surroundings around;
  private final Workers workers;

  /** Those that failed last: each is told at length once. */
  private final Duplicates told;

  private volatile boolean stopping;

  Verdicts(Listening settings, Subscriber.Surroundings around, Workers workers) {
    this.settings = settings;
    this.around = around;
    this.workers = workers;
    this.told = new Duplicates(around.engine().rememberedIds());
  }

  /** From here on nothing is acknowledged that was not handled. */
  void stop() {
    stopping = true;
  }

  /** Whether {@link #stop} was called: then nothing is handled any more. */
  boolean stopping() {
    return stopping;
  }

  /** A delivery is no event. */
  void unreadable(Delivery delivery, String reason) {
    if (settings.redelivery() == null) {
      around.engine().rejected(delivery, reason);
    } else {
      around.counting().count(Counter.REJECTED, delivery.address() + ": " + reason);
      deadLetter(delivery, "a message to " + delivery.address(), 1, reason, null);
    }
  }

  /** A handler asked for them to be delivered again. */
  void givenBack(List<ReceivedEvent> events) {
    for (ReceivedEvent event : events) {
      if (first(event)) {
        log.info("{} was given back by its handler, and {}", event, fate());
      } else {
        log.debug("{} was given back by its handler, and {}", event, fate());
      }
    }
    settle(events, "given back by its handler", null);
  }

  /** A handler failed. */
  void failed(List<ReceivedEvent> events, Throwable cause) {
    Throwable thrown = readable(cause);
    for (ReceivedEvent event : events) {
      around.counting().count(Counter.HANDLER_FAILED, event + ": " + thrown);
      if (first(event)) {
        log.error("{} failed, and {}", event, fate(), thrown);
      } else {
        log.debug("{} failed, and {}", event, fate(), thrown);
      }
    }
    settle(events, Text.of(thrown), thrown);
  }

  /** A failure, or another one in its place if its own methods fail: events are settled anyhow. */
  private static Throwable readable(Throwable thrown) {
    try {
      Text.of(thrown);
      stack(thrown);
      return thrown;
    } catch (RuntimeException | Error e) {
      return new IllegalStateException(
          thrown.getClass().getName() + ", which does not say what it is");
    }
  }

  /** A handler takes long. */
  void slow(List<ReceivedEvent> events) {
    log.warn(
        "{}: the handler of {} has been running for {}. Brokers give up consumers that take too"
            + " long (RabbitMQ after 30 minutes), and deliver the event again elsewhere.",
        settings.what(),
        events.size() == 1 ? events.get(0) : events.size() + " events, first " + events.get(0),
        Text.of(settings.slow()));
  }

  private boolean first(ReceivedEvent event) {
    String id = event.event().messageId();
    return id == null || told.firstTime(id);
  }

  private String fate() {
    return stopping || (settings.redelivery() == null && settings.again())
        ? "goes back to its queue"
        : settings.redelivery() == null
            ? "is acknowledged all the same"
            : "is tried again later, or becomes a dead letter";
  }

  private void settle(List<ReceivedEvent> events, String reason, @Nullable Throwable thrown) {
    for (ReceivedEvent event : events) {
      Delivery delivery = event.delivery();
      if (stopping) {
        delivery.requeue();
      } else if (settings.redelivery() != null) {
        redeliver(event, settings.redelivery(), reason, thrown);
      } else if (settings.again()) {
        around.counting().count(Counter.REQUEUED, event.toString());
        delivery.requeue();
      } else {
        delivery.accept();
      }
    }
  }

  private void redeliver(
      ReceivedEvent event, Listening.Redelivery policy, String reason, @Nullable Throwable thrown) {
    Delivery delivery = event.delivery();
    int attempts = attempts(delivery) + 1;
    if (attempts >= policy.attempts()) {
      deadLetter(delivery, event.toString(), attempts, reason, thrown);
      return;
    }
    around.counting().count(Counter.REQUEUED, event + ": attempt " + attempts);
    follow(
        () ->
            around
                .driver()
                .retryLater(delivery, policy.delay(attempts), Map.of(ATTEMPTS, attempts)),
        delivery,
        event.toString());
  }

  /** How often it was handled before: what the header says, whatever kind of number it is. */
  private static int attempts(Delivery delivery) {
    Object header = delivery.message().headers().get(ATTEMPTS);
    try {
      return header == null ? 0 : Integer.parseInt(header.toString());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void deadLetter(
      Delivery delivery, String what, int attempts, String reason, @Nullable Throwable thrown) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(ATTEMPTS, attempts);
    headers.put(REASON, shortened(reason, LONGEST_REASON));
    if (thrown != null) {
      headers.put(STACK, shortened(stack(thrown), LONGEST_STACK));
    }
    if (delivery.address() instanceof Address.Events events) {
      headers.put(EXCHANGE, events.exchange());
      headers.put(EVENTS, events.name());
      if (events.pool() != null) {
        headers.put(POOL, events.pool());
      }
    }
    around.counting().count(Counter.DEAD_LETTERED, what + ": " + reason);
    log.error("{} becomes a dead letter after {} attempts: {}", what, attempts, reason);
    follow(() -> around.driver().deadLetter(delivery, headers), delivery, what);
  }

  /** What could not be put aside goes back, but not at once, lest it spins. */
  private void follow(
      Supplier<CompletableFuture<Void>> puttingAside, Delivery delivery, String what) {
    CompletableFuture<Void> putAside;
    try {
      putAside = puttingAside.get();
    } catch (RuntimeException | Error e) { // the other events of its batch are settled, too
      putAside = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> settled = new CompletableFuture<>();
    putAside.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            log.warn("{} could not be put aside, and goes back to its queue", what, failure);
            around.clocks().later(delivery::requeue, Clocks.nanosOf(pause()));
          }
          settled.complete(null);
        });
    workers.await(settled);
  }

  private Duration pause() {
    Listening.Redelivery policy = settings.redelivery();
    return policy == null ? Duration.ZERO : policy.longest();
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
