package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Counter;
import dev.svar.Transport;
import dev.svar.driver.Address;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a server answers clients of all ages, and what it makes of messages gone astray. */
class StreamServerTest extends StreamFixture {
  private static final Address.Inbox INBOX = new Address.Inbox("caller");
  private static final Pattern SERVER = Pattern.compile("\"_svar_inbox\": \"([^\"]+)\"");

  private Arrivals replies;

  @BeforeEach
  void listenForReplies() throws Exception {
    replies = listen(byHand, 1_000, INBOX);
  }

  /** Asks for {@code count} with these keys besides. */
  private void request(String id, int n, String keys) throws Exception {
    send(
        byHand,
        STREAMS,
        "{\"method\": \"count\", \"args\": {\"n\": %d}, \"_msg_id\": \"%s\"%s}"
            .formatted(n, id, keys));
  }

  private static final String TODAY = ", \"_reply_q\": \"caller\", \"_timeout\": null";
  private static final String OF_2013 = ", \"_reply_q\": \"caller\"";

  private static String credit(int items) {
    return "{\"items\": %d, \"bytes\": 1000000}".formatted(items);
  }

  /** Where the server of a stream gets its signals. */
  private static Address.Inbox server(String firstItem) {
    Matcher matcher = SERVER.matcher(firstItem);
    assertThat(matcher.find()).as(firstItem).isTrue();
    return new Address.Inbox(matcher.group(1));
  }

  private void signal(Address.Inbox server, String id, String keys) throws Exception {
    send(byHand, server, "{\"_msg_id\": \"%s\", %s}".formatted(id, keys));
  }

  // ---- with credit ----

  @Test
  void items_have_numbers_and_the_first_one_the_inbox_of_the_server() throws Exception {
    serve(transport());

    request("m1", 2, TODAY + ", \"_svar_stream\": " + credit(256));

    assertThat(List.of(text(replies), text(replies), text(replies)))
        .containsExactly(
            "{\"result\": 0, \"failure\": null, \"_msg_id\": \"m1\", \"_unique_id\": \"ID\","
                + " \"_svar_item\": 0, \"_svar_inbox\": \"reply_ID\"}",
            "{\"result\": 1, \"failure\": null, \"_msg_id\": \"m1\", \"_unique_id\": \"ID\","
                + " \"_svar_item\": 1}",
            "{\"result\": null, \"failure\": null, \"ending\": true, \"_msg_id\": \"m1\","
                + " \"_unique_id\": \"ID\", \"_svar_item\": 2}");
  }

  @Test
  void credit_counts_from_the_beginning_so_that_repeating_it_gives_nothing() throws Exception {
    serve(transport());
    request("m1", 100, TODAY + ", \"_svar_stream\": " + credit(2));
    Address.Inbox server = server(inner(replies.text()));
    replies.text();

    signal(server, "m1", "\"_svar_credit\": " + credit(2));
    signal(server, "m1", "\"_svar_credit\": " + credit(1));
    signal(server, "m1", "\"_svar_credit\": " + credit(3));

    assertThat(text(replies)).contains("\"_svar_item\": 2");
    request("m2", 1, TODAY); // answered after all that
    assertThat(text(replies)).contains("\"_msg_id\": \"m2\"");
  }

  @Test
  void a_second_stream_with_the_same_message_id_is_refused() throws Exception {
    serve(transport());
    request("m1", 100, TODAY + ", \"_svar_stream\": " + credit(1));
    assertThat(text(replies)).contains("\"_svar_item\": 0");

    request("m1", 100, TODAY + ", \"_svar_stream\": " + credit(1));

    assertThat(text(replies))
        .contains("The stream of count was ended: a stream with the same _msg_id is under way");
  }

  @Test
  void signals_about_a_stream_that_nobody_knows_are_ignored() throws Exception {
    Transport transport = transport();
    serve(transport);
    request("m1", 100, TODAY + ", \"_svar_stream\": " + credit(1));
    Address.Inbox server = server(inner(replies.text()));

    signal(server, "nobody", "\"_svar_cancel\": true");
    signal(server, "nobody", "\"_svar_credit\": " + credit(9));
    signal(server, "m1", "\"_svar_credit\": " + credit(2));

    assertThat(text(replies)).contains("\"_svar_item\": 1");
    counted(transport, Counter.REJECTED, 0);
  }

  @Test
  void a_signal_that_cannot_be_read_is_counted() throws Exception {
    Transport transport = transport();
    serve(transport);
    request("m1", 100, TODAY + ", \"_svar_stream\": " + credit(1));
    Address.Inbox server = server(inner(replies.text()));

    signal(server, "m1", "\"_svar_credit\": 7");
    signal(server, "m1", "\"_svar_credit\": " + credit(2));

    assertThat(text(replies)).contains("\"_svar_item\": 1");
    counted(transport, Counter.REJECTED, 1);
  }

  @Test
  void a_request_with_an_unreadable_credit_is_answered_with_that() throws Exception {
    serve(transport());

    request("m1", 2, TODAY + ", \"_svar_stream\": {\"items\": -1, \"bytes\": 1}");

    assertThat(text(replies))
        .contains("\"class\\\": \\\"TypeError")
        .contains(
            "The request cannot be read: _svar_stream: no credit (expected: a map of items and"
                + " bytes, each a number from 0 on)");
  }

  @Test
  void a_client_that_is_silent_for_a_minute_loses_its_stream() throws Exception {
    Transport transport = transportOfClock();
    serve(transport);
    send(
        byHand,
        STREAMS,
        "{\"method\": \"endless\", \"args\": {}, \"_msg_id\": \"m1\"%s, \"_svar_stream\": %s}"
            .formatted(TODAY, credit(1)));
    Address.Inbox server = server(inner(replies.text()));
    clock.advance(Duration.ofSeconds(50));
    signal(server, "m1", "\"_svar_credit\": " + credit(2));
    assertThat(text(replies)).contains("\"_svar_item\": 1");
    clock.advance(Duration.ofSeconds(50));
    assertThat(streaming.closed.getCount()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(11));

    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
    assertThat(text(replies))
        .contains(
            "The stream of endless was ended: its client gave no sign of life for 60 s",
            "\"_svar_item\": 2");
    counted(transport, Counter.STREAM_ABANDONED, 1);
  }

  @Test
  void a_client_whose_inbox_is_gone_loses_its_stream() throws Exception {
    Transport transport = transport();
    serve(transport);

    send(
        byHand,
        STREAMS,
        "{\"method\": \"endless\", \"args\": {}, \"_msg_id\": \"m1\", \"_reply_q\": \"gone\","
            + " \"_timeout\": null, \"_svar_stream\": "
            + credit(9)
            + "}");

    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
    counted(transport, Counter.STREAM_ABANDONED, 1);
  }

  // ---- clients that know no credit ----

  @Test
  void todays_caller_gets_the_last_value_in_one_reply() throws Exception {
    serve(transport());

    request("m1", 3, TODAY);

    assertThat(text(replies))
        .isEqualTo(
            "{\"result\": 2, \"failure\": null, \"ending\": true, \"_msg_id\": \"m1\","
                + " \"_unique_id\": \"ID\"}");
  }

  @Test
  void a_caller_of_2013_gets_each_value_and_then_an_end() throws Exception {
    serve(transport());

    request("m1", 2, OF_2013);

    assertThat(List.of(text(replies), text(replies), text(replies)))
        .containsExactly(
            "{\"result\": 0, \"failure\": null, \"_msg_id\": \"m1\", \"_unique_id\": \"ID\"}",
            "{\"result\": 1, \"failure\": null, \"_msg_id\": \"m1\", \"_unique_id\": \"ID\"}",
            "{\"result\": null, \"failure\": null, \"ending\": true, \"_msg_id\": \"m1\","
                + " \"_unique_id\": \"ID\"}");
  }

  @Test
  void a_caller_of_2013_gets_a_plain_result_and_then_an_end() throws Exception {
    serve(transport());

    send(byHand, STREAMS, "{\"method\": \"plain\", \"_msg_id\": \"m1\"%s}".formatted(OF_2013));

    assertThat(List.of(text(replies), text(replies)))
        .containsExactly(
            "{\"result\": \"plain\", \"failure\": null, \"_msg_id\": \"m1\", \"_unique_id\":"
                + " \"ID\"}",
            "{\"result\": null, \"failure\": null, \"ending\": true, \"_msg_id\": \"m1\","
                + " \"_unique_id\": \"ID\"}");
  }

  @Test
  void a_failure_for_a_caller_of_2013_has_no_ending_and_nothing_follows() throws Exception {
    serve(transport());

    send(byHand, STREAMS, "{\"method\": \"failing\", \"_msg_id\": \"m1\"%s}".formatted(OF_2013));

    for (int i = 0; i < 3; i++) {
      assertThat(text(replies)).contains("\"result\": " + i).contains("m1");
    }
    assertThat(text(replies))
        .startsWith("{\"result\": null, \"failure\": \"{")
        .doesNotContain("ending")
        .contains("m1");
    request("m2", 1, TODAY);
    assertThat(text(replies)).contains("m2");
  }

  @Test
  void a_caller_from_before_grizzly_is_answered_at_its_message_id() throws Exception {
    serve(transport());
    Arrivals atId = listen(byHand, 10, new Address.Inbox("m1"));

    request("m1", 1, "");

    assertThat(List.of(text(atId), text(atId)))
        .containsExactly(
            "{\"result\": 0, \"failure\": null, \"_unique_id\": \"ID\"}",
            "{\"result\": null, \"failure\": null, \"ending\": true, \"_unique_id\": \"ID\"}");
  }
}
