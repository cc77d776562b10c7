package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets a message. */
abstract class AddressContract extends DriverFixture {

  @Test
  void a_topic_reaches_one_of_several_servers() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    Arrivals either = new Arrivals(SOON);
    subscribe(driver, 100, either, anyServer);
    subscribe(driver, 100, either, anyServer);

    List<String> sent = send(driver, anyServer, "m", 20);

    assertThat(either.texts(20)).containsExactlyInAnyOrderElementsOf(sent);
    send(driver, anyServer, "end");
    assertThat(either.text()).isEqualTo("end");
  }

  @Test
  void servers_of_a_topic_take_turns() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    Tally tally = new Tally(100);
    subscribe(driver, 100, tally.count("first"), anyServer);
    subscribe(driver, 100, tally.count("second"), anyServer);

    send(driver, anyServer, "m", 100);

    assertThat(tally.await(SOON).get("first")).isBetween(30, 70);
  }

  @Test
  void a_busy_server_leaves_messages_to_the_others() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    Arrivals busy = listen(driver, 1, anyServer);
    send(driver, anyServer, "long");
    Delivery work = busy.next();
    Arrivals idle = listen(driver, 100, anyServer);

    List<String> sent = send(driver, anyServer, "m", 10);

    assertThat(idle.texts(10)).isEqualTo(sent);
    assertThat(busy.size()).isZero();
    assertThat(work.accept()).isTrue();
  }

  @Test
  void topics_are_separate() throws Exception {
    Driver driver = driver(Capability.TOPIC);
    Arrivals here = listen(driver, 10, anyServer);
    Arrivals there = listen(driver, 10, topic(topic + "_other"));

    send(driver, topic(topic + "_other"), "there");
    send(driver, anyServer, "here");

    assertThat(here.text()).isEqualTo("here");
    assertThat(there.text()).isEqualTo("there");
    assertThat(here.size() + there.size()).isZero();
  }

  @Test
  void exchanges_are_separate() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SCOPED_TOPICS);
    Address elsewhere = new Address.Topic(exchange + "_other", topic, null);
    Arrivals here = listen(driver, 10, anyServer);
    Arrivals there = listen(driver, 10, elsewhere);

    send(driver, elsewhere, "there");
    send(driver, anyServer, "here");

    assertThat(here.text()).isEqualTo("here");
    assertThat(there.text()).isEqualTo("there");
    assertThat(here.size() + there.size()).isZero();
  }

  @Test
  void a_server_gets_what_is_sent_to_it_by_name() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER);
    Arrivals first = listen(driver, 10, anyServer, server("host1"));
    Arrivals second = listen(driver, 10, anyServer, server("host2"));

    send(driver, server("host2"), "to host2");
    send(driver, server("host1"), "to host1");

    assertThat(first.text()).isEqualTo("to host1");
    assertThat(second.text()).isEqualTo("to host2");
    assertThat(first.size() + second.size()).isZero();
  }

  @Test
  void a_fanout_reaches_every_listener_of_the_topic() throws Exception {
    Driver driver = driver(Capability.FANOUT);
    Arrivals first = listen(driver, 10, everyServer);
    Arrivals second = listen(driver, 10, everyServer);
    Arrivals third = listen(driver(), 10, everyServer);

    send(driver, everyServer, "to all");

    assertThat(first.text()).isEqualTo("to all");
    assertThat(second.text()).isEqualTo("to all");
    assertThat(third.text()).isEqualTo("to all");
  }

  @Test
  void a_fanout_reaches_only_those_that_listen_already() throws Exception {
    Driver driver = driver(Capability.FANOUT);
    Arrivals early = listen(driver, 10, everyServer);
    send(driver, everyServer, "before");
    Arrivals late = listen(driver, 10, everyServer);

    send(driver, everyServer, "after");

    assertThat(early.texts(2)).containsExactly("before", "after");
    assertThat(late.text()).isEqualTo("after");
    assertThat(late.size()).isZero();
  }

  @Test
  void a_fanout_does_not_reach_listeners_of_another_topic() throws Exception {
    Driver driver = driver(Capability.FANOUT);
    Address.Fanout elsewhere = new Address.Fanout(exchange, topic + "_other");
    Arrivals here = listen(driver, 10, everyServer);
    Arrivals there = listen(driver, 10, elsewhere);

    send(driver, elsewhere, "there");
    send(driver, everyServer, "here");

    assertThat(here.text()).isEqualTo("here");
    assertThat(there.text()).isEqualTo("there");
    assertThat(here.size() + there.size()).isZero();
  }

  @Test
  void a_fanout_without_listeners_is_lost_without_an_error() throws Exception {
    Driver driver = driver(Capability.FANOUT);
    await(subscribe(driver, 10, new Arrivals(SOON), everyServer).close());

    send(driver, everyServer, "to nobody");
    Arrivals late = listen(driver, 10, everyServer);
    send(driver, everyServer, "to somebody");

    assertThat(late.text()).isEqualTo("to somebody");
  }

  @Test
  void a_delivery_tells_the_subscribed_address_it_arrived_at() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER, Capability.FANOUT);
    Arrivals arrivals = listen(driver, 10, anyServer, server("host1"), everyServer);

    for (Address address : List.of(anyServer, server("host1"), everyServer)) {
      send(driver, address, "m");
      Delivery delivery = arrivals.next();
      assertThat(delivery.address()).isEqualTo(address);
      assertThat(delivery.accept()).isTrue();
    }
  }

  @Test
  void an_inbox_receives_what_is_sent_to_it() throws Exception {
    Driver driver = driver(Capability.INBOX);
    Address.Inbox inbox = driver.newInbox();
    Address.Inbox other = driver.newInbox();
    Arrivals replies = listen(driver, 10, inbox);
    Arrivals others = listen(driver, 10, other);

    send(driver, other, "reply to other");
    send(driver, inbox, "reply");

    assertThat(replies.text()).isEqualTo("reply");
    assertThat(others.text()).isEqualTo("reply to other");
    assertThat(replies.size() + others.size()).isZero();
  }

  @Test
  void an_inbox_is_known_by_its_name_to_other_drivers() throws Exception {
    Driver client = driver(Capability.INBOX);
    Address.Inbox inbox = client.newInbox();
    Arrivals replies = listen(client, 10, inbox);

    send(driver(), new Address.Inbox(inbox.name()), "reply");

    assertThat(replies.text()).isEqualTo("reply");
  }

  @Test
  void inboxes_have_different_names() {
    Driver driver = driver(Capability.INBOX);
    Driver another = driver();
    Set<String> names = new HashSet<>();

    for (int i = 0; i < 1000; i++) {
      names.add(driver.newInbox().name());
      names.add(another.newInbox().name());
    }

    assertThat(names).hasSize(2000);
  }

  @Test
  void an_inbox_ends_with_its_subscription() throws Exception {
    Driver driver = driver(Capability.INBOX, Capability.MANDATORY);
    Address.Inbox inbox = driver.newInbox();
    Subscription subscription = subscribe(driver, 10, new Arrivals(SOON), inbox);
    await(subscription.close());

    await(publish(driver, inbox, message("too late"), PublishOptions.MANDATORY));

    assertThat(events.all(RecordingEvents.Returned.class)).hasSize(1);
  }

  @Test
  void a_question_and_its_answer_pass_between_two_drivers() throws Exception {
    Driver client = driver(Capability.TOPIC, Capability.INBOX);
    Driver server = driver();
    Address.Inbox inbox = client.newInbox();
    Arrivals replies = listen(client, 10, inbox);
    subscribe(
        server,
        10,
        question -> {
          question.accept();
          Message answer = message("answer to " + Arrivals.text(question));
          post(server, inbox, answer, PublishOptions.DEFAULT);
        },
        anyServer);

    send(client, anyServer, "ping");

    assertThat(replies.text()).isEqualTo("answer to ping");
  }

  @Test
  void events_reach_a_listener_of_their_name() throws Exception {
    Driver driver = driver(Capability.EVENTS);
    Arrivals info = listen(driver, 10, events("info"));
    Arrivals error = listen(driver, 10, events("error"));

    send(driver, events("error"), "disk full");
    send(driver, events("info"), "started");

    assertThat(info.text()).isEqualTo("started");
    assertThat(error.text()).isEqualTo("disk full");
    assertThat(info.size() + error.size()).isZero();
  }

  @Test
  void one_subscription_listens_to_events_of_several_names() throws Exception {
    Driver driver = driver(Capability.EVENTS);
    Arrivals all = listen(driver, 10, events("info"), events("warn"), events("error"));

    for (String priority : List.of("warn", "info", "error")) {
      send(driver, events(priority), priority);
      assertThat(all.text()).isEqualTo(priority);
    }
  }

  @Test
  void events_wait_for_their_first_listener() throws Exception {
    Driver driver = driver(Capability.EVENTS, Capability.STORE);
    List<String> sent = send(driver, events("info"), "m", 3);

    Arrivals late = listen(driver, 10, events("info"));

    assertThat(late.texts(3)).isEqualTo(sent);
  }

  @Test
  void every_pool_gets_each_event_once_and_so_do_those_without_a_pool() throws Exception {
    Driver driver = driver(Capability.EVENTS, Capability.POOLS);
    Address.Events plain = events("info");
    Address.Events audit = new Address.Events(exchange, plain.name(), "audit_" + topic);
    Address.Events billing = new Address.Events(exchange, plain.name(), "billing_" + topic);
    Tally tally = new Tally(30);
    subscribe(driver, 100, tally.count("plain"), plain);
    subscribe(driver, 100, tally.count("audit"), audit);
    subscribe(driver, 100, tally.count("billing"), billing);
    subscribe(driver(), 100, tally.count("billing"), billing);

    send(driver, plain, "m", 10);

    assertThat(tally.await(SOON))
        .containsEntry("plain", 10)
        .containsEntry("audit", 10)
        .containsEntry("billing", 10);
  }

  @Test
  void a_tail_gets_a_copy_of_what_comes_from_then_on_and_takes_nothing_from_anybody()
      throws Exception {
    Driver driver = driver(Capability.EVENTS, Capability.TAIL);
    send(driver, events("info"), "before");
    Arrivals tail = listen(driver, 10, tail("info"), tail("error"));
    send(driver, events("info"), "after");
    send(driver, events("error"), "failed");

    assertThat(tail.texts(2)).containsExactlyInAnyOrder("after", "failed");
    assertThat(listen(driver, 10, events("info")).texts(2)).containsExactly("before", "after");
  }

  @Test
  void each_tail_has_a_copy_of_its_own() throws Exception {
    Driver driver = driver(Capability.EVENTS, Capability.TAIL);
    Arrivals one = listen(driver, 10, tail("info"));
    Arrivals other = listen(driver, 10, tail("info"));
    send(driver, events("info"), "m");

    assertThat(one.text()).isEqualTo("m");
    assertThat(other.text()).isEqualTo("m");
  }

  private Address.Tail tail(String priority) {
    return new Address.Tail(exchange, events(priority).name());
  }

  @Test
  void every_pool_of_a_topic_gets_each_message_once() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.POOLS);
    Address blue = new Address.Topic(exchange, topic, "blue_" + topic);
    Address green = new Address.Topic(exchange, topic, "green_" + topic);
    Tally tally = new Tally(20);
    subscribe(driver, 100, tally.count("blue"), blue);
    subscribe(driver(), 100, tally.count("blue"), blue);
    subscribe(driver, 100, tally.count("green"), green);

    send(driver, anyServer, "m", 10);

    assertThat(tally.await(SOON)).containsEntry("blue", 10).containsEntry("green", 10);
  }

  @Test
  void messages_wait_while_nobody_listens() throws Exception {
    Driver driver = driver(Capability.TOPIC, Capability.SERVER, Capability.STORE);
    declare(driver, anyServer, server("host1"));
    List<String> sent = send(driver, anyServer, "any", 3);
    sent.addAll(send(driver, server("host1"), "host1", 3));

    Arrivals late = listen(driver, 10, anyServer, server("host1"));

    assertThat(late.texts(6)).containsExactlyInAnyOrderElementsOf(sent);
  }
}
