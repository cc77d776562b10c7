package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.Transport;
import dev.svar.driver.DriverException;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of events, and of who publishes them, when a driver does not do as it should. */
class EventFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** As many as may be on their way. */
  private static final int ROOM = 4_096;

  private final String bus = "b-" + UUID.randomUUID();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  private Transport unruly(
      UnrulyDriverProvider.Rule rule, UnaryOperator<Transport.Builder> settings) {
    UnrulyDriverProvider.rule(bus, rule);
    return closing(settings.apply(Transport.builder().url("unruly://" + bus)).open());
  }

  private Transport unruly(UnrulyDriverProvider.Rule rule) {
    return unruly(rule, builder -> builder);
  }

  private static Notifier notifier(Transport transport, Duration timeout) {
    return Notifier.builder(transport).timeout(timeout).build();
  }

  private static CompletableFuture<Void> send(Notifier notifier) {
    return notifier.notifyAsync(Priority.INFO, Context.EMPTY, "a", null);
  }

  @Test
  void an_event_that_the_driver_throws_out_takes_no_room() {
    Notifier notifier =
        notifier(
            unruly(
                (memory, address, message, options) -> {
                  throw new IllegalStateException("on purpose");
                }),
            Duration.ofMillis(100));

    for (int i = 0; i < ROOM; i++) {
      send(notifier);
    }

    assertThatThrownBy(() -> notifier.info(Context.EMPTY, "a", null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
  }

  @Test
  void closing_the_transport_ends_events_that_are_tried_again() {
    Transport transport =
        unruly(
            (memory, address, message, options) ->
                CompletableFuture.failedFuture(
                    new DriverException(DriverException.Outcome.NOT_SENT, "no broker", null)));
    CompletableFuture<Void> sent = send(notifier(transport, SOON.multipliedBy(10)));

    transport.close();

    assertThat(sent)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(DeliveryException.class)
        .withMessageContaining("no broker");
  }

  @Test
  void the_time_that_an_event_waits_for_room_is_part_of_its_timeout() throws Exception {
    Queue<CompletableFuture<Void>> publications = new ConcurrentLinkedQueue<>();
    TestClock clock = TestClock.create();
    Transport transport =
        unruly(
            (memory, address, message, options) -> {
              CompletableFuture<Void> publication = new CompletableFuture<>();
              publications.add(publication);
              return publication;
            },
            builder -> builder.clock(clock).scheduler(clock.timer()));
    Notifier patient = notifier(transport, Duration.ofHours(1));
    for (int i = 0; i < ROOM; i++) {
      send(patient);
    }
    CompletableFuture<CompletableFuture<Void>> begun = new CompletableFuture<>();
    Thread publisher =
        new Thread(() -> begun.complete(send(notifier(transport, Duration.ofMinutes(1)))));
    publisher.start();
    Awaitility.await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);

    clock.advance(Duration.ofSeconds(50));
    publications.remove().complete(null);
    CompletableFuture<Void> sent = begun.get(SOON.toSeconds(), SECONDS);
    clock.advance(Duration.ofSeconds(9));
    assertThat(sent).isNotDone();
    clock.advance(Duration.ofSeconds(1));

    assertThat(sent)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(DeliveryException.class)
        .withMessageContaining("within 60 s");
    publications.forEach(publication -> publication.complete(null));
  }
}
