package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What streams do when things happen in an unlucky order, or when items are odd. */
class StreamRacesTest extends StreamFixture {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Address.Inbox CALLER = new Address.Inbox("caller");
  private static final Pattern SERVER = Pattern.compile("\"_svar_inbox\": \"([^\"]+)\"");

  private final OddItems odd = new OddItems();

  @AfterEach
  void letGo() {
    odd.letGo.countDown();
  }

  private RpcServer serveOdd(Transport transport, int concurrency) {
    RpcServer server =
        RpcServer.builder(transport, Target.of("streams", "host1"))
            .endpoint(odd)
            .concurrency(concurrency)
            .build();
    server.start();
    return server;
  }

  /** A transport whose publications {@code rule} decides about. */
  private Transport unruly(UnrulyDriverProvider.Rule rule) {
    UnrulyDriverProvider.rule(bus, rule);
    return opened(Transport.builder(), "unruly://" + bus);
  }

  private static Stream<Object> begin(Transport transport, String method, Map<String, ?> args) {
    return client(transport).multicall(Context.EMPTY, method, args);
  }

  private void request(String method, String id, int credit) throws Exception {
    send(
        byHand,
        STREAMS,
        "{\"method\": \"%s\", \"_msg_id\": \"%s\", \"_reply_q\": \"caller\", \"_timeout\": null%s}"
            .formatted(
                method,
                id,
                credit < 0
                    ? ""
                    : ", \"_svar_stream\": {\"items\": %d, \"bytes\": 99999}".formatted(credit)));
  }

  private static boolean has(Message message, String text) {
    return new String(message.body(), StandardCharsets.UTF_8).contains(text);
  }

  // ---- who produces ----

  @Test
  void credit_that_comes_while_a_request_has_not_returned_makes_no_second_one() throws Exception {
    serveOdd(transport(), 2);
    Arrivals replies = listen(byHand, 10, CALLER);
    request("lingering", "m1", 1);
    Matcher server = SERVER.matcher(inner(replies.text()));
    assertThat(server.find()).isTrue();

    send(
        byHand,
        new Address.Inbox(server.group(1)),
        "{\"_msg_id\": \"m1\", \"_svar_credit\": {\"items\": 2, \"bytes\": 99999}}");
    request("plain", "m2", -1); // on the other worker, after anything that the credit began there
    assertThat(text(replies)).contains("m2");
    odd.letGo.countDown();

    assertThat(text(replies)).contains("\"_svar_item\": 1");
    assertThat(odd.mostRequests).hasValue(1);
  }

  @Test
  void a_publisher_that_gives_items_within_its_requests_does_not_fill_the_stack() {
    serveOdd(transport(), 1);

    assertThat(client(transport()).call(Context.EMPTY, "recursive", Map.of("n", 50_000)))
        .isEqualTo(49_999);
  }

  @Test
  void the_end_of_the_items_interrupts_nobody() {
    serveOdd(transport(), 1);

    try (Stream<Object> answers = begin(transport(), "fromAnotherThread", Map.of())) {
      assertThat(answers).containsExactly(1);
    }
    assertThat(client(transport()).call(Context.EMPTY, "plain", Map.of())).isEqualTo("plain");
    assertThat(odd.interrupts).isEmpty();
  }

  // ---- items that cannot be sent ----

  @Test
  void an_item_that_fails_in_an_unexpected_way_ends_the_stream_and_says_so() {
    serveOdd(transport(), 1);
    try (Stream<Object> answers = begin(transport(), "broken", Map.of())) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(0);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("Item 1 of broken cannot be sent: some.Part");
    }
  }

  @Test
  void a_failure_that_cannot_say_why_is_told_all_the_same() {
    serveOdd(transport(), 1);
    try (Stream<Object> answers = begin(transport(), "speechless", Map.of())) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(0);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining(
              "speechless failed with dev.svar.testkit.OddItems$Speechless, which does not say"
                  + " what it is");
    }
  }

  @Test
  void an_item_that_is_refused_after_the_end_was_sent_is_a_failure_in_its_place() {
    CompletableFuture<Void> refused = new CompletableFuture<>();
    Transport serving =
        unruly(
            (memory, address, message, options) -> {
              if (has(message, "unwanted")) {
                return refused;
              }
              CompletableFuture<Void> sent = memory.publish(address, message, options);
              if (has(message, "ending")) {
                refused.completeExceptionally(
                    new DriverException(DriverException.Outcome.REFUSED, "not this one", null));
              }
              return sent;
            });
    serveOdd(serving, 1);
    RpcClient client = client(transport()).prepare().timeout(Duration.ofSeconds(5)).build();
    try (Stream<Object> answers =
        client.multicall(Context.EMPTY, "words", Map.of("text", "a unwanted c"))) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo("a");
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("The broker refused item 1 of words: not this one");
    }
  }

  @Test
  void a_server_has_not_stopped_before_the_items_it_took_over_are_sent() throws Exception {
    CompletableFuture<Void> underWay = new CompletableFuture<>();
    CountDownLatch ended = new CountDownLatch(1);
    Transport serving =
        unruly(
            (memory, address, message, options) -> {
              CompletableFuture<Void> sent = memory.publish(address, message, options);
              if (has(message, "ending")) {
                ended.countDown();
              }
              return has(message, "slow") ? underWay : sent;
            });
    RpcServer server = serveOdd(serving, 1);
    try (Stream<Object> answers = begin(transport(), "words", Map.of("text", "slow"))) {
      assertThat(answers).containsExactly("slow");
      assertThat(ended.await(SOON.toSeconds(), SECONDS)).isTrue();

      CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(SOON));
      assertThatThrownBy(() -> stopped.get(SHORT.toMillis(), MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      underWay.complete(null);

      assertThat(stopped).succeedsWithin(SOON).isEqualTo(true);
    }
  }

  // ---- what must not stay ----

  @Test
  void a_client_that_gives_no_credit_and_no_sign_of_life_loses_its_stream() throws Exception {
    Transport transport = transportOfClock();
    serve(transport);
    Arrivals replies = listen(byHand, 10, CALLER);
    request("marked", "m0", 9); // opens the server's inbox
    assertThat(replies.texts(4)).last().asString().contains("ending");
    request("endless", "m1", 0);
    for (int i = 0; i < 2; i++) { // the stream has its turn on the one worker between them
      request("plain", "plain" + i, -1);
      assertThat(text(replies)).contains("plain" + i);
    }

    clock.advance(Duration.ofSeconds(61));

    assertThat(text(replies))
        .contains(
            "The stream of endless was ended: its client gave no sign of life for 60 s",
            "\"_svar_item\": 0");
    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
  }

  @Test
  void a_method_that_returns_its_items_after_the_stop_begins_no_stream() throws Exception {
    ExecutorService lent = Executors.newFixedThreadPool(2);
    try {
      Transport transport = transport();
      RpcServer server =
          RpcServer.builder(transport, Target.of("streams", "host1"))
              .endpoint(odd)
              .executor(lent)
              .build();
      server.start();
      try (Stream<Object> answers = begin(transport(), "late", Map.of())) {
        assertThat(odd.entered.await(SOON.toSeconds(), SECONDS)).isTrue();
        assertThat(server.stop(SHORT)).isFalse();
        odd.letGo.countDown();

        assertThatThrownBy(answers.limit(1_000)::toList)
            .isInstanceOf(RemoteException.class)
            .hasMessageContaining("The stream of late was ended: its server stops");
        assertThat(odd.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
      }
    } finally {
      lent.shutdownNow();
    }
  }

  @Test
  void a_call_of_a_method_without_end_ends_when_the_server_has_stopped() throws Exception {
    Transport transport = transport();
    RpcServer server = serveOdd(transport, 1);
    odd.letGo.countDown();
    CompletableFuture<Object> call = client(transport()).callAsync(Context.EMPTY, "late", Map.of());
    assertThat(odd.entered.await(SOON.toSeconds(), SECONDS)).isTrue();

    assertThat(server.stop(SHORT)).isFalse();

    assertThat(odd.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
    assertThat(call)
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("Its items were ended: its server stops");
  }

  @Test
  void a_reader_that_waits_finds_the_end_when_another_thread_closes() throws Exception {
    Arrivals requests = listen(byHand, 10, STREAMS);
    Stream<Object> answers = begin(transport(), "count", Map.of());
    Iterator<Object> items = answers.iterator();
    Caller.of(byHand, inner(requests.text())).reply("\"result\": 0, \"_svar_item\": 0");
    assertThat(items.next()).isEqualTo(0);
    CompletableFuture<Thread> reading = new CompletableFuture<>();
    CompletableFuture<Boolean> more =
        CompletableFuture.supplyAsync(
            () -> {
              reading.complete(Thread.currentThread());
              return items.hasNext();
            });
    Thread reader = reading.get(SOON.toSeconds(), SECONDS);
    Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);

    answers.close();

    assertThat(more).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(false);
  }

  @Test
  void a_subscriber_that_fails_in_an_unexpected_way_ends_its_stream() throws Exception {
    serve(transport());
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    client(transport())
        .multicallAsync(Context.EMPTY, "endless", Map.of())
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
              }

              @Override
              public void onNext(Object item) {
                throw new AssertionError("not " + item);
              }

              @Override
              public void onError(Throwable thrown) {
                failure.complete(thrown);
              }

              @Override
              public void onComplete() {}
            });

    assertThat(streaming.closed.await(5, SECONDS)).isTrue();
    assertThat(failure).succeedsWithin(SOON).hasToString("java.lang.AssertionError: not 0");
  }

  @Test
  void a_stream_that_failed_at_once_leaves_no_timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    timer.setRemoveOnCancelPolicy(true);
    try {
      UnrulyDriverProvider.rule(
          bus,
          (memory, address, message, options) ->
              CompletableFuture.failedFuture(
                  new DriverException(DriverException.Outcome.REFUSED, "no", null)));
      Transport transport =
          opened(Transport.builder().clock(Clock.systemUTC()).scheduler(timer), "unruly://" + bus);
      RpcClient client = client(transport).prepare().overallTimeout(Duration.ofHours(1)).build();
      for (int i = 0; i < 2; i++) { // the second time the inbox is open
        try (Stream<Object> answers = begin(client)) {
          assertThatThrownBy(answers::toList).isInstanceOf(DeliveryException.class);
        }
      }

      Awaitility.await().untilAsserted(() -> assertThat(timer.getQueue()).isEmpty());
    } finally {
      timer.shutdownNow();
    }
  }

  // ---- what must not be fetched, or kept ----

  @Test
  void a_stream_that_is_limited_fetches_no_more_and_can_be_closed() throws Exception {
    Arrivals requests = listen(byHand, 10, STREAMS);
    Arrivals signals = listen(byHand, 10, new Address.Inbox("server"));
    try (Stream<Object> answers = begin(transport(), "count", Map.of())) {
      Caller caller = Caller.of(byHand, inner(requests.text()));
      caller.reply("\"result\": 0, \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      caller.reply("\"result\": 1, \"_svar_item\": 1"); // there is no third one to wait for

      assertThat(answers.limit(2).toList()).containsExactly(0, 1);
    }
    assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
  }

  @Test
  void a_consumer_may_close_the_stream_it_is_called_by() throws Exception {
    serve(transport());
    Stream<Object> answers = begin(transport(), "endless", Map.of());

    answers.forEach(
        item -> {
          if (item.equals(10)) {
            answers.close();
          }
        });

    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
  }

  @Test
  void a_server_that_sends_more_bytes_than_its_credit_is_an_error_and_is_told() throws Exception {
    Arrivals requests = listen(byHand, 10, STREAMS);
    Arrivals signals = listen(byHand, 10, new Address.Inbox("server"));
    Transport transport = opened(Transport.builder().maxMessageBytes(2 << 20), "memory://" + bus);
    try (Stream<Object> answers = begin(transport, "count", Map.of())) {
      Caller caller = Caller.of(byHand, inner(requests.text()));
      String text = "x".repeat(1 << 20);
      caller.reply("\"result\": \"\", \"_svar_item\": 0, \"_svar_inbox\": \"server\"");
      for (int i = 2; i < 22; i++) { // the second one does not come
        caller.reply("\"result\": \"%s\", \"_svar_item\": %d".formatted(text, i));
      }
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo("");
      assertThatThrownBy(items::next)
          .isNotInstanceOf(CallTimeoutException.class)
          .hasMessageMatching(
              "The stream of count to openstack/streams brought 188\\d{5} bytes up to item 19, for"
                  + " which no credit was given \\(limit: 1677\\d{4} bytes, and one item above it;"
                  + " request [0-9a-f]{32}\\)");
      assertThat(text(signals)).isEqualTo("{\"_msg_id\": \"ID\", \"_svar_cancel\": true}");
    }
  }
}
