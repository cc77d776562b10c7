package dev.svar.cli;

import dev.svar.Context;
import dev.svar.MessagingException;
import dev.svar.Transport;
import dev.svar.notify.Notifier;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The steps of the demo that are about events, in their order. */
final class DemoEventSteps {
  /** What an event may take to arrive, on a slow broker. */
  private static final Duration ARRIVAL = Duration.ofSeconds(10);

  private static final String CREATED = "volume.create.end";
  private static final String DELETED = "volume.delete.end";
  private static final String UPDATED = "instance.update";

  private final Notifier notifier;
  private final DemoListeners listeners;
  private final Transcript transcript;

  DemoEventSteps(
      Transport transport, String topic, DemoListeners listeners, Transcript transcript) {
    this.notifier =
        Notifier.builder(transport).topics(topic).driver("messagingv2").publisherId("demo").build();
    this.listeners = listeners;
    this.transcript = transcript;
  }

  /** Takes all of them, whatever each gives. */
  void run() {
    warmUp();
    event();
    filter();
  }

  /** Once unseen, so that no step is charged for the loading of classes. */
  private void warmUp() {
    announce(CREATED);
    try {
      listeners.next(ARRIVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("the demo was interrupted", e);
    }
  }

  private void event() {
    transcript.step(
        "An event is kept until somebody has handled it; each pool and each tail gets a copy.",
        "notify " + CREATED + " {\"id\":7}",
        CREATED + " at each of the three",
        () -> {
          announce(CREATED);
          return outcome(
              listeners.next(ARRIVAL),
              Map.of(
                  DemoListeners.PLAIN, CREATED,
                  DemoListeners.POOL, CREATED,
                  DemoListeners.TAIL, CREATED));
        });
  }

  private void filter() {
    transcript.step(
        "A filter lets through what a listener wants: the tail wants volumes only.",
        "notify " + UPDATED + " {\"id\":7}, then " + DELETED + " {\"id\":7}",
        UPDATED + " at all but the tail, which gets " + DELETED + " alone",
        () -> {
          announce(UPDATED);
          announce(DELETED);
          return outcome(
              listeners.next(ARRIVAL),
              Map.of(
                  DemoListeners.PLAIN, UPDATED,
                  DemoListeners.POOL, UPDATED,
                  DemoListeners.TAIL, DELETED));
        });
  }

  private void announce(String eventType) {
    notifier.info(Context.EMPTY, eventType, Map.of("id", 7));
  }

  private static Outcome outcome(Map<String, String> heard, Map<String, String> expected) {
    String told =
        heard.entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .collect(Collectors.joining(", "));
    return Outcome.of(told.isEmpty() ? "nothing" : told, heard.equals(expected));
  }
}
