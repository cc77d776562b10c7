package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Inspection;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What every driver does, from addresses to acknowledgements. A driver's own test extends this and
 * says how to open one; what the driver cannot do is skipped, by its {@link Driver#capabilities}.
 *
 * <pre>{@code
 * final class MyDriverContractTest extends DriverContract {
 *   @Override
 *   protected Driver open(DriverEvents events) {
 *     return new MyDriverProvider().open(config, events);
 *   }
 * }
 * }</pre>
 *
 * <p>Each test has exchanges, topics and inboxes of its own, so that tests may run side by side on
 * one broker. None sleeps: that something does <em>not</em> arrive is shown by a message that was
 * sent later and does.
 */
public abstract class DriverContract extends SubscriptionContract {

  @Test
  void connecting_is_told() throws Exception {
    Driver driver = driver();

    await(driver.connect());

    var connected = events.await(RecordingEvents.Connected.class, 1, SOON);
    assertThat(connected).noneMatch(RecordingEvents.Connected::again);
    assertThat(connected).noneMatch(event -> event.broker().isBlank());
  }

  @Test
  void a_driver_can_be_connected_again() throws Exception {
    Driver driver = driver();

    await(driver.connect());
    await(driver.connect());

    Arrivals arrivals = listen(driver, 1, queue());
    send(driver, queue(), "m");
    assertThat(arrivals.text()).isEqualTo("m");
  }

  @Test
  void capabilities_do_not_change() throws Exception {
    Driver driver = driver();
    Set<Capability> before = Set.copyOf(driver.capabilities());

    await(driver.connect());

    assertThat(driver.capabilities()).isEqualTo(before);
    assertThat(driver().capabilities()).isEqualTo(before);
    assertThat(driver.dialect()).isNotNull();
  }

  @Test
  void a_closed_driver_publishes_nothing() throws Exception {
    Driver driver = driver();
    await(driver.close());

    assertThat(failure(publish(driver, queue(), "m")).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void a_closed_driver_subscribes_to_nothing() throws Exception {
    Driver driver = driver();
    await(driver.close());

    assertThat(failure(driver.subscribe(Set.of(queue()), 1, new Arrivals(SOON))).outcome())
        .isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void a_closed_driver_does_not_connect() throws Exception {
    Driver driver = driver();
    await(driver.close());

    assertThat(failure(driver.connect()).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void a_driver_can_be_closed_again() throws Exception {
    Driver driver = driver();
    await(driver.connect());

    await(driver.close());
    await(driver.close());
  }

  @Test
  void a_driver_that_did_nothing_can_be_closed() throws Exception {
    await(driver().close());

    assertThat(events.all()).isEmpty();
  }

  @Test
  void closing_is_not_told_as_a_loss() throws Exception {
    Driver driver = driver();
    listen(driver, 1, queue());

    await(driver.close());

    assertThat(events.all(RecordingEvents.Lost.class)).isEmpty();
  }

  @Test
  void closing_ends_every_publication() throws Exception {
    Driver driver = driver();
    List<CompletableFuture<Void>> publications = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      publications.add(publish(driver, queue(), "m-" + i));
    }

    await(driver.close());

    for (CompletableFuture<Void> publication : publications) {
      CompletableFuture<Void> ended = publication.handle((done, failure) -> null);
      await(ended);
    }
  }

  @Test
  void closing_takes_deliveries_away_from_every_handler() throws Exception {
    Driver driver = driver();
    Arrivals closed = listen(driver, 10, queue());
    Driver other = driver();

    await(driver.close());
    Arrivals open = listen(other, 10, queue());
    send(other, queue(), "m");

    assertThat(open.text()).isEqualTo("m");
    assertThat(closed.size()).isZero();
  }

  @Test
  void an_address_that_nobody_has_heard_of_does_not_exist() throws Exception {
    Driver driver = driver(Capability.INSPECT);

    assertThat(await(driver.inspect(queue())).exists()).isFalse();
    assertThat(await(driver.inspect(queue())).exists()).isFalse();
  }

  @Test
  void inspecting_tells_how_many_consume() throws Exception {
    Driver driver = driver(Capability.INSPECT);
    listen(driver, 10, queue());
    listen(driver(), 10, queue());

    assertThat(await(driver.inspect(queue()))).isEqualTo(new Inspection(true, 2, 0));
  }

  @Test
  void inspecting_tells_how_many_messages_wait() throws Exception {
    Driver driver = driver(Capability.INSPECT, Capability.STORE);
    declare(driver, queue());
    send(driver, queue(), "m", 3);

    assertThat(await(driver.inspect(queue()))).isEqualTo(new Inspection(true, 0, 3));
  }

  @Test
  void inspecting_harms_no_publication() throws Exception {
    Driver driver = driver(Capability.INSPECT);
    Arrivals arrivals = listen(driver, 100, queue());
    List<CompletableFuture<Void>> publications = new ArrayList<>();
    List<CompletableFuture<Inspection>> inspections = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      publications.add(publish(driver, queue(), "m-" + i));
      inspections.add(driver.inspect(queue(topic + "_missing")));
    }

    for (int i = 0; i < 50; i++) {
      await(publications.get(i));
      assertThat(await(inspections.get(i)).exists()).isFalse();
      assertThat(arrivals.text()).isEqualTo("m-" + i);
    }
  }

  @Test
  void a_delivery_retried_later_comes_again_once_after_the_delay() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.RETRY_LATER);
    Arrivals arrivals = listen(driver, 10, anyServer);
    send(driver, anyServer, "m");
    Delivery first = arrivals.next();
    Duration delay = Duration.ofMillis(300);

    long start = System.nanoTime();
    await(driver.retryLater(first, delay, Map.of("svar-attempts", 1)));
    Delivery second = arrivals.next();
    Duration passed = Duration.ofNanos(System.nanoTime() - start);

    assertThat(passed).isGreaterThanOrEqualTo(delay.minusMillis(1));
    assertThat(second.message().body()).isEqualTo(first.message().body());
    assertThat(second.message().contentType()).isEqualTo(first.message().contentType());
    assertThat(second.message().headers()).extractingByKey("svar-attempts").hasToString("1");
    assertThat(second.accept()).isTrue();
    assertThat(first.accept()).isFalse();
    send(driver, anyServer, "end");
    assertThat(arrivals.text()).isEqualTo("end");
  }

  @Test
  void a_delivery_retried_later_makes_room_in_the_window() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.RETRY_LATER);
    Arrivals arrivals = listen(driver, 1, anyServer);
    send(driver, anyServer, "later");
    send(driver, anyServer, "now");

    await(driver.retryLater(arrivals.next(), Duration.ofMillis(500), Map.of()));

    assertThat(arrivals.texts(2)).containsExactly("now", "later");
  }

  @Test
  void a_delivery_retried_later_comes_back_to_its_pool_alone() throws Exception {
    Driver driver = driver(Capability.EVENTS, Capability.POOLS, Capability.RETRY_LATER);
    Address.Events plain = events("info");
    Arrivals pooled =
        listen(driver, 10, new Address.Events(exchange, plain.name(), "audit_" + topic));
    Arrivals others = listen(driver, 10, plain);
    send(driver, plain, "m");
    assertThat(others.text()).isEqualTo("m");

    await(driver.retryLater(pooled.next(), Duration.ofMillis(50), Map.of()));

    assertThat(pooled.text()).isEqualTo("m");
    send(driver, plain, "end");
    assertThat(others.text()).isEqualTo("end");
  }

  @Test
  void a_settled_delivery_cannot_be_retried() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.RETRY_LATER);
    Arrivals arrivals = listen(driver, 10, anyServer);
    send(driver, anyServer, "m");
    Delivery delivery = arrivals.next();
    delivery.accept();

    assertThat(failure(driver.retryLater(delivery, Duration.ZERO, Map.of())).outcome())
        .isEqualTo(Outcome.NOT_SENT);

    send(driver, anyServer, "end");
    assertThat(arrivals.text()).isEqualTo("end");
  }

  @Test
  void a_dead_letter_goes_where_dead_letters_go_with_its_headers() throws Exception {
    Driver driver = driver(Capability.DEAD_LETTER);
    Address grave = deadLettersOf(queue());
    assumeTrue(grave != null, driver + " has no address for dead letters");
    Arrivals arrivals = listen(driver, 1, queue());
    Arrivals letters = listen(driver, 1, grave);
    send(driver, queue(), "bad");

    await(driver.deadLetter(arrivals.next(), Map.of("x-svar-reason", "not understood")));

    Delivery letter = letters.next();
    assertThat(Arrivals.text(letter)).isEqualTo("bad");
    assertThat(letter.message().headers()).containsEntry("x-svar-reason", "not understood");
    send(driver, queue(), "end");
    assertThat(arrivals.text()).isEqualTo("end");
  }

  @Test
  void a_settled_delivery_cannot_be_dead_lettered() throws Exception {
    Driver driver = driver(Capability.DEAD_LETTER);
    Arrivals arrivals = listen(driver, 10, queue());
    send(driver, queue(), "m");
    Delivery delivery = arrivals.next();
    delivery.accept();

    assertThat(failure(driver.deadLetter(delivery, Map.of())).outcome())
        .isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void one_driver_serves_many_subscriptions_at_once() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    List<Arrivals> all = new ArrayList<>();
    List<Subscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Arrivals arrivals = new Arrivals(SOON);
      all.add(arrivals);
      subscriptions.add(subscribe(driver, 2, arrivals, topic(topic + "_" + i)));
    }

    for (int i = 0; i < 50; i++) {
      post(driver, topic(topic + "_" + i), message("m-" + i), PublishOptions.DEFAULT);
    }

    for (int i = 0; i < 50; i++) {
      assertThat(all.get(i).text()).isEqualTo("m-" + i);
      await(subscriptions.get(i).close());
    }
  }
}
