package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the memory driver does when a queue is full. */
class MemoryBoundsTest extends MemoryBusFixture {

  @Test
  void a_full_queue_refuses() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 2));
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "m-0", "m-1");

    DriverException refusal = failure(publish(driver, COMPUTE, "m-2"));

    assertThat(refusal.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refusal)
        .hasMessage(
            "A queue of nova/compute on memory://"
                + bus
                + " is full, because nobody takes what waits there. Start a consumer, or allow more"
                + " with memory_queue_length (now 2) and memory_queue_bytes (now 268435456)");
    assertThat(listen(driver, 10, COMPUTE).texts(2)).containsExactly("m-0", "m-1");
  }

  @Test
  void a_queue_that_was_full_takes_messages_again() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 1));
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m-0", "m-1");
    assertThat(publish(driver, COMPUTE, "m-2")).isCompletedExceptionally();

    assertThat(arrivals.text()).isEqualTo("m-0");
    send(driver, COMPUTE, "m-3");

    assertThat(arrivals.texts(2)).containsExactly("m-1", "m-3");
  }

  @Test
  void bytes_count_too() throws Exception {
    Driver driver = open(Map.of("memory_queue_bytes", 10));
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "12345", "12345");

    assertThat(failure(publish(driver, COMPUTE, "1")).outcome()).isEqualTo(Outcome.REFUSED);
    send(driver, COMPUTE, "");

    assertThat(backlog(driver, COMPUTE)).isEqualTo(3);
  }

  @Test
  void what_is_taken_at_once_needs_no_room() throws Exception {
    Driver driver = open(Map.of("memory_queue_bytes", 10));
    Arrivals arrivals = listen(driver, 1, COMPUTE);

    send(driver, COMPUTE, "longer than ten bytes");

    assertThat(arrivals.text()).isEqualTo("longer than ten bytes");
  }

  @Test
  void a_message_goes_to_all_of_its_queues_or_to_none() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 1));
    Address.Topic pool = new Address.Topic("nova", "compute", "workers");
    declare(driver, COMPUTE, pool);
    send(driver, pool, "m-0");

    assertThat(failure(publish(driver, COMPUTE, "m-1")).outcome()).isEqualTo(Outcome.REFUSED);

    assertThat(backlog(driver, pool)).isEqualTo(1);
    assertThat(backlog(driver, COMPUTE)).isZero();
  }

  @Test
  void what_goes_back_is_taken_even_by_a_full_queue() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 1));
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m-0", "m-1");

    arrivals.next().requeue();

    assertThat(arrivals.texts(2)).containsExactly("m-0", "m-1");
  }

  @Test
  void a_dead_letter_that_is_refused_leaves_its_delivery_unsettled() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 1));
    Arrivals arrivals = listen(driver, 2, COMPUTE);
    send(driver, COMPUTE, "m-0", "m-1");
    await(driver.deadLetter(arrivals.next(), Map.of()));
    Delivery second = arrivals.next();

    assertThat(failure(driver.deadLetter(second, Map.of())).outcome()).isEqualTo(Outcome.REFUSED);

    assertThat(second.accept()).isTrue();
  }

  @Test
  void every_driver_has_bounds_of_its_own() throws Exception {
    Driver narrow = open(Map.of("memory_queue_length", 1));
    Driver wide = open();
    declare(wide, COMPUTE);
    send(wide, COMPUTE, "m-0", "m-1");

    assertThat(failure(publish(narrow, COMPUTE, "m-2")).outcome()).isEqualTo(Outcome.REFUSED);
    send(wide, COMPUTE, "m-3");

    assertThat(backlog(wide, COMPUTE)).isEqualTo(3);
  }

  @Test
  void the_messages_that_wait_to_be_retried_are_bounded() throws Exception {
    Driver driver = open(Map.of("memory_queue_length", 1));
    Arrivals arrivals = listen(driver, 2, COMPUTE);
    send(driver, COMPUTE, "m-0", "m-1");
    await(driver.retryLater(arrivals.next(), Duration.ofMinutes(1), Map.of()));
    Delivery second = arrivals.next();

    DriverException refusal = failure(driver.retryLater(second, Duration.ofMinutes(1), Map.of()));

    assertThat(refusal.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refusal)
        .hasMessage(
            "No more messages can wait on memory://"
                + bus
                + " to be retried, such as 3 bytes of application/json at nova/compute. Retry less"
                + " or sooner, or allow more with memory_queue_length (now 1) and"
                + " memory_queue_bytes (now 268435456)");
    assertThat(second.accept()).isTrue();
  }
}
