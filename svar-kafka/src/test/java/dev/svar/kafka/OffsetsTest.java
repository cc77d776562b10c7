package dev.svar.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.Inspection;
import dev.svar.driver.Subscription;
import dev.svar.testkit.Arrivals;
import dev.svar.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed, and what comes again. */
@Tag("broker")
final class OffsetsTest extends KafkaFixture {
  private final KafkaBroker broker = KafkaBroker.shared();

  @TempDir Path directory;

  @Test
  void after_a_crash_everything_comes_again_from_the_first_event_that_was_not_settled()
      throws Exception {
    try (KafkaBroker own = KafkaBroker.start(directory)) {
      Driver crashing = open(own, Map.of("svar_request_timeout", 2));
      Arrivals arrivals = listen(crashing, 10, address);
      List<String> sent = send(crashing, address, 0, 10);
      List<Delivery> out = arrivals.next(10);
      for (int settled : List.of(7, 5, 2, 1, 0)) {
        assertThat(out.get(settled).accept()).isTrue();
      }
      untilBacklog(crashing, 7);

      own.stop();
      out.get(3).accept();
      await(crashing.close());
      own.startAgain();

      Arrivals again = listen(open(own, Map.of()), 10, address);
      assertThat(again.texts(7)).isEqualTo(sent.subList(3, 10));
    }
  }

  @Test
  void what_is_settled_last_of_all_is_committed_at_once() throws Exception {
    Driver driver = open(broker, Map.of("kafka_consumer_timeout", 3600));
    Arrivals arrivals = listen(driver, 10, address);
    send(driver, address, 0, 3);
    List<Delivery> out = arrivals.next(3);

    out.get(2).accept();
    out.get(0).accept();
    out.get(1).reject("for the same effect");

    untilBacklog(driver, 0);
  }

  @Test
  void closing_commits_what_is_settled() throws Exception {
    Driver driver = open(broker, Map.of());
    Arrivals arrivals = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, address, arrivals);
    send(driver, address, 0, 3);
    List<Delivery> out = arrivals.next(3);
    out.get(0).accept();
    out.get(2).accept();

    await(subscription.close());

    assertThat(await(driver.inspect(address))).isEqualTo(new Inspection(true, 0, 2));
  }

  @Test
  void a_group_that_starts_at_the_end_loses_nothing_when_it_restarts_before_its_first_event()
      throws Exception {
    Map<String, ?> latest = Map.of("svar_auto_offset_reset", "latest");
    Driver driver = open(broker, latest);
    send(driver, address, 0, 2);
    await(subscribe(driver, 10, address, new Arrivals(SOON)).close());

    List<String> missed = send(driver, address, 2, 3);

    assertThat(listen(open(broker, latest), 10, address).texts(3)).isEqualTo(missed);
  }

  @Test
  void while_the_window_is_full_the_group_is_told_that_its_member_lives() throws Exception {
    Driver driver =
        open(
            broker,
            Map.of(
                "svar_client_properties",
                Map.of("heartbeat.interval.ms", "100", "max.poll.interval.ms", "1000")));
    Arrivals arrivals = listen(driver, 1, address);
    List<String> sent = send(driver, address, 0, 1200);
    Delivery slow = arrivals.next();

    // Longer than a member may not poll.
    new CompletableFuture<Void>().completeOnTimeout(null, 4, TimeUnit.SECONDS).join();

    assertThat(await(driver.inspect(address)).consumers()).isEqualTo(1);
    assertThat(slow.accept()).isTrue();
    assertThat(arrivals.texts(1199)).isEqualTo(sent.subList(1, 1200));
    untilBacklog(driver, 0);
  }

  @Test
  void what_is_out_survives_that_another_member_comes_and_goes() throws Exception {
    Driver driver = open(broker, Map.of());
    Arrivals arrivals = listen(driver, 3, address);
    List<String> sent = send(driver, address, 0, 6);
    List<Delivery> out = arrivals.next(3);

    Driver other = open(broker, Map.of());
    Arrivals others = listen(other, 3, address);
    await(other.close());

    assertThat(out).allMatch(Delivery::accept);
    assertThat(arrivals.texts(3)).isEqualTo(sent.subList(3, 6));
    assertThat(others.size()).isZero();
    untilBacklog(driver, 0);
  }

  @Test
  void nothing_is_lost_while_members_of_a_group_come_and_go() throws Exception {
    createTopic(broker, name, 4);
    Driver first = open(broker, Map.of());
    Driver second = open(broker, Map.of());
    Set<String> handled = new HashSet<>();
    Arrivals arrivals = new Arrivals(SOON);
    subscribe(first, 20, address, arrivals);
    CompletableFuture<List<String>> sent =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return send(first, address, 0, 2000);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    for (int i = 0; i < 5; i++) {
      Subscription guest = subscribe(second, 20, address, arrivals);
      handle(arrivals, handled, handled.size() + 150);
      await(guest.close());
    }
    handle(arrivals, handled, 2000);

    assertThat(handled).containsExactlyInAnyOrderElementsOf(await(sent));
    untilBacklog(first, 0);
  }

  private static void handle(Arrivals arrivals, Set<String> handled, int until) throws Exception {
    while (handled.size() < Math.min(until, 2000)) {
      Delivery delivery = arrivals.next();
      if (delivery.accept()) {
        handled.add(Arrivals.text(delivery));
      }
    }
  }

  @Test
  void a_subscription_to_several_pools_has_one_window() throws Exception {
    Driver driver = open(broker, Map.of());
    Address.Events other = new Address.Events("svar", name, address.pool() + "_other");
    Arrivals arrivals = new Arrivals(SOON);
    await(driver.subscribe(Set.of(address, other), 3, arrivals));
    send(driver, address, 0, 4);

    List<Delivery> out = arrivals.next(3);
    Set<Address> from = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      assertThat(arrivals.size()).isLessThanOrEqualTo(3);
      Delivery next = i < 3 ? out.get(i) : arrivals.next();
      from.add(next.address());
      next.accept();
    }

    assertThat(from).containsExactlyInAnyOrder(address, other);
  }

  @Test
  void an_event_that_is_given_back_over_and_over_holds_up_neither_polls_nor_others()
      throws Exception {
    createTopic(broker, name, 2);
    Driver driver =
        open(
            broker,
            Map.of(
                "svar_client_properties",
                Map.of("heartbeat.interval.ms", "100", "max.poll.interval.ms", "1000")));
    CompletableFuture<Void> enough = new CompletableFuture<>();
    Arrivals others = new Arrivals(SOON);
    subscribe(
        driver,
        10,
        address,
        delivery -> {
          if (!Arrivals.text(delivery).equals("m-0")) {
            others.accept(delivery);
          } else if (enough.isDone()) {
            delivery.accept();
          } else {
            delivery.requeue();
          }
        });
    send(driver, address, 0, 1);

    // Longer than a member may not poll.
    new CompletableFuture<Void>().completeOnTimeout(null, 3, TimeUnit.SECONDS).join();
    send(driver, address, 1, 5);

    assertThat(others.texts(5)).hasSize(5);
    assertThat(await(driver.inspect(address)).consumers()).isEqualTo(1);
    enough.complete(null);
    untilBacklog(driver, 0);
  }

  @Test
  void a_dead_letter_is_settled_when_the_broker_has_it() throws Exception {
    Driver driver = open(broker, Map.of());
    Arrivals arrivals = listen(driver, 10, address);
    Arrivals dead =
        listen(open(broker, Map.of()), 1, new Address.Events("svar", name + ".dead", "dead"));
    send(driver, address, 0, 1);
    Delivery delivery = arrivals.next();

    CompletableFuture<Void> buried = driver.deadLetter(delivery, Map.of("x-svar-attempts", 3));
    assertThat(delivery.accept()).isFalse();
    await(buried);

    assertThat(dead.next().message().headers()).containsEntry("x-svar-attempts", "3");
    untilBacklog(driver, 0);
  }

  private void untilBacklog(Driver driver, long backlog) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> await(driver.inspect(address)).backlog() == backlog);
  }
}
