package dev.svar.testkit.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.ClosedException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.MessagingException;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How streams are held, ended and watched, on every driver. */
public abstract class StreamContract extends EndToEnd {
  private static final int WINDOW = 256;

  private final Streaming streaming = new Streaming();

  /** A server with one worker only, so that a stream that held it would be noticed. */
  private RpcServer serveOnOneWorker() {
    return start(
        RpcServer.builder(open(), Target.of(topic, "host1")).endpoint(streaming).concurrency(1));
  }

  private Stream<Object> begin(RpcClient client, String method, Map<String, ?> args) {
    return closing(client.multicall(Context.EMPTY, method, args));
  }

  private void fetched(int items) throws InterruptedException {
    for (int i = 0; i < items; i++) {
      assertThat(streaming.fetched.poll(SOON.toSeconds(), SECONDS)).isNotNull();
    }
  }

  private void closed() throws InterruptedException {
    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
  }

  @Test
  public void a_slow_reader_holds_the_producer_which_holds_no_worker() throws Exception {
    serveOnOneWorker();
    RpcClient client = client();
    Iterator<Object> items = begin(client, "endless", Map.of()).iterator();
    assertThat(items.next()).isEqualTo(0);

    fetched(WINDOW);
    assertThat(call(client, "plain", Map.of())).isEqualTo("plain"); // the one worker is free
    assertThat(streaming.fetched).isEmpty();

    for (int i = 1; i < WINDOW; i++) {
      assertThat(items.next()).isEqualTo(i);
    }
    fetched(WINDOW / 2);
    assertThat(items.next()).isEqualTo(WINDOW);
  }

  @Test
  public void large_items_are_held_by_their_bytes() throws Exception {
    serveOnOneWorker();
    RpcClient client = client();
    Iterator<Object> items = begin(client, "endlessTexts", Map.of("length", 1 << 20)).iterator();
    items.next();

    fetched(16);
    assertThat(call(client, "plain", Map.of())).isEqualTo("plain");
    assertThat(streaming.fetched).isEmpty();
  }

  @Test
  public void closing_the_stream_ends_it_at_the_server() throws Exception {
    serveOnOneWorker();
    RpcClient client = client();
    Stream<Object> stream = begin(client, "endless", Map.of());
    stream.iterator().next();

    stream.close();

    closed();
    assertThat(call(client, "plain", Map.of())).isEqualTo("plain");
  }

  @Test
  public void closing_the_stream_interrupts_who_produces() throws Exception {
    serveOnOneWorker();
    RpcClient client = client();
    Stream<Object> stream = begin(client, "stuck", Map.of("n", 2));
    Iterator<Object> items = stream.iterator();
    assertThat(items.next()).isEqualTo(0);
    assertThat(items.next()).isEqualTo(1);
    assertThat(streaming.waiting.await(SOON.toSeconds(), SECONDS)).isTrue();

    stream.close();

    assertThat(streaming.interrupted.poll(SOON.toSeconds(), SECONDS)).isNotNull();
    closed();
    assertThat(call(client, "plain", Map.of())).isEqualTo("plain");
  }

  @Test
  public void a_stream_that_times_out_ends_at_the_server_even_if_the_transport_is_closed_next()
      throws Exception {
    serveOnOneWorker();
    Transport transport = open();
    RpcClient impatient = client(transport).prepare().timeout(SHORT).build();
    Iterator<Object> items = begin(impatient, "stuck", Map.of("n", 1)).iterator();
    assertThat(items.next()).isEqualTo(0);

    assertThatThrownBy(items::next).isInstanceOf(CallTimeoutException.class);
    transport.close();

    closed();
  }

  @Test
  public void a_stream_closed_before_its_first_item_ends_when_that_comes_and_is_counted()
      throws Exception {
    serveOnOneWorker();
    Transport transport = open();
    RpcClient client = client(transport);
    Stream<Object> stream = begin(client, "endlessLater", Map.of());
    assertThat(streaming.waiting.await(SOON.toSeconds(), SECONDS)).isTrue();
    stream.close();
    streaming.letGo.countDown();

    closed();
    assertThat(call(client, "plain", Map.of())).isEqualTo("plain");
    assertThat(count(transport, Counter.LATE_REPLY)).isPositive();
  }

  @Test
  public void a_closed_stream_can_be_closed_again_and_gives_nothing() {
    serveOnOneWorker();
    Stream<Object> stream = begin(client(), "count", Map.of("n", 3));
    Iterator<Object> items = stream.iterator();
    assertThat(items.next()).isEqualTo(0);

    stream.close();
    stream.close();

    assertThat(items.hasNext()).isFalse();
  }

  @Test
  public void the_timeout_is_for_each_item_and_ends_the_stream_at_the_server() throws Exception {
    serveOnOneWorker();
    RpcClient connected = client();
    call(connected, "plain", Map.of());
    RpcClient client = connected.prepare().timeout(SHORT).build();
    Iterator<Object> items = begin(client, "stuck", Map.of("n", 2)).iterator();
    assertThat(items.next()).isEqualTo(0);
    assertThat(items.next()).isEqualTo(1);

    assertThatThrownBy(items::next)
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageMatching(
            "No further item of stuck to .* within 300 ms, after 2 items \\(request"
                + " [0-9a-f]{32}\\)\\. The method is slow, or its server has died: allow more time"
                + " with RpcClient\\.Builder\\.timeout, or watch it with"
                + " RpcClient\\.Builder\\.monitor\\.");
    assertThat(items.hasNext()).isFalse();
    closed();
  }

  @Test
  public void a_timeout_before_the_first_item_is_that_of_a_call() {
    serveOnOneWorker();
    RpcClient connected = client();
    call(connected, "plain", Map.of());
    RpcClient client = connected.prepare().timeout(SHORT).build();
    Iterator<Object> items = begin(client, "stuck", Map.of("n", 0)).iterator();

    assertThatThrownBy(items::next)
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("No reply to stuck from")
        .hasMessageContaining("within 300 ms");
    streaming.letGo.countDown();
  }

  @Test
  public void the_overall_timeout_is_for_all_of_it() throws Exception {
    serveOnOneWorker();
    RpcClient client = client().prepare().overallTimeout(SHORT).build();
    Stream<Object> stream = begin(client, "endless", Map.of());

    assertThatThrownBy(() -> stream.forEach(item -> {}))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageMatching(
            "endless to .* did not end within 300 ms, after \\d+ items \\(request"
                + " [0-9a-f]{32}\\)\\. Allow more time with RpcClient\\.Builder\\.overallTimeout\\.");
    closed();
  }

  @Test
  public void an_overall_timeout_of_nothing_is_refused() {
    assertThatThrownBy(() -> client().prepare().overallTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("overallTimeout: PT0S (expected: more than zero)");
  }

  @Test
  public void a_server_that_stops_ends_its_streams_with_a_reason() throws Exception {
    RpcServer server = serveOnOneWorker();
    Iterator<Object> items = begin(client(), "stuck", Map.of("n", 1)).iterator();
    assertThat(items.next()).isEqualTo(0);

    assertThat(server.stop(SHORT)).isFalse();

    assertThatThrownBy(items::next)
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("The stream of stuck was ended: its server stops");
    closed();
  }

  @Test
  public void a_server_that_stops_finishes_streams_that_are_read() throws Exception {
    RpcServer server = serveOnOneWorker();
    Iterator<Object> items = begin(client(), "count", Map.of("n", 2_000)).iterator();
    assertThat(items.next()).isEqualTo(0);

    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(SOON));
    for (int i = 1; i < 2_000; i++) {
      assertThat(items.next()).isEqualTo(i);
    }

    assertThat(items.hasNext()).isFalse();
    assertThat(stopped).succeedsWithin(SOON).isEqualTo(true);
  }

  @Test
  public void closing_the_transport_of_the_client_ends_who_waits() {
    serveOnOneWorker();
    Transport transport = open();
    Iterator<Object> items = begin(client(transport), "stuck", Map.of("n", 1)).iterator();
    assertThat(items.next()).isEqualTo(0);

    CompletableFuture<Object> next = CompletableFuture.supplyAsync(items::next);
    transport.close();

    assertThat(next)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(ClosedException.class);
    streaming.letGo.countDown();
  }

  @Test
  public void closing_the_transport_of_the_client_ends_its_streams_at_the_server()
      throws Exception {
    serveOnOneWorker();
    Transport transport = open();
    Stream<Object> stream = begin(client(transport), "endless", Map.of());
    stream.iterator().next();
    fetched(WINDOW); // it waits for credit, and would for a minute

    transport.close();

    closed();
  }

  @Test
  public void an_interrupted_reader_ends_the_stream() throws Exception {
    serveOnOneWorker();
    Iterator<Object> items = begin(client(), "stuck", Map.of("n", 1)).iterator();
    assertThat(items.next()).isEqualTo(0);

    Thread.currentThread().interrupt();

    assertThatThrownBy(items::next)
        .isInstanceOf(MessagingException.class)
        .hasMessage("Interrupted while waiting for an answer");
    assertThat(Thread.interrupted()).isTrue();
    closed();
  }

  @Test
  public void nothing_is_lost_or_repeated_in_an_orderly_stream() {
    Transport serving = open();
    start(RpcServer.builder(serving, Target.of(topic, "host1")).endpoint(streaming));
    Transport transport = open();

    assertThat(begin(client(transport), "count", Map.of("n", 1_000)).count()).isEqualTo(1_000);

    assertThat(count(transport, Counter.DUPLICATE)).isZero();
    assertThat(count(transport, Counter.LATE_REPLY)).isZero();
    assertThat(count(serving, Counter.STREAM_ABANDONED)).isZero();
    assertThat(count(serving, Counter.REPLY_DROPPED)).isZero();
  }
}
