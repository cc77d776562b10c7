package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The memory driver with many threads at once, where it promises more than a broker. */
class MemoryConcurrencyTest extends MemoryBusFixture {
  private static final int PUBLISHERS = 4;
  private static final int EACH = 2_000;

  @Test
  void every_message_is_accepted_exactly_once_while_consumers_come_go_pause_and_give_back()
      throws Exception {
    Driver keeper = open();
    declare(keeper, COMPUTE);
    Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
    AtomicInteger missing = new AtomicInteger(PUBLISHERS * EACH);
    CompletableFuture<Void> all = new CompletableFuture<>();
    Settler settler =
        new Settler(
            body -> {
              accepted.computeIfAbsent(body, key -> new AtomicInteger()).incrementAndGet();
              if (missing.decrementAndGet() == 0) {
                all.complete(null);
              }
            });
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      String prefix = "p" + i + "-";
      Driver driver = open();
      threads.add(
          inThread(
              () -> {
                for (int m = 0; m < EACH; m++) {
                  send(driver, COMPUTE, prefix + m);
                }
              }));
    }
    for (int i = 0; i < 3; i++) {
      Driver driver = open();
      threads.add(
          inThread(
              () -> {
                while (!over.get()) {
                  Subscription subscription =
                      await(driver.subscribe(Set.of(COMPUTE, EVERY_COMPUTE), 5, settler));
                  settler.settle(50, over);
                  if (ThreadLocalRandom.current().nextBoolean()) {
                    await(subscription.pause());
                  }
                  await(subscription.close());
                }
              }));
    }

    await(all);
    over.set(true);
    for (CompletableFuture<Void> thread : threads) {
      await(thread);
    }
    assertThat(accepted).hasSize(PUBLISHERS * EACH);
    assertThat(accepted.values()).allMatch(times -> times.get() == 1);
    assertThat(backlog(keeper, COMPUTE)).isZero();
  }

  @Test
  void drivers_come_and_go_while_others_publish() throws Exception {
    Driver keeper = open();
    declare(keeper, COMPUTE);
    AtomicInteger received = new AtomicInteger();
    CompletableFuture<Void> publisher =
        inThread(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                send(keeper, COMPUTE, "m-" + i);
              }
            });

    while (!publisher.isDone() || backlog(keeper, COMPUTE) > 0) {
      Driver driver = open();
      await(
          driver.subscribe(
              Set.of(COMPUTE),
              3,
              delivery -> {
                if (delivery.accept()) {
                  received.incrementAndGet();
                }
              }));
      await(driver.close());
    }

    await(publisher);
    assertThat(received).hasValue(2_000);
  }

  @Test
  void a_bus_may_be_opened_while_its_last_driver_closes() throws Exception {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Address.Topic own = new Address.Topic("nova", "own-" + i, null);
      threads.add(
          inThread(
              () -> {
                for (int round = 0; round < 200; round++) {
                  Driver driver = openUnlisted();
                  Arrivals arrivals = listen(driver, 1, own);
                  send(driver, own, "m-" + round);
                  assertThat(arrivals.text()).isEqualTo("m-" + round);
                  await(driver.close());
                }
              }));
    }
    for (CompletableFuture<Void> thread : threads) {
      await(thread);
    }
    assertThat(await(open().inspect(COMPUTE)).exists()).isFalse();
  }

  @Test
  void no_lock_is_held_while_handlers_and_events_run() throws Exception {
    CompletableFuture<Driver> driver = new CompletableFuture<>();
    CompletableFuture<String> fromEvents = new CompletableFuture<>();
    DriverEvents asking =
        (DriverEvents)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DriverEvents.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("returned")) {
                    fromEvents.complete(askFromAnotherThread(driver.join()));
                  }
                  return null;
                });
    driver.complete(open(bus, null, Options.NONE, clock.timer(), asking));
    CompletableFuture<String> fromHandler = new CompletableFuture<>();
    await(
        driver
            .join()
            .subscribe(
                Set.of(COMPUTE),
                1,
                delivery -> fromHandler.complete(askFromAnotherThread(driver.join()))));

    send(driver.join(), COMPUTE, "m");
    await(driver.join().publish(EVERY_COMPUTE, Message.of("m"), PublishOptions.MANDATORY));

    assertThat(await(fromHandler)).isEqualTo("answered");
    assertThat(await(fromEvents)).isEqualTo("answered");
  }

  private static String askFromAnotherThread(Driver driver) {
    CompletableFuture<Void> asked = inThread(() -> send(driver, INFO, "m"));
    try {
      await(asked);
      return "answered";
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static CompletableFuture<Void> inThread(Action action) {
    return DriverFixture.inThread(
        () -> {
          action.run();
          return null;
        });
  }

  private interface Action {
    void run() throws Exception;
  }

  /** Takes deliveries of several subscriptions, and settles them in all ways, on any thread. */
  private record Settler(BlockingQueue<Delivery> waiting, Consumer<String> accepted)
      implements Consumer<Delivery> {

    Settler(Consumer<String> accepted) {
      this(new LinkedBlockingQueue<>(), accepted);
    }

    @Override
    public void accept(Delivery delivery) {
      waiting.add(delivery);
    }

    void settle(int count, AtomicBoolean over) throws InterruptedException {
      for (int i = 0; i < count && !over.get(); i++) {
        Delivery delivery = waiting.poll(10, TimeUnit.MILLISECONDS);
        if (delivery == null) {
          continue;
        }
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
          delivery.requeue();
        } else if (delivery.accept()) {
          accepted.accept(Arrivals.text(delivery));
        }
      }
    }
  }
}
