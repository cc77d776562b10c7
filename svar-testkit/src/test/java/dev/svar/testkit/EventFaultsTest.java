package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RedeliveryPolicy;
import dev.svar.testkit.notify.Received;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Throws the first dead letter out. */
  private static final class Unwilling implements UnrulyDriverProvider.Rule {
    private final AtomicBoolean thrown = new AtomicBoolean();

    @Override
    public CompletableFuture<Void> publish(
        Driver memory, Address address, Message message, PublishOptions options) {
      return memory.publish(address, message, options);
    }

    @Override
    public CompletableFuture<Void> deadLetter(
        Driver memory, Delivery delivery, Map<String, Object> headers) {
      if (thrown.compareAndSet(false, true)) {
        throw new IllegalStateException("on purpose");
      }
      return memory.deadLetter(delivery, headers);
    }
  }

  @Test
  void an_event_whose_dead_letter_the_driver_throws_out_is_put_aside_later() throws Exception {
    Transport transport = unruly(new Unwilling());
    Target target = Target.of("notifications");
    start(
        NotificationListener.builder(transport, target)
            .redelivery(
                RedeliveryPolicy.attempts(1).delay(Duration.ofMillis(10), Duration.ofMillis(10)))
            .on(
                Priority.INFO,
                event -> {
                  throw new IllegalStateException("never");
                }));
    Received dead = new Received(SOON);
    start(
        NotificationListener.builder(transport, target).deadLetters(true).on(Priority.INFO, dead));

    notifier(transport, SOON).info(Context.EMPTY, "poison", null);

    assertThat(dead.types(1)).containsExactly("poison");
  }

  private void start(NotificationListener.Builder<?> builder) {
    NotificationListener listener = closing(builder.build());
    listener.start(SOON);
  }
}
