package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.testkit.RecordingEvents.Blocked;
import dev.svar.testkit.RecordingEvents.Connected;
import dev.svar.testkit.RecordingEvents.Degraded;
import dev.svar.testkit.RecordingEvents.Lost;
import dev.svar.testkit.RecordingEvents.Refused;
import dev.svar.testkit.RecordingEvents.Repaired;
import dev.svar.testkit.RecordingEvents.Returned;
import dev.svar.testkit.RecordingEvents.Unblocked;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordingEventsTest {
  private final RecordingEvents events = new RecordingEvents();

  @Test
  void it_keeps_everything_in_order() {
    Message message = Message.of("{}");
    Exception cause = new Exception("gone");
    DriverException refusal =
        new DriverException(DriverException.Outcome.REFUSED, "too large", null);

    events.connected("b:1", false);
    events.lost("b:1", cause);
    events.blocked("memory");
    events.unblocked();
    events.returned(message, "no queue");
    events.refused(message, refusal);
    events.repaired("queue q");
    events.degraded("no quorum");

    assertThat(events.all())
        .containsExactly(
            new Connected("b:1", false),
            new Lost("b:1", cause),
            new Blocked("memory"),
            new Unblocked(),
            new Returned(message, "no queue"),
            new Refused(message, refusal),
            new Repaired("queue q"),
            new Degraded("no quorum"));
    assertThat(events.all(Blocked.class)).containsExactly(new Blocked("memory"));
  }

  @Test
  void it_waits_for_what_another_thread_tells() throws Exception {
    events.blocked("first");
    Thread driver = new Thread(() -> events.blocked("second"));
    driver.start();

    assertThat(events.await(Blocked.class, 2, Duration.ofSeconds(30)))
        .containsExactly(new Blocked("first"), new Blocked("second"));
    driver.join();
  }

  @Test
  void it_says_what_came_instead() {
    events.unblocked();

    assertThatThrownBy(() -> events.await(Blocked.class, 1, Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Expected 1 of Blocked within PT0S: [Unblocked[]]");
  }
}
