package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The window, and the three ways out of it. */
abstract class SettlementContract extends PublicationContract {

  @Test
  void no_more_than_the_window_is_unsettled() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 4, queue());
    List<String> sent = send(driver, queue(), "m", 10);

    List<Delivery> out = arrivals.next(4);
    roundTrip(driver);
    assertThat(arrivals.size()).isZero();
    out.get(0).accept();
    out.add(arrivals.next());
    roundTrip(driver);
    assertThat(arrivals.size()).isZero();

    assertThat(out).extracting(Arrivals::text).isEqualTo(sent.subList(0, 5));
    out.subList(1, 5).forEach(Delivery::accept);
    assertThat(arrivals.texts(5)).isEqualTo(sent.subList(5, 10));
  }

  @Test
  void the_window_counts_over_all_addresses_of_a_subscription() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER, Capability.FANOUT);
    Arrivals arrivals = listen(driver, 4, anyServer, server("host1"), everyServer);
    List<String> sent = new ArrayList<>();
    for (Address address : List.of(anyServer, server("host1"), everyServer)) {
      sent.addAll(send(driver, address, address.toString(), 4));
    }

    List<Delivery> out = arrivals.next(4);
    roundTrip(driver);
    assertThat(arrivals.size()).isZero();
    out.get(2).accept();
    out.add(arrivals.next());
    roundTrip(driver);
    assertThat(arrivals.size()).isZero();

    List<String> received = new ArrayList<>(out.stream().map(Arrivals::text).toList());
    out.forEach(Delivery::accept);
    received.addAll(arrivals.texts(7));
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void every_subscription_has_a_window_of_its_own() throws Exception {
    Driver driver = driver();
    Arrivals full = listen(driver, 1, queue());
    Arrivals free = listen(driver, 1, queue(topic + "_other"));

    send(driver, queue(), "full", 2);
    send(driver, queue(topic + "_other"), "free");

    assertThat(free.text()).isEqualTo("free");
    assertThat(full.texts(2)).containsExactly("full-0", "full-1");
  }

  @Test
  void deliveries_are_settled_in_any_order() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());
    List<String> sent = send(driver, queue(), "m", 20);
    List<Delivery> out = arrivals.next(10);

    Collections.reverse(out);
    for (Delivery delivery : out) {
      assertThat(delivery.accept()).isTrue();
    }

    assertThat(arrivals.texts(10)).isEqualTo(sent.subList(10, 20));
  }

  @Test
  void deliveries_are_settled_from_any_thread() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 8, queue());
    List<String> sent = send(driver, queue(), "m", 800);
    List<CompletableFuture<List<String>>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(inThread(() -> arrivals.texts(100)));
    }

    List<String> received = new ArrayList<>();
    for (CompletableFuture<List<String>> worker : workers) {
      received.addAll(await(worker));
    }

    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void a_delivery_is_settled_once() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());
    send(driver, queue(), "m");
    Delivery delivery = arrivals.next();

    assertThat(delivery.accept()).isTrue();

    assertThat(delivery.accept()).isFalse();
    assertThat(delivery.requeue()).isFalse();
    assertThat(delivery.reject("again")).isFalse();
    send(driver, queue(), "end");
    assertThat(arrivals.text()).isEqualTo("end");
  }

  @Test
  void of_many_threads_that_settle_a_delivery_one_does() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 1, queue());
    send(driver, queue(), "m", 50);

    for (int i = 0; i < 50; i++) {
      Delivery delivery = arrivals.next();
      CyclicBarrier start = new CyclicBarrier(4);
      AtomicInteger settled = new AtomicInteger();
      List<CompletableFuture<Boolean>> threads = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        threads.add(
            inThread(
                () -> {
                  start.await();
                  return delivery.accept() && settled.incrementAndGet() > 0;
                }));
      }
      for (CompletableFuture<Boolean> thread : threads) {
        await(thread);
      }
      assertThat(settled).hasValue(1);
    }
  }

  @Test
  void a_requeued_delivery_comes_again_and_says_so() throws Exception {
    Driver driver = driver(Capability.REQUEUE);
    Arrivals arrivals = listen(driver, 1, queue());
    send(driver, queue(), "m");
    Delivery first = arrivals.next();

    assertThat(first.requeue()).isTrue();

    Delivery second = arrivals.next();
    assertThat(first.redelivered()).isFalse();
    assertThat(second.redelivered()).isTrue();
    assertThat(second.message().body()).isEqualTo(first.message().body());
    assertThat(second.accept()).isTrue();
    assertThat(first.accept()).isFalse();
  }

  @Test
  void a_requeued_delivery_comes_before_those_that_wait() throws Exception {
    Driver driver = driver(Capability.REQUEUE);
    Arrivals arrivals = listen(driver, 1, queue());
    send(driver, queue(), "m", 3);

    arrivals.next().requeue();

    assertThat(arrivals.texts(3)).containsExactly("m-0", "m-1", "m-2");
  }

  @Test
  void a_requeued_delivery_may_go_to_another_server() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.REQUEUE);
    subscribe(driver, 10, Delivery::requeue, anyServer);
    Arrivals willing = listen(driver, 10, anyServer);

    List<String> sent = send(driver, anyServer, "m", 10);

    assertThat(willing.texts(10)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void a_rejected_delivery_does_not_come_again() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 1, queue());
    send(driver, queue(), "bad");
    send(driver, queue(), "good");

    assertThat(arrivals.next().reject("not understood")).isTrue();

    assertThat(arrivals.text()).isEqualTo("good");
    send(driver, queue(), "end");
    assertThat(arrivals.text()).isEqualTo("end");
  }

  @Test
  void a_delivery_settled_after_its_subscription_closed_says_that_it_is_too_late()
      throws Exception {
    Driver driver = driver();
    Arrivals arrivals = new Arrivals(SOON);
    var subscription = subscribe(driver, 10, arrivals, queue());
    send(driver, queue(), "m", 3);
    List<Delivery> out = arrivals.next(3);

    await(subscription.close());

    assertThat(out.get(0).accept()).isFalse();
    assertThat(out.get(1).requeue()).isFalse();
    assertThat(out.get(2).reject("late")).isFalse();
  }

  @Test
  void a_delivery_settled_after_its_driver_closed_says_that_it_is_too_late() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());
    send(driver, queue(), "m");
    Delivery delivery = arrivals.next();

    await(driver.close());

    assertThat(delivery.accept()).isFalse();
  }

  /**
   * Sends a message through another subscription of {@code driver}, a few times: what was on its
   * way before has arrived then.
   */
  final void roundTrip(Driver driver) throws Exception {
    Address aside = queue(topic + "_aside");
    Arrivals marker = new Arrivals(SOON);
    var subscription = subscribe(driver, 1, marker, aside);
    for (int i = 0; i < 3; i++) {
      send(driver, aside, "marker");
      marker.text();
    }
    await(subscription.close());
  }
}
