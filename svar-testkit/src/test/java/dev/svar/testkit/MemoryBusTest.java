package dev.svar.testkit;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Message;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import dev.svar.driver.memory.MemoryDriverProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What only the memory driver does: buses by name, routes, threads, failing handlers. */
class MemoryBusTest extends MemoryBusFixture {

  @Test
  void it_is_found_by_its_scheme() {
    assertThat(ServiceLoader.load(DriverProvider.class))
        .filteredOn(provider -> provider.schemes().contains("memory"))
        .hasOnlyElementsOfType(MemoryDriverProvider.class)
        .hasSize(1);
  }

  @Test
  void its_options_are_in_a_group_of_their_own() {
    MemoryDriverProvider provider = new MemoryDriverProvider();

    assertThat(provider.optionGroup()).isEqualTo("svar_memory");
    assertThat(provider.options())
        .extracting(Option::name)
        .containsExactly("memory_queue_length", "memory_queue_bytes");
  }

  @Test
  void drivers_with_the_same_name_share_a_bus() throws Exception {
    Arrivals arrivals = listen(open(), 1, COMPUTE);

    send(open(), COMPUTE, "m");

    assertThat(arrivals.text()).isEqualTo("m");
  }

  @Test
  void drivers_with_other_names_have_other_buses() throws Exception {
    declare(open(), COMPUTE);
    Driver otherName = open(bus + "2", null, Options.NONE, clock.timer(), events);
    Driver otherVirtualHost = open(bus, "tests", Options.NONE, clock.timer(), events);
    Driver emptyVirtualHost = open(bus, "", Options.NONE, clock.timer(), events);

    assertThat(await(otherName.inspect(COMPUTE)).exists()).isFalse();
    assertThat(await(otherVirtualHost.inspect(COMPUTE)).exists()).isFalse();
    assertThat(await(emptyVirtualHost.inspect(COMPUTE)).exists()).isTrue();
  }

  @Test
  void drivers_without_a_name_have_a_bus_each() throws Exception {
    for (String host : new String[] {null, ""}) {
      Driver one = open(host, null, Options.NONE, clock.timer(), events);
      Driver another = open(host, null, Options.NONE, clock.timer(), events);
      declare(one, COMPUTE);

      assertThat(await(one.inspect(COMPUTE)).exists()).isTrue();
      assertThat(await(another.inspect(COMPUTE)).exists()).isFalse();
      assertThat(one).hasToString("memory://");
    }
  }

  @Test
  void several_names_are_an_error() {
    DriverConfig.Host host = new DriverConfig.Host("a", null, null, null);
    DriverConfig config =
        new DriverConfig("memory", List.of(host, host), null, Options.NONE, "t", clock.timer());

    assertThatThrownBy(() -> new MemoryDriverProvider().open(config, events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hosts: [a, a] (expected: one name of a bus, as in memory://name)");
  }

  @Test
  void a_bus_lives_as_long_as_its_last_driver() throws Exception {
    Driver first = open();
    declare(first, COMPUTE);
    send(first, COMPUTE, "m");
    Driver second = open();
    await(first.close());
    assertThat(backlog(second, COMPUTE)).isEqualTo(1);

    await(second.close());

    assertThat(await(open().inspect(COMPUTE)).exists()).isFalse();
  }

  @Test
  void a_message_is_handed_over_without_a_copy() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    Message message = Message.of("{}");

    await(driver.publish(COMPUTE, message, PublishOptions.DEFAULT));

    assertThat(arrivals.next().message()).isSameAs(message);
  }

  @Test
  void a_publication_has_ended_when_publish_returns() throws Exception {
    Driver driver = open();

    assertThat(publish(driver, COMPUTE, "m")).isCompleted();
    assertThat(publish(driver, INFO, "m")).isCompleted();
  }

  @Test
  void a_returned_message_says_where_it_should_have_gone() throws Exception {
    await(open().publish(COMPUTE, Message.of("{}"), PublishOptions.MANDATORY));

    assertThat(events.all(RecordingEvents.Returned.class))
        .extracting(RecordingEvents.Returned::reason)
        .containsExactly("no queue for nova/compute on memory://" + bus);
  }

  @Test
  void the_first_use_connects() throws Exception {
    Driver driver = open();
    assertThat(events.all()).isEmpty();

    send(driver, COMPUTE, "m");
    await(driver.connect());

    assertThat(events.all())
        .containsExactly(new RecordingEvents.Connected("memory://" + bus, false));
  }

  @Test
  void a_server_is_also_a_topic() throws Exception {
    Driver driver = open();
    Address.Server server = new Address.Server("nova", "compute", "host1");
    Address.Topic topic = new Address.Topic("nova", "compute.host1", null);
    Arrivals asServer = listen(driver, 1, server);
    Arrivals asTopic = listen(driver, 1, new Address.Topic("nova", "volume.host1", null));

    send(driver, topic, "to the topic");
    send(driver, new Address.Server("nova", "volume", "host1"), "to the server");

    assertThat(asServer.text()).isEqualTo("to the topic");
    assertThat(asTopic.text()).isEqualTo("to the server");
  }

  @Test
  void events_are_also_a_topic_and_have_its_pools() throws Exception {
    Driver driver = open();
    Arrivals pool =
        listen(driver, 1, new Address.Topic("nova", "notifications.info", "collectors"));
    Arrivals plain = listen(driver, 1, new Address.Topic("nova", "notifications.info", null));

    send(driver, INFO, "m");

    assertThat(pool.text()).isEqualTo("m");
    assertThat(plain.text()).isEqualTo("m");
  }

  @Test
  void a_topic_may_have_pools_only() throws Exception {
    Driver driver = open();
    Address.Topic pool = new Address.Topic("nova", "compute", "workers");
    Arrivals arrivals = listen(driver, 1, pool);

    await(driver.publish(COMPUTE, Message.of("m"), PublishOptions.MANDATORY));

    assertThat(arrivals.text()).isEqualTo("m");
    assertThat(events.all(RecordingEvents.Returned.class)).isEmpty();
  }

  @Test
  void what_is_sent_to_a_pool_goes_to_no_other() throws Exception {
    Driver driver = open();
    Address.Topic pool = new Address.Topic("nova", "compute", "workers");
    declare(driver, COMPUTE, pool);

    send(driver, pool, "m");

    assertThat(backlog(driver, pool)).isEqualTo(1);
    assertThat(backlog(driver, COMPUTE)).isZero();
    assertThat(listen(driver, 1, pool).text()).isEqualTo("m");
  }

  @Test
  void dead_letters_of_a_topic_are_in_one_place() throws Exception {
    Driver driver = open();
    Address.Server server = new Address.Server("nova", "compute", "host1");
    Arrivals arrivals = listen(driver, 10, COMPUTE, server, EVERY_COMPUTE);
    send(driver, COMPUTE, "topic");
    send(driver, server, "server");
    send(driver, EVERY_COMPUTE, "fanout");

    for (Delivery delivery : arrivals.next(3)) {
      await(driver.deadLetter(delivery, Map.of("x", 1)));
    }

    Arrivals letters = listen(driver, 10, new Address.Topic("nova", "compute.dead", null));
    assertThat(letters.texts(3)).containsExactly("topic", "server", "fanout");
  }

  @Test
  void dead_letters_of_events_are_events() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 10, INFO);
    send(driver, INFO, "m");

    await(driver.deadLetter(arrivals.next(), Map.of("x", 1)));

    Arrivals letters =
        listen(driver, 10, new Address.Events("nova", "notifications.info.dead", null));
    assertThat(letters.next().message().headers()).containsEntry("x", 1);
  }

  @Test
  void an_inbox_has_no_dead_letters() throws Exception {
    Driver driver = open();
    Address.Inbox inbox = new Address.Inbox("reply_1");
    Arrivals arrivals = listen(driver, 10, inbox);
    send(driver, inbox, "m");
    Delivery delivery = arrivals.next();

    assertThat(failure(driver.deadLetter(delivery, Map.of())))
        .hasMessage("inbox reply_1 has no dead letters: its only reader has it");
    assertThat(delivery.accept()).isTrue();
  }

  @Test
  void a_handler_runs_on_the_thread_that_publishes() throws Exception {
    CompletableFuture<Thread> handled = new CompletableFuture<>();
    await(open().subscribe(Set.of(COMPUTE), 1, d -> handled.complete(Thread.currentThread())));

    send(open(), COMPUTE, "m");

    assertThat(handled).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void what_keeps_that_thread_for_too_long_goes_on_on_the_one_of_the_driver() throws Exception {
    Driver driver = open();
    BlockingQueue<Thread> handled = new LinkedBlockingQueue<>();
    Consumer<Delivery> handler =
        delivery -> {
          handled.add(Thread.currentThread());
          driver.publish(COMPUTE, delivery.message(), PublishOptions.DEFAULT);
          delivery.accept();
        };
    await(driver.subscribe(Set.of(COMPUTE), 1, handler));

    send(driver, COMPUTE, "m"); // comes back without end

    Thread first = requireNonNull(handled.poll(30, SECONDS));
    Thread other = first;
    while (other == first) {
      other = requireNonNull(handled.poll(30, SECONDS));
    }
    assertThat(first).isSameAs(Thread.currentThread());
    assertThat(other.getName()).isEqualTo("svar-memory-test-0");
    assertThat(other.isDaemon()).isTrue();
    await(driver.close());
    other.join(30_000);
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void a_driver_may_be_closed_by_its_handler() throws Exception {
    Driver driver = open();
    CompletableFuture<CompletableFuture<Void>> closed = new CompletableFuture<>();
    await(driver.subscribe(Set.of(COMPUTE), 1, d -> closed.complete(driver.close())));

    send(open(), COMPUTE, "m");

    await(await(closed));
  }

  @Test
  void a_handler_that_throws_gets_the_message_once_more() throws Exception {
    Driver driver = open();
    AtomicInteger calls = new AtomicInteger();
    Arrivals arrivals = new Arrivals(SOON);
    await(
        driver.subscribe(
            Set.of(COMPUTE),
            1,
            delivery -> {
              if (Arrivals.text(delivery).equals("bad")) {
                calls.incrementAndGet();
                throw new AssertionError("the handler of a test fails on purpose");
              }
              arrivals.accept(delivery);
            }));

    send(driver, COMPUTE, "bad", "good");

    assertThat(arrivals.text()).isEqualTo("good");
    assertThat(calls).hasValue(2);
    assertThat(backlog(driver, COMPUTE)).isZero();
  }

  @Test
  void an_event_handler_that_throws_does_not_keep_its_publication_from_ending() throws Exception {
    RecordingEvents failing = new RecordingEvents();
    Driver driver = open(bus, null, Options.NONE, clock.timer(), new FailingEvents(failing));

    await(driver.publish(COMPUTE, Message.of("m"), PublishOptions.MANDATORY));

    assertThat(failing.all(RecordingEvents.Returned.class)).hasSize(1);
  }

  @Test
  void a_delivery_of_another_driver_is_an_error() throws Exception {
    Driver driver = open();
    Driver another = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m");
    Delivery delivery = arrivals.next();

    assertThatThrownBy(() -> another.deadLetter(delivery, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "delivery: 1 bytes of application/json at nova/compute"
                + " (expected: one that this driver brought)");
  }

  @Test
  void a_missing_inbox_is_not_waited_for() {
    assertThat(open().missingInboxPatience()).isZero();
  }

  @Test
  void a_closed_driver_says_so() throws Exception {
    Driver driver = open();
    await(driver.close());

    assertThat(failure(publish(driver, COMPUTE, "m")))
        .hasMessage(
            "The application has closed this end of memory://"
                + bus
                + ": nothing goes through it any more");
    assertThat(failure(driver.inspect(COMPUTE)).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void a_delivery_that_was_settled_cannot_be_settled_otherwise() throws Exception {
    Driver driver = open();
    Arrivals arrivals = listen(driver, 1, COMPUTE);
    send(driver, COMPUTE, "m");
    Delivery delivery = arrivals.next();
    delivery.accept();

    assertThat(failure(driver.deadLetter(delivery, Map.of())))
        .hasMessage(
            "Settled before, or its subscription has ended:"
                + " 1 bytes of application/json at nova/compute");
  }

  @Test
  void a_subscription_needs_addresses_and_a_window() {
    Driver driver = open();

    assertThatThrownBy(() -> driver.subscribe(Set.of(), 1, d -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("addresses: none (expected: one or more)");
    assertThatThrownBy(() -> driver.subscribe(Set.of(COMPUTE), 0, d -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window: 0 (expected: 1 or more)");
  }

  @Test
  void what_goes_back_keeps_its_place_and_says_whether_it_was_seen() throws Exception {
    Driver driver = open();
    CompletableFuture<Void> inside = new CompletableFuture<>();
    CompletableFuture<Void> leave = new CompletableFuture<>();
    Subscription first =
        await(
            driver.subscribe(
                Set.of(COMPUTE),
                3,
                delivery -> {
                  inside.complete(null);
                  leave.join();
                }));
    new Thread(() -> driver.publish(COMPUTE, Message.of("m-0"), PublishOptions.DEFAULT)).start();
    await(inside);
    send(driver, COMPUTE, "m-1", "m-2", "m-3");

    CompletableFuture<Void> paused = first.pause();
    assertThat(paused).isNotDone();
    assertThat(backlog(driver, COMPUTE)).isEqualTo(3); // all but the one that the handler has
    await(first.close());
    leave.complete(null);
    await(paused);

    List<Delivery> again = listen(open(), 10, COMPUTE).next(4);
    assertThat(again).extracting(Arrivals::text).containsExactly("m-0", "m-1", "m-2", "m-3");
    assertThat(again).extracting(Delivery::redelivered).containsExactly(true, false, false, false);
  }

  @Test
  void inspecting_a_fanout_counts_its_listeners() throws Exception {
    Driver driver = open();
    assertThat(await(driver.inspect(EVERY_COMPUTE)).exists()).isFalse();
    listen(driver, 1, EVERY_COMPUTE);
    listen(driver, 1, EVERY_COMPUTE);
    send(driver, EVERY_COMPUTE, "m", "m");

    var inspection = await(driver.inspect(EVERY_COMPUTE));

    assertThat(inspection.exists()).isTrue();
    assertThat(inspection.consumers()).isEqualTo(2);
    assertThat(inspection.backlog()).isEqualTo(2);
  }
}
