package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.Options;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Expiration and retries of the memory driver, by a clock that the test moves. */
class MemoryTimeTest extends MemoryBusFixture {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void a_message_leaves_its_queue_when_its_time_is_up() throws Exception {
    Driver driver = open();
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "m", MINUTE);
    clock.advance(MINUTE.minusSeconds(30));
    assertThat(backlog(driver, COMPUTE)).isEqualTo(1);

    clock.advance(Duration.ofSeconds(30));

    assertThat(backlog(driver, COMPUTE)).isZero();
  }

  @Test
  void messages_leave_from_anywhere_in_the_queue() throws Exception {
    Driver driver = open();
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "a", MINUTE);
    send(driver, COMPUTE, "b");
    send(driver, COMPUTE, "c", MINUTE);
    send(driver, COMPUTE, "d");
    send(driver, COMPUTE, "e", MINUTE.multipliedBy(3));
    send(driver, COMPUTE, "f", MINUTE.multipliedBy(2));

    clock.advance(MINUTE.multipliedBy(2));

    assertThat(backlog(driver, COMPUTE)).isEqualTo(3);
    assertThat(listen(driver, 10, COMPUTE).texts(3)).containsExactly("b", "d", "e");
  }

  @Test
  void a_message_that_does_not_wait_needs_no_timer() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);

    send(driver, COMPUTE, "m", MINUTE);

    assertThat(clock.pending()).isZero();
    clock.advance(MINUTE);
    assertThat(arrivals.text()).isEqualTo("m");
  }

  @Test
  void a_message_that_is_taken_needs_its_timer_no_more() throws Exception {
    Driver driver = open();
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "m", MINUTE);
    assertThat(clock.pending()).isEqualTo(1);

    assertThat(listen(driver, 1, COMPUTE).text()).isEqualTo("m");

    assertThat(clock.pending()).isZero();
  }

  @Test
  void a_message_that_goes_back_keeps_its_time() throws Exception {
    Driver driver = open();
    Arrivals arrivals = new Arrivals(SOON);
    Subscription subscription = await(driver.subscribe(Set.of(COMPUTE), 1, arrivals));
    send(driver, COMPUTE, "m", MINUTE);
    Delivery delivery = arrivals.next();
    await(subscription.pause());

    delivery.requeue();

    assertThat(backlog(driver, COMPUTE)).isEqualTo(1);
    clock.advance(MINUTE);
    assertThat(backlog(driver, COMPUTE)).isZero();
  }

  @Test
  void a_message_that_expired_in_a_handler_does_not_go_back() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m", Duration.ZERO);
    send(driver, COMPUTE, "next");

    assertThat(arrivals.next().requeue()).isTrue();

    assertThat(arrivals.text()).isEqualTo("next");
  }

  @Test
  void without_a_timer_a_message_is_dropped_when_its_turn_comes() throws Exception {
    TestClock ended = TestClock.create();
    ended.timer().shutdown();
    Driver driver = open(bus, null, Options.NONE, ended.timer(), events);
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "expired", Duration.ofMillis(1));
    DriverFixture.pass(Duration.ofMillis(10));
    send(driver, COMPUTE, "fresh");

    assertThat(listen(driver, 10, COMPUTE).text()).isEqualTo("fresh");
  }

  @Test
  void a_time_longer_than_any_clock_is_for_ever() throws Exception {
    Driver driver = open();
    declare(driver, COMPUTE);
    send(driver, COMPUTE, "m", Duration.ofSeconds(Long.MAX_VALUE));

    clock.advance(Duration.ofDays(36_500));

    assertThat(listen(driver, 1, COMPUTE).text()).isEqualTo("m");
  }

  @Test
  void a_queue_that_ends_takes_its_timers_along() throws Exception {
    Driver driver = open();
    Subscription subscription =
        await(driver.subscribe(Set.of(EVERY_COMPUTE), 1, new Arrivals(SOON)));
    send(driver, EVERY_COMPUTE, "m", MINUTE);
    send(driver, EVERY_COMPUTE, "m", MINUTE);
    assertThat(clock.pending()).isEqualTo(1);

    await(subscription.close());

    assertThat(clock.pending()).isZero();
  }

  @Test
  void a_retried_message_arrives_when_its_delay_is_over() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m");
    await(driver.retryLater(arrivals.next(), MINUTE, Map.of()));

    clock.advance(MINUTE.minusSeconds(30));
    assertThat(arrivals.size()).isZero();
    assertThat(clock.pending()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(30));

    Delivery again = arrivals.next();
    assertThat(Arrivals.text(again)).isEqualTo("m");
    assertThat(again.redelivered()).isFalse();
    assertThat(clock.pending()).isZero();
  }

  @Test
  void a_retried_message_outlives_the_driver_that_retried_it() throws Exception {
    TestClock otherClock = TestClock.create();
    Driver leaving = open();
    Driver staying = open(bus, null, Options.NONE, otherClock.timer(), events);
    Arrivals first = listen(leaving, 1, COMPUTE);
    send(leaving, COMPUTE, "m");
    await(leaving.retryLater(first.next(), MINUTE, Map.of()));

    await(leaving.close());

    assertThat(clock.pending()).isZero();
    Arrivals second = listen(staying, 1, COMPUTE);
    otherClock.advance(MINUTE);
    assertThat(second.text()).isEqualTo("m");
  }

  @Test
  void the_last_driver_takes_the_timers_of_its_bus_along() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m");
    await(driver.retryLater(arrivals.next(), MINUTE, Map.of()));
    send(driver, INFO, "m", MINUTE);

    await(driver.close());

    assertThat(clock.pending()).isZero();
  }

  @Test
  void a_message_retried_for_a_listener_that_left_is_dropped() throws Exception {
    Driver driver = open();
    Arrivals arrivals = new Arrivals(SOON);
    Subscription subscription = await(driver.subscribe(Set.of(EVERY_COMPUTE), 1, arrivals));
    send(driver, EVERY_COMPUTE, "m");
    await(driver.retryLater(arrivals.next(), MINUTE, Map.of()));
    await(subscription.close());
    Arrivals other = listen(driver, 1, EVERY_COMPUTE);

    clock.advance(MINUTE);

    send(driver, EVERY_COMPUTE, "end");
    assertThat(other.text()).isEqualTo("end");
  }

  @Test
  void a_retry_without_delay_arrives_as_soon_as_the_timer_runs() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m");
    await(driver.retryLater(arrivals.next(), Duration.ofSeconds(-1), Map.of()));

    clock.advance(Duration.ZERO);

    assertThat(arrivals.text()).isEqualTo("m");
  }
}
