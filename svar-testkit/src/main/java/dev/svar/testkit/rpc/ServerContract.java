package dev.svar.testkit.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.ClosedException;
import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** How a server starts, limits itself, and stops, on every driver. */
public abstract class ServerContract extends EndToEnd {

  @Test
  public void no_more_methods_run_at_a_time_than_the_concurrency() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    start(RpcServer.builder(open(), Target.of(topic, "host1")).endpoint(blocking).concurrency(3));
    RpcClient client = client();
    List<CompletableFuture<Object>> calls = new ArrayList<>();

    for (int i = 0; i < 20; i++) {
      calls.add(client.callAsync(Context.EMPTY, "block", Map.of("id", i)));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isNotNull();
    }
    // A second server gets what the first one cannot take: its window is bounded too.
    Endpoints.Blocking free = new Endpoints.Blocking();
    free.letGo.countDown();
    serve("host2", free);
    assertThat(free.entered.poll(SOON.toSeconds(), SECONDS)).isNotNull();
    assertThat(blocking.entered).isEmpty();
    blocking.letGo.countDown();
    for (int i = 0; i < 20; i++) {
      assertThat(calls.get(i)).succeedsWithin(SOON).isEqualTo(i);
    }
  }

  @Test
  public void a_stopped_server_takes_nothing_and_may_start_again() {
    RpcServer server = serve("host1", new Endpoints.Echo());
    RpcClient client = client();
    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);

    assertThat(server.stop(SOON)).isTrue();
    assertThatThrownBy(
            () -> call(client.prepare().timeout(SHORT).build(), "add", Map.of("x", 1, "y", 2)))
        .isInstanceOf(CallTimeoutException.class);

    server.start(SOON);
    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
  }

  @Test
  public void stopping_waits_for_what_runs_and_sends_its_replies() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    RpcServer server = serve("host1", blocking);
    CompletableFuture<Object> call =
        client().callAsync(Context.EMPTY, "block", Map.of("id", "last"));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo("last");

    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    Thread stopping = new Thread(() -> stopped.complete(server.stop(SOON)), "stopping");
    stopping.start();
    assertThat(stopped).isNotDone();
    blocking.letGo.countDown();

    assertThat(stopped).succeedsWithin(SOON).isEqualTo(true);
    assertThat(call).succeedsWithin(SOON).isEqualTo("last");
  }

  @Test
  public void stopping_ends_by_its_limit_and_what_has_not_started_goes_to_another_server()
      throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    RpcServer server =
        start(
            RpcServer.builder(open(), Target.of(topic, "host1")).endpoint(blocking).concurrency(1));
    RpcClient client = client();
    client.cast(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);
    CompletableFuture<Object> waiting = client.callAsync(Context.EMPTY, "block", Map.of("id", 2));

    assertThat(server.stop(Duration.ofMillis(200))).isFalse();
    Endpoints.Blocking free = new Endpoints.Blocking();
    free.letGo.countDown();
    serve("host2", free);

    assertThat(waiting).succeedsWithin(SOON).isEqualTo(2);
  }

  @Test
  public void acknowledged_after_its_method_a_request_outlives_its_server() throws Exception {
    Endpoints.Blocking dying = new Endpoints.Blocking();
    var lent = java.util.concurrent.Executors.newCachedThreadPool();
    closing(lent::shutdownNow);
    Transport transport = open();
    start(
        RpcServer.builder(transport, Target.of(topic, "host1"))
            .endpoint(dying)
            .executor(lent) // its threads outlive the transport, as a hung method would
            .acknowledgeAfter(true));
    client().cast(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(dying.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    transport.close(Duration.ofMillis(500));
    Endpoints.Blocking free = new Endpoints.Blocking();
    free.letGo.countDown();
    serve("host2", free);

    assertThat(free.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);
    dying.letGo.countDown();
  }

  @Test
  public void starting_and_stopping_again_do_nothing() {
    RpcServer server = serve("host1", new Endpoints.Echo());

    server.start(SOON);
    assertThat(server.stop(SOON)).isTrue();
    assertThat(server.stop(SOON)).isTrue();
    server.close();
    server.close();
    assertThatThrownBy(() -> server.start(SOON)).isInstanceOf(ClosedException.class);
  }

  @Test
  public void fifty_servers_share_one_transport() {
    Transport transport = open();
    Set<Object> expected = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      serve(transport, "host" + i, new Endpoints.Named("host" + i));
      expected.add("host" + i);
    }
    RpcClient client = client(transport);

    Set<Object> answered = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      answered.add(call(client.prepare().server("host" + i).build(), "who", Map.of()));
    }

    assertThat(answered).isEqualTo(expected);
  }

  /** Calls another method of its own server. */
  public static final class Calling {
    private final RpcClient client;

    public Calling(RpcClient client) {
      this.client = client;
    }

    public Object outer(@Param("x") int x) {
      return client.call(Context.EMPTY, "inner", Map.of("x", x + 1));
    }

    public int inner(@Param("x") int x) {
      return x * 2;
    }
  }

  @Test
  public void a_method_may_call_over_the_same_transport() {
    Transport transport = open();
    serve(transport, "host1", new Calling(client(transport)));

    assertThat(call(client(), "outer", Map.of("x", 1))).isEqualTo(4);
  }

  @Test
  public void a_monitored_call_lives_as_long_as_heartbeats_come() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    RpcClient client = client().prepare().monitor(Duration.ofSeconds(2)).build();
    CompletableFuture<Object> monitored = client.callAsync(Context.EMPTY, "block", Map.of("id", 1));
    // A plain call that times out only after the monitor's interval would have ended the other.
    RpcClient clock = client().prepare().timeout(Duration.ofSeconds(4)).build();
    assertThatThrownBy(() -> call(clock, "block", Map.of("id", 2)))
        .isInstanceOf(CallTimeoutException.class);

    assertThat(monitored).isNotDone();
    blocking.letGo.countDown();
    assertThat(monitored).succeedsWithin(SOON).isEqualTo(1);
  }

  @Test
  public void a_monitored_call_ends_when_nobody_gives_a_sign_of_life() {
    serve("host1", new Endpoints.Echo()).close();
    RpcClient client = client().prepare().monitor(Duration.ofSeconds(2)).build();

    assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2)))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageStartingWith(
            "No sign of life from add on " + exchange + "/" + topic + " within 2 s (request ");
  }

  /** Answers later, without holding a thread of its own. */
  public static final class Later {
    final CompletableFuture<String> answer = new CompletableFuture<>();
    final CountDownLatch asked = new CountDownLatch(1);

    public CompletableFuture<String> answer() {
      asked.countDown();
      return answer;
    }
  }

  @Test
  public void a_method_may_return_a_future() throws Exception {
    Later later = new Later();
    serve("host1", later);
    CompletableFuture<Object> call = client().callAsync(Context.EMPTY, "answer", Map.of());
    assertThat(later.asked.await(SOON.toSeconds(), SECONDS)).isTrue();

    later.answer.complete("at last");

    assertThat(call).succeedsWithin(SOON).isEqualTo("at last");
  }

  /** Says on which thread it runs. */
  public static final class Threaded {
    final BlockingQueue<String> names = new LinkedBlockingQueue<>();

    public void where() {
      names.add(Thread.currentThread().getName());
    }
  }

  @Test
  public void methods_run_on_workers_of_the_transport() throws Exception {
    Threaded threaded = new Threaded();
    serve("host1", threaded);

    call(client(), "where", Map.of());

    assertThat(threaded.names.poll(SOON.toSeconds(), SECONDS)).startsWith("svar-worker-");
  }

  @Test
  public void methods_run_on_the_application_s_executor_if_it_gives_one() throws Exception {
    Threaded threaded = new Threaded();
    var executor =
        java.util.concurrent.Executors.newFixedThreadPool(
            1, task -> new Thread(task, "application"));
    closing(executor::shutdownNow);
    start(
        RpcServer.builder(open(), Target.of(topic, "host1")).endpoint(threaded).executor(executor));

    call(client(), "where", Map.of());

    assertThat(threaded.names.poll(SOON.toSeconds(), SECONDS)).isEqualTo("application");
  }

  @Test
  public void a_request_that_gets_its_thread_after_the_stop_does_not_run() throws Exception {
    Threaded threaded = new Threaded();
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>(); // no thread is free yet
    RpcServer server =
        start(
            RpcServer.builder(open(), Target.of(topic, "host1"))
                .endpoint(threaded)
                .executor(later::add)
                .acknowledgeAfter(true));
    client().cast(Context.EMPTY, "where", Map.of());
    Runnable taken = later.poll(SOON.toSeconds(), SECONDS);
    assertThat(taken).isNotNull();

    assertThat(server.stop(Duration.ofMillis(1))).isFalse();
    taken.run();

    assertThat(threaded.names).isEmpty();
  }
}
