package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.MalformedReplyException;
import dev.svar.MessagingException;
import dev.svar.RemoteException;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the client of a stream makes of servers of all kinds, and of messages gone astray. */
class StreamClientTest extends StreamFixture {
  private static final String FAILED =
      "\"result\": null, \"failure\": \"{\\\"class\\\": \\\"ValueError\\\", \\\"module\\\":"
          + " \\\"exceptions\\\", \\\"message\\\": \\\"kaput\\\"}\"";

  private Arrivals requests;
  private Arrivals signals;

  private Caller request() throws Exception {
    return Caller.of(byHand, inner(requests.text()));
  }

  private Stream<Object> begin(Transport transport) throws Exception {
    requests = listen(byHand, 10, STREAMS);
    signals = listen(byHand, 10, new Address.Inbox("server"));
    return begin(client(transport));
  }

  // ---- with credit ----

  @Test
  void the_request_gives_the_first_credit_and_reading_gives_more() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      String request = inner(requests.text());
      assertThat(request.replaceAll("[0-9a-f]{32}", "ID"))
          .isEqualTo(
              "{\"method\": \"count\", \"args\": {}, \"_msg_id\": \"ID\", \"_reply_q\":"
                  + " \"reply_ID\", \"_timeout\": null, \"_svar_stream\": {\"items\": 256,"
                  + " \"bytes\": 16777216}, \"_unique_id\": \"ID\"}");
      Caller caller = Caller.of(byHand, request);
      caller.reply("\"result\": 0, \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      for (int i = 1; i < 200; i++) {
        caller.reply("\"result\": %d, \"_svar_item\": %d".formatted(i, i));
      }
      Iterator<Object> items = answers.iterator();
      for (int i = 0; i < 128; i++) {
        assertThat(items.next()).isEqualTo(i);
      }

      assertThat(text(signals))
          .matches(
              "\\{\"_msg_id\": \"ID\", \"_svar_credit\": \\{\"items\": 384, \"bytes\":"
                  + " 1678\\d{4}\\}\\}");
      assertThat(signals.size()).isZero();
    }
    assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
  }

  @Test
  void items_that_come_out_of_order_are_read_in_order() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      Caller caller = request();
      caller.reply("\"result\": null, \"ending\": true, \"_svar_item\": 3");
      caller.reply("\"result\": \"c\", \"_svar_item\": 2");
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"b\", \"_svar_item\": 1");

      assertThat(answers).containsExactly("a", "b", "c");
    }
    assertThat(signals.size()).isZero();
  }

  @Test
  void an_item_that_comes_twice_is_dropped_and_counted() throws Exception {
    Transport transport = transport();
    try (Stream<Object> answers = begin(transport)) {
      Caller caller = request();
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"c\", \"_svar_item\": 2");
      caller.reply("\"result\": \"c\", \"_svar_item\": 2");
      caller.reply("\"result\": \"b\", \"_svar_item\": 1");
      caller.reply("\"result\": null, \"ending\": true, \"_svar_item\": 3");

      assertThat(answers).containsExactly("a", "b", "c");
    }
    counted(transport, Counter.DUPLICATE, 2);
  }

  @Test
  void an_item_that_is_lost_is_named_by_the_timeout() throws Exception {
    requests = listen(byHand, 10, STREAMS);
    signals = listen(byHand, 10, new Address.Inbox("server"));
    RpcClient client = client(transport()).prepare().timeout(Duration.ofMillis(300)).build();
    try (Stream<Object> answers = begin(client)) {
      Caller caller = request();
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"c\", \"_svar_item\": 2");
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo("a");
      assertThatThrownBy(items::next)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageMatching(
              "No further item of count to openstack/streams within 300 ms, after 1 item \\(request"
                  + " [0-9a-f]{32}\\)\\. Item 1 was lost: later ones came\\.");
    }
    assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
  }

  @Test
  void a_server_that_sends_more_than_its_credit_is_an_error() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      Caller caller = request();
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"x\", \"_svar_item\": 256");
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo("a");
      assertThatThrownBy(items::next)
          .isInstanceOf(MalformedReplyException.class)
          .hasMessageMatching(
              "The stream of count to openstack/streams brought item 256, for which no credit was"
                  + " given \\(limit: 256; request [0-9a-f]{32}\\)");
    }
  }

  @Test
  void a_second_server_for_the_same_request_is_an_error_and_both_are_told() throws Exception {
    Arrivals others = listen(byHand, 10, new Address.Inbox("other"));
    try (Stream<Object> answers = begin(transport())) {
      Caller caller = request();
      caller.reply("\"result\": \"a\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": \"A\", \"_svar_item\": 0, \"_svar_inbox\": \"other\"");
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo("a");
      assertThatThrownBy(items::next)
          .isInstanceOf(MessagingException.class)
          .hasMessageMatching(
              "Two servers answer count to openstack/streams, so that their items cannot be told"
                  + " apart \\(after 1 item; request [0-9a-f]{32}\\): the broker delivered it"
                  + " twice\\. Repeat it if the method may run again\\.");
    }
    assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
    assertThat(text(others)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
  }

  @Test
  void a_number_that_is_none_is_an_error() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      request().reply("\"result\": \"a\", \"_svar_item\": -1");

      assertThatThrownBy(answers::toList)
          .isInstanceOf(MalformedReplyException.class)
          .hasMessage(
              "The reply to count to openstack/streams cannot be read: _svar_item: -1"
                  + " (expected: a whole number from 0 on)");
    }
  }

  @Test
  void items_of_a_stream_that_nobody_reads_are_counted_and_its_server_is_told() throws Exception {
    Transport transport = transport();
    Stream<Object> answers = begin(transport);
    Caller caller = request();
    answers.close();

    caller.reply("\"result\": 0, \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
    assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
    new Caller(byHand, caller.queue(), "nobody").reply("\"result\": 1, \"_svar_item\": 1");
    new Caller(byHand, caller.queue(), "last")
        .reply("\"_svar_inbox\": \"server\", \"_svar_item\": 9");

    signals.text();
    counted(transport, Counter.LATE_REPLY, 3);
  }

  @Test
  void a_client_says_every_20_seconds_that_it_is_there() throws Exception {
    try (Stream<Object> answers = begin(transportOfClock())) {
      Caller caller = request();
      caller.reply("\"result\": 0, \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      assertThat(answers.iterator().next()).isEqualTo(0);

      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofSeconds(20));
        assertThat(text(signals))
            .isEqualTo(
                "{\"_msg_id\": \"ID\", \"_svar_credit\": {\"items\": 256, \"bytes\": 16777216}}");
      }
    }
  }

  @Test
  void time_stands_still_while_nobody_wants_an_item() throws Exception {
    Transport transport = transportOfClock();
    try (Stream<Object> answers = begin(transport)) {
      Caller caller = request();
      caller.reply("\"result\": 0, \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      Iterator<Object> items = answers.iterator();
      assertThat(items.next()).isEqualTo(0);

      clock.advance(Duration.ofHours(1));
      caller.reply("\"result\": 1, \"_svar_item\": 1");

      assertThat(items.next()).isEqualTo(1);
      CompletableFuture<Object> next = CompletableFuture.supplyAsync(items::next);
      while (!next.isDone()) {
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(next)
          .failsWithin(SOON)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(CallTimeoutException.class);
    }
    counted(transport, Counter.TIMED_OUT, 1);
  }

  @Test
  void heartbeats_are_signs_of_life_between_items() throws Exception {
    requests = listen(byHand, 10, STREAMS);
    RpcClient client =
        client(transportOfClock())
            .prepare()
            .timeout(Duration.ofHours(1))
            .monitor(Duration.ofSeconds(10))
            .build();
    try (Stream<Object> answers = begin(client)) {
      Caller caller = request();
      caller.reply("\"result\": 0, \"_svar_item\": 0");
      Iterator<Object> items = answers.iterator();
      assertThat(items.next()).isEqualTo(0);
      for (int i = 0; i < 10; i++) {
        clock.advance(Duration.ofSeconds(8));
        caller.reply("\"result\": null, \"ending\": false");
        caller.reply("\"result\": %d, \"_svar_item\": %d".formatted(i, 2 * i + 1));
        caller.reply("\"result\": null, \"_svar_item\": %d".formatted(2 * i + 2));
        assertThat(items.next()).isEqualTo(i);
        assertThat(items.next()).isNull();
      }

      clock.advance(Duration.ofSeconds(11));

      assertThatThrownBy(items::next)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageMatching(
              "No sign of life from count to openstack/streams within 10 s, after 21 items"
                  + " \\(request [0-9a-f]{32}\\)\\. Its heartbeats stopped: the server has probably"
                  + " died\\.");
    }
  }

  // ---- servers that know no credit ----

  @Test
  void one_reply_that_ends_is_a_stream_of_one() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      request().reply("\"result\": \"only\", \"ending\": true");

      assertThat(answers).containsExactly("only");
    }
    assertThat(signals.size()).isZero();
  }

  @Test
  void one_reply_of_null_that_ends_is_one_null() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      request().reply("\"result\": null, \"ending\": true");

      assertThat(answers).containsExactly((Object) null);
    }
  }

  @Test
  void replies_without_ending_are_items_null_included() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      Caller caller = request();
      caller.reply("\"result\": 1, \"_unique_id\": \"u1\"");
      caller.reply("\"result\": null, \"_unique_id\": \"u2\"");
      caller.reply("\"result\": null, \"_unique_id\": \"u3\"");
      caller.reply("\"result\": null, \"ending\": true, \"_unique_id\": \"u4\"");

      assertThat(answers).containsExactly(1, null, null);
    }
  }

  @Test
  void a_reply_with_a_known_unique_id_is_dropped_and_the_stream_goes_on() throws Exception {
    Transport transport = transport();
    try (Stream<Object> answers = begin(transport)) {
      Caller caller = request();
      caller.reply("\"result\": 1, \"_unique_id\": \"u1\"");
      caller.reply("\"result\": 1, \"_unique_id\": \"u1\"");
      caller.reply("\"result\": 2, \"_unique_id\": \"u2\"");
      caller.reply("\"result\": null, \"ending\": true, \"_unique_id\": \"u3\"");

      assertThat(answers).containsExactly(1, 2);
    }
    counted(transport, Counter.DUPLICATE, 1);
  }

  @Test
  void a_failure_without_ending_ends() throws Exception {
    try (Stream<Object> answers = begin(transport())) {
      Caller caller = request();
      caller.reply("\"result\": 1");
      caller.reply(FAILED);
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(1);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("kaput");
    }
  }

  @Test
  void a_call_takes_the_last_value_before_the_end() throws Exception {
    requests = listen(byHand, 10, STREAMS);
    CompletableFuture<Object> call =
        client(transport()).callAsync(Context.EMPTY, "count", Map.of());
    Caller caller = request();

    caller.reply("\"result\": 1");
    caller.reply("\"result\": 2");
    caller.reply("\"result\": null, \"ending\": true");

    assertThat(call).succeedsWithin(SOON).isEqualTo(2);
  }

  @Test
  void more_items_than_are_kept_for_a_server_without_credit_are_an_error() throws Exception {
    requests = listen(byHand, 10, STREAMS);
    Transport transport = Transport.builder().url("memory://" + bus).maxMessageBytes(10_000).open();
    try (transport;
        Stream<Object> answers = begin(client(transport))) {
      Caller caller = request();
      String item = "\"result\": \"%s\"".formatted("x".repeat(4_000));
      for (int i = 0; i < 3; i++) {
        caller.reply(item);
      }
      new Caller(byHand, caller.queue(), "nobody").reply("\"result\": 1"); // comes after them
      Awaitility.await().until(() -> transport.counts().of(Counter.LATE_REPLY) == 1);
      Iterator<Object> items = answers.iterator();

      items.next();
      items.next();
      assertThatThrownBy(items::next)
          .hasMessageMatching(
              "The stream of count to openstack/streams brings items faster than they are read, and"
                  + " its server knows no credit: 2 items wait \\(limits: 100000 items,"
                  + " maxMessageBytes: 10000 bytes; request [0-9a-f]{32}\\)");
    }
  }
}
