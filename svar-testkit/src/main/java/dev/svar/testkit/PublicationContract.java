package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Driver;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.testkit.RecordingEvents.Returned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How publications end, and in which order they arrive. */
abstract class PublicationContract extends MessageContract {
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void a_publication_ends_when_it_is_confirmed() throws Exception {
    Driver driver = driver(Capability.CONFIRM);
    declare(driver, queue());

    await(publish(driver, queue(), message("m"), PublishOptions.DEFAULT));
  }

  @ParameterizedTest
  @EnumSource(Confirm.class)
  void a_publication_ends_and_arrives(Confirm confirm) throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());

    await(publish(driver, queue(), message("m"), PublishOptions.of(confirm)));

    assertThat(arrivals.text()).isEqualTo("m");
  }

  @ParameterizedTest
  @EnumSource(Confirm.class)
  void publications_of_one_thread_to_one_address_arrive_in_order(Confirm confirm) throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver(), 50, queue());
    List<String> sent = new ArrayList<>();

    for (int i = 0; i < 1000; i++) {
      sent.add("m-" + i);
      post(driver, queue(), message("m-" + i), new PublishOptions(i % 3 == 0, null, confirm));
    }

    assertThat(arrivals.texts(1000)).isEqualTo(sent);
  }

  @Test
  void what_is_not_confirmed_promptly_keeps_its_order() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 50, queue());
    List<String> sent = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      sent.add("m-" + i);
      Confirm confirm = i % 2 == 0 ? Confirm.NONE : Confirm.EVENTUAL;
      post(driver, queue(), message("m-" + i), new PublishOptions(i % 3 == 0, null, confirm));
    }

    assertThat(arrivals.texts(200)).isEqualTo(sent);
  }

  @Test
  void nothing_is_lost_or_doubled_when_many_publish_at_once() throws Exception {
    Driver driver = driver();
    Driver another = driver();
    Arrivals arrivals = new Arrivals(SOON);
    subscribe(driver, 100, arrivals, queue());
    subscribe(another, 7, arrivals, queue());
    List<String> expected = new ArrayList<>();
    List<CompletableFuture<List<String>>> publishers = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      String prefix = "publisher-" + i;
      Driver own = i % 2 == 0 ? driver : another;
      publishers.add(inThread(() -> send(own, queue(), prefix, 500)));
    }
    List<String> received = arrivals.texts(4000);
    for (CompletableFuture<List<String>> publisher : publishers) {
      expected.addAll(await(publisher));
    }

    assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void what_depends_on_a_publication_may_publish() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());

    await(
        publish(driver, queue(), "first")
            .thenCompose(done -> publish(driver, queue(), "second"))
            .thenCompose(done -> publish(driver, queue(), "third")));

    assertThat(arrivals.texts(3)).containsExactly("first", "second", "third");
  }

  @Test
  void a_mandatory_message_without_a_queue_comes_back_before_its_publication_ends()
      throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.MANDATORY);
    Message sent = message("nobody is there");

    await(publish(driver, anyServer, sent, PublishOptions.MANDATORY));

    List<Returned> returned = events.all(Returned.class);
    assertThat(returned).hasSize(1);
    assertThat(returned.get(0).message().body()).isEqualTo(sent.body());
    assertThat(returned.get(0).reason()).isNotBlank();
  }

  @Test
  void a_mandatory_message_for_an_absent_server_comes_back() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER, Capability.MANDATORY);
    listen(driver, 10, anyServer, server("host1"));

    await(publish(driver, server("host2"), message("m"), PublishOptions.MANDATORY));

    assertThat(events.all(Returned.class)).hasSize(1);
  }

  @Test
  void a_mandatory_message_with_a_queue_does_not_come_back() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.MANDATORY);
    Arrivals arrivals = listen(driver, 10, anyServer);

    await(publish(driver, anyServer, message("m"), PublishOptions.MANDATORY));

    assertThat(arrivals.text()).isEqualTo("m");
    assertThat(events.all(Returned.class)).isEmpty();
  }

  @Test
  void a_message_without_a_queue_that_is_not_mandatory_does_not_come_back() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.MANDATORY);

    send(driver, anyServer, "nobody is there");

    assertThat(events.all(Returned.class)).isEmpty();
  }

  @Test
  void a_message_whose_time_is_up_before_anybody_listens_is_dropped() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.EXPIRATION, Capability.STORE);
    declare(driver, anyServer);
    await(publish(driver, anyServer, message("expired"), expiring(SHORT)));
    pass(SHORT.multipliedBy(10));
    send(driver, anyServer, "fresh");

    Arrivals arrivals = listen(driver, 10, anyServer);

    assertThat(arrivals.text()).isEqualTo("fresh");
  }

  @Test
  void a_message_whose_time_is_up_behind_a_full_window_is_dropped() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.EXPIRATION);
    Arrivals arrivals = listen(driver, 1, anyServer);
    send(driver, anyServer, "slow");
    var slow = arrivals.next();
    await(publish(driver, anyServer, message("expired"), expiring(SHORT)));
    send(driver, anyServer, "fresh");
    pass(SHORT.multipliedBy(10));

    slow.accept();

    assertThat(arrivals.text()).isEqualTo("fresh");
  }

  @Test
  void a_message_without_time_is_dropped_if_nobody_listens() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.EXPIRATION, Capability.STORE);
    declare(driver, anyServer);
    await(publish(driver, anyServer, message("expired"), expiring(Duration.ZERO)));
    send(driver, anyServer, "fresh");

    Arrivals arrivals = listen(driver, 10, anyServer);

    assertThat(arrivals.text()).isEqualTo("fresh");
  }

  @Test
  void a_message_arrives_within_its_time() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.EXPIRATION, Capability.STORE);
    declare(driver, anyServer);
    await(publish(driver, anyServer, message("in time"), expiring(Duration.ofHours(1))));

    Arrivals arrivals = listen(driver, 10, anyServer);

    assertThat(arrivals.text()).isEqualTo("in time");
  }

  @Test
  void a_publication_that_could_be_cancelled_never_arrives_and_any_other_does() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 100, queue());
    List<CompletableFuture<Void>> kept = new ArrayList<>();
    List<String> expected = new ArrayList<>();

    for (int i = 0; i < 100; i++) {
      CompletableFuture<Void> unwanted = publish(driver, queue(), "unwanted-" + i);
      kept.add(publish(driver, queue(), "kept-" + i));
      if (!unwanted.cancel(true)) {
        kept.add(unwanted);
        expected.add("unwanted-" + i);
      }
      expected.add("kept-" + i);
    }
    for (CompletableFuture<Void> publication : kept) {
      await(publication);
    }
    send(driver, queue(), "end");

    List<String> received = new ArrayList<>();
    do {
      received.add(arrivals.text());
    } while (!received.get(received.size() - 1).equals("end"));
    expected.add("end");
    assertThat(received).isEqualTo(expected);
  }

  @Test
  void an_address_that_nobody_has_heard_of_takes_messages_without_an_error() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER);

    for (Address address : List.of(anyServer, server("host1"))) {
      send(driver, address, "m");
    }
  }

  private static PublishOptions expiring(Duration expiration) {
    return new PublishOptions(false, expiration, Confirm.PROMPT);
  }
}
