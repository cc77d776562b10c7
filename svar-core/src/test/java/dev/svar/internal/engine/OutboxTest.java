package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a publication ends that is tried several times. */
final class OutboxTest {
  private static final long LATER = TimeUnit.HOURS.toNanos(1);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Clocks clocks = new Clocks(null, timer);

  /** How the next attempts fail. */
  private final Queue<Outcome> outcomes = new ArrayDeque<>();

  private final Outbox outbox =
      new Outbox(driver(), clocks, new Counting(null, new InOrder(Runnable::run)));

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private Driver driver() {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> {
              Outcome outcome = outcomes.remove();
              return CompletableFuture.failedFuture(
                  new DriverException(outcome, "on purpose: " + outcome, null));
            });
  }

  private CompletableFuture<Void> publish(int retries, Outcome... outcomes) {
    this.outcomes.addAll(List.of(outcomes));
    return outbox.publish(
        new Address.Events("x", "notifications.info", null),
        Message.of("{}"),
        PublishOptions.DEFAULT,
        new Retry(retries),
        clocks.now() + LATER);
  }

  /** A timer that has ended runs nothing: so each pause between two attempts lasts. */
  private void noMoreTime() {
    timer.shutdownNow();
  }

  @Test
  void what_may_have_been_sent_ends_when_it_is_given_up_between_two_attempts() {
    noMoreTime();
    CompletableFuture<Void> publication = publish(-1, Outcome.UNKNOWN);
    assertThat(publication).isNotDone();

    assertThat(publication.cancel(false)).as("certainly not sent").isFalse();

    assertThat(publication).isCompletedExceptionally();
  }

  @Test
  void what_was_not_sent_is_withdrawn_between_two_attempts() {
    noMoreTime();
    CompletableFuture<Void> publication = publish(-1, Outcome.NOT_SENT);

    assertThat(publication.cancel(false)).isTrue();

    assertThat(publication).isCancelled();
  }

  @Test
  void closing_ends_what_waits_for_its_next_attempt() {
    noMoreTime();
    CompletableFuture<Void> publication = publish(-1, Outcome.NOT_SENT);
    assertThat(publication).isNotDone();

    outbox.close();

    assertThat(publication)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("on purpose: NOT_SENT");
  }

  @Test
  void what_may_have_been_sent_is_not_said_to_be_unsent_by_a_later_attempt() {
    CompletableFuture<Void> publication = publish(1, Outcome.UNKNOWN, Outcome.NOT_SENT);

    assertThatThrownBy(() -> publication.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            DriverException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
        .hasMessageContaining("on purpose: NOT_SENT");
  }
}
