package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handlers, and how subscriptions pause and end. */
abstract class SubscriptionContract extends SettlementContract {

  @Test
  void a_handler_gets_one_delivery_at_a_time() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER, Capability.FANOUT);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Tally tally = new Tally(900);
    var count = tally.count("all");
    subscribe(
        driver,
        50,
        delivery -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          count.accept(delivery);
          inside.decrementAndGet();
        },
        anyServer,
        server("host1"),
        everyServer);

    List<CompletableFuture<List<String>>> publishers = new ArrayList<>();
    for (Address address : List.of(anyServer, server("host1"), everyServer)) {
      publishers.add(inThread(() -> send(driver, address, "m", 300)));
    }
    for (CompletableFuture<List<String>> publisher : publishers) {
      await(publisher);
    }

    tally.await(SOON);
    assertThat(most).hasValue(1);
  }

  @Test
  void a_handler_that_throws_does_not_stop_the_flow() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = new Arrivals(SOON);
    subscribe(
        driver,
        1,
        delivery -> {
          if (Arrivals.text(delivery).equals("bad")) {
            throw new IllegalStateException("the handler of a test fails on purpose");
          }
          arrivals.accept(delivery);
        },
        queue());

    send(driver, queue(), "bad");
    send(driver, queue(), "good");

    assertThat(arrivals.text()).isEqualTo("good");
  }

  @Test
  void a_handler_may_publish_subscribe_and_settle() throws Exception {
    Driver driver = driver();
    Address other = queue(topic + "_other");
    Arrivals arrivals = new Arrivals(SOON);
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    Message message = message("from the handler");
    subscribe(
        driver,
        1,
        delivery ->
            follow(
                driver
                    .subscribe(Set.of(other), 1, arrivals)
                    .thenCompose(done -> publish(driver, other, message, PublishOptions.DEFAULT))
                    .thenApply(done -> delivery.accept()),
                settled),
        queue());

    send(driver, queue(), "m");

    assertThat(arrivals.text()).isEqualTo("from the handler");
    assertThat(await(settled)).isTrue();
  }

  @Test
  void a_paused_subscription_gets_nothing_more() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    Arrivals paused = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, paused, anyServer);
    send(driver, anyServer, "before");
    assertThat(paused.text()).isEqualTo("before");

    await(subscription.pause());
    Arrivals other = listen(driver, 10, anyServer);
    List<String> sent = send(driver, anyServer, "after", 5);

    assertThat(other.texts(5)).isEqualTo(sent);
    assertThat(paused.size()).isZero();
  }

  @Test
  void what_is_out_when_a_subscription_pauses_can_be_settled() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.REQUEUE);
    Arrivals arrivals = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, arrivals, anyServer);
    send(driver, anyServer, "m", 3);
    List<Delivery> out = arrivals.next(3);

    await(subscription.pause());

    assertThat(out.get(0).accept()).isTrue();
    assertThat(out.get(1).requeue()).isTrue();
    assertThat(out.get(2).reject("no")).isTrue();
    assertThat(listen(driver, 10, anyServer).text()).isEqualTo("m-1");
    assertThat(arrivals.size()).isZero();
  }

  @Test
  void a_handler_may_pause_its_subscription() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.STORE);
    CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    CompletableFuture<Void> paused = new CompletableFuture<>();
    Arrivals arrivals = new Arrivals(SOON);
    subscription.complete(
        subscribe(
            driver,
            1,
            delivery -> {
              arrivals.accept(delivery);
              follow(subscription.thenCompose(Subscription::pause), paused);
            },
            anyServer));

    send(driver, anyServer, "m", 3);
    await(paused);

    assertThat(arrivals.text()).isEqualTo("m-0");
    assertThat(listen(driver, 10, anyServer).texts(2)).containsExactly("m-1", "m-2");
    assertThat(arrivals.size()).isZero();
  }

  @Test
  void a_paused_subscription_can_be_paused_again_and_closed() throws Exception {
    Driver driver = driver(Capability.STORE);
    Arrivals arrivals = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, arrivals, queue());
    send(driver, queue(), "m");
    Delivery out = arrivals.next();

    await(subscription.pause());
    await(subscription.pause());
    await(subscription.close());

    assertThat(out.accept()).isFalse();
    assertThat(listen(driver, 10, queue()).text()).isEqualTo("m");
  }

  @Test
  void what_is_unsettled_when_a_subscription_closes_goes_to_another_one() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.STORE);
    Arrivals first = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, first, anyServer);
    List<String> sent = send(driver, anyServer, "m", 5);
    List<Delivery> out = first.next(5);
    out.get(1).accept();

    await(subscription.close());

    Arrivals second = listen(driver, 10, anyServer);
    List<Delivery> again = second.next(4);
    assertThat(again)
        .extracting(Arrivals::text)
        .containsExactlyInAnyOrder(sent.get(0), sent.get(2), sent.get(3), sent.get(4));
    assertThat(again).allMatch(Delivery::redelivered);
  }

  @Test
  void what_is_unsettled_when_a_driver_closes_goes_to_another_one() throws Exception {
    Driver leaving = driver(Capability.STORE);
    Driver staying = driver();
    Arrivals first = listen(leaving, 10, queue());
    List<String> sent = send(staying, queue(), "m", 5);
    first.next(5);
    Arrivals second = listen(staying, 10, queue());

    await(leaving.close());

    assertThat(second.texts(5)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void a_closed_subscription_gets_nothing_more() throws Exception {
    Driver driver = driver();
    Arrivals closed = new Arrivals(SOON);
    Subscription subscription = subscribe(driver, 10, closed, queue());
    Arrivals other = listen(driver, 10, queue());

    await(subscription.close());
    List<String> sent = send(driver, queue(), "m", 10);

    assertThat(other.texts(10)).isEqualTo(sent);
    assertThat(closed.size()).isZero();
  }

  @Test
  void a_subscription_can_be_closed_again() throws Exception {
    Driver driver = driver();
    Subscription subscription = subscribe(driver, 10, new Arrivals(SOON), queue());

    await(subscription.close());
    await(subscription.close());
    await(subscription.pause());
  }

  @Test
  void a_fanout_queue_ends_with_its_subscription() throws Exception {
    Driver driver = driver(Capability.FANOUT, Capability.MANDATORY);
    Subscription subscription = subscribe(driver, 10, new Arrivals(SOON), everyServer);
    await(subscription.close());

    // A broker may say that nobody consumes any more before it has taken the queue away.
    long start = System.nanoTime();
    do {
      await(publish(driver, everyServer, message("m"), PublishOptions.MANDATORY));
    } while (events.all(RecordingEvents.Returned.class).isEmpty()
        && System.nanoTime() - start < SOON.toNanos());
    assertThat(events.all(RecordingEvents.Returned.class)).hasSize(1);
  }

  @Test
  void nothing_is_lost_while_servers_come_and_go() throws Exception {
    Driver driver = driver(Capability.STORE);
    declare(driver, queue());
    CompletableFuture<List<String>> publisher = inThread(() -> send(driver, queue(), "m", 1000));
    Set<String> received = new HashSet<>();

    for (int i = 0; i < 20; i++) {
      Arrivals arrivals = new Arrivals(SOON);
      Subscription subscription = subscribe(driver, 16, arrivals, queue());
      for (int taken = 0; taken < 20; taken++) {
        Delivery delivery = arrivals.next();
        if (delivery.accept()) {
          received.add(Arrivals.text(delivery));
        }
      }
      await(subscription.close());
    }
    Arrivals rest = listen(driver, 16, queue());
    while (received.size() < 1000) {
      received.add(rest.text());
    }

    assertThat(received).containsExactlyInAnyOrderElementsOf(await(publisher));
  }

  /** Ends {@code second} as {@code first} ends. */
  private static <T> void follow(CompletableFuture<T> first, CompletableFuture<T> second) {
    var unused =
        first.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                second.completeExceptionally(failure);
              } else {
                second.complete(value);
              }
            });
  }
}
