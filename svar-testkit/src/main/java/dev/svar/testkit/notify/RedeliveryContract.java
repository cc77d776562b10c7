package dev.svar.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Counter;
import dev.svar.Transport;
import dev.svar.driver.Capability;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RedeliveryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of poison, on request. */
public abstract class RedeliveryContract extends Events {

  @Test
  void poison_is_tried_again_later_and_hinders_nobody() throws Exception {
    needs(Capability.RETRY_LATER);
    Transport transport = open();
    Received received = received();
    AtomicInteger attempts = new AtomicInteger();
    start(
        NotificationListener.builder(transport, target)
            .concurrency(1)
            .redelivery(
                RedeliveryPolicy.attempts(3).delay(Duration.ofMillis(100), Duration.ofMillis(200)))
            .on(
                Priority.INFO,
                event -> {
                  if (event.eventType().equals("poison") && attempts.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                  received.handle(event);
                }));
    Notifier notifier = notifier();

    info(notifier, "poison");
    info(notifier, "next");

    assertThat(received.types(2)).containsExactly("next", "poison");
    assertThat(attempts).hasValue(3);
    assertThat(count(transport, Counter.REQUEUED)).isEqualTo(2);
    assertThat(count(transport, Counter.DEAD_LETTERED)).isZero();
  }

  @Test
  void what_never_succeeds_becomes_a_dead_letter() throws Exception {
    needs(Capability.DEAD_LETTER);
    Transport transport = open();
    Received dead = received();
    start(
        NotificationListener.builder(transport, target)
            .redelivery(RedeliveryPolicy.attempts(1))
            .on(
                Priority.INFO,
                event -> {
                  throw new IllegalStateException("never");
                }));

    info(notifier(), "poison");

    listen(dead, builder -> builder.deadLetters(true));
    Notification letter = dead.next();
    assertThat(letter.eventType()).isEqualTo("poison");
    assertThat(text(letter, "x-svar-reason")).contains("never");
    assertThat(text(letter, "x-svar-stack")).contains("RedeliveryContract");
    assertThat(text(letter, "x-svar-attempts")).isEqualTo("1");
    assertThat(text(letter, "x-svar-events")).isEqualTo(topic + ".info");
    assertThat(count(transport, Counter.DEAD_LETTERED)).isEqualTo(1);
  }

  private static String text(Notification letter, String header) {
    return String.valueOf(letter.headers().get(header));
  }

  @Test
  void a_pool_has_dead_letters_of_its_own() throws Exception {
    needs(Capability.DEAD_LETTER);
    needs(Capability.POOLS);
    String pool = "pool_" + topic;
    Received dead = received();
    Received others = received();
    listen(
        event -> {
          throw new IllegalStateException("never");
        },
        builder -> builder.pool(pool).redelivery(RedeliveryPolicy.attempts(1)));
    listen(others);

    info(notifier(), "poison");

    listen(dead, builder -> builder.pool(pool).deadLetters(true));
    assertThat(dead.types(1)).containsExactly("poison");
    assertThat(others.types(1)).containsExactly("poison");
  }
}
