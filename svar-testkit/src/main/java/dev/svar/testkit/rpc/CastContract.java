package dev.svar.testkit.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.UndeliverableException;
import dev.svar.rpc.RpcClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Where casts, fanouts and directed messages go on every driver. */
public abstract class CastContract extends EndToEnd {
  private final Endpoints.Named one = new Endpoints.Named("one");
  private final Endpoints.Named two = new Endpoints.Named("two");
  private final Endpoints.Named three = new Endpoints.Named("three");

  private void serveThree() {
    serve("one", one);
    serve("two", two);
    serve("three", three);
  }

  private static Object next(Endpoints.Named server) throws InterruptedException {
    return server.told.poll(SOON.toSeconds(), SECONDS);
  }

  @Test
  public void a_cast_runs_on_one_server() throws Exception {
    serveThree();

    for (int i = 0; i < 20; i++) {
      client().cast(Context.EMPTY, "tell", Map.of("what", i));
    }

    Set<Object> told = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      told.add(nextOfThree());
    }
    assertThat(told).hasSize(20);
    assertThat(one.told).isEmpty();
    assertThat(two.told).isEmpty();
    assertThat(three.told).isEmpty();
  }

  private Object nextOfThree() throws InterruptedException {
    LinkedBlockingQueue<Object> any = new LinkedBlockingQueue<>();
    for (int tries = 0; any.isEmpty(); tries++) {
      for (Endpoints.Named server : List.of(one, two, three)) {
        Object what = server.told.poll(10, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (what != null) {
          return what;
        }
      }
      assertThat(tries).isLessThan(1_000);
    }
    return any.poll();
  }

  @Test
  public void calls_to_the_topic_are_shared_by_its_servers() {
    serveThree();
    RpcClient client = client();

    Set<Object> answered = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      answered.add(call(client, "who", Map.of()));
    }

    assertThat(answered).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  public void a_directed_call_runs_on_that_server_alone() {
    serveThree();
    RpcClient client = client().prepare().server("two").build();

    for (int i = 0; i < 10; i++) {
      assertThat(call(client, "who", Map.of())).isEqualTo("two");
    }
  }

  @Test
  public void directed_casts_all_run_on_that_server_alone() throws Exception {
    serveThree();
    RpcClient client = client().prepare().server("two").build();

    for (int i = 0; i < 10; i++) {
      client.cast(Context.EMPTY, "tell", Map.of("what", i));
    }

    Set<Object> told = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      told.add(next(two));
    }
    assertThat(told).hasSize(10).doesNotContainNull();
    assertThat(one.told).isEmpty();
    assertThat(three.told).isEmpty();
  }

  @Test
  public void a_fanout_runs_on_every_server() throws Exception {
    serveThree();
    RpcClient client = client();

    client.fanout(Context.EMPTY, "tell", Map.of("what", "all"));
    client
        .prepare()
        .target(Target.of(topic).withFanout(true))
        .build()
        .cast(Context.EMPTY, "tell", Map.of("what", "again"));

    for (Endpoints.Named server : List.of(one, two, three)) {
      assertThat(List.of(next(server), next(server))).containsExactlyInAnyOrder("all", "again");
    }
  }

  @Test
  public void a_fanout_runs_on_every_server_of_one_transport() throws Exception {
    Transport transport = open();
    serve(transport, "one", one);
    serve(transport, "two", two);

    client(transport).fanout(Context.EMPTY, "tell", Map.of("what", "all"));

    assertThat(next(one)).isEqualTo("all");
    assertThat(next(two)).isEqualTo("all");
  }

  @Test
  public void a_fanout_to_nobody_is_no_error() {
    client().prepare().mandatory(true).build().fanout(Context.EMPTY, "tell", Map.of("what", "all"));
  }

  @Test
  public void servers_of_other_exchanges_are_not_reached() {
    serve("one", one);
    Transport elsewhere = open(builder -> builder.exchange(exchange + "-b"));
    serve(elsewhere, "two", two);
    RpcClient there =
        client().prepare().target(Target.of(topic).withExchange(exchange + "-b")).build();

    assertThat(call(there.prepare().server("two").build(), "who", Map.of())).isEqualTo("two");
    assertThatThrownBy(() -> call(there.prepare().server("one").build(), "who", Map.of()))
        .isInstanceOf(UndeliverableException.class);
    assertThatThrownBy(() -> call(client().prepare().server("two").build(), "who", Map.of()))
        .isInstanceOf(UndeliverableException.class);
  }

  @Test
  public void a_cast_waits_for_a_server_that_was_there_before() throws Exception {
    serve("one", one).close();

    client().cast(Context.EMPTY, "tell", Map.of("what", "later"));
    serve("one", one);

    assertThat(next(one)).isEqualTo("later");
  }

  @Test
  public void a_cast_to_nobody_is_an_error_only_if_asked_for() {
    RpcClient client = client();

    client.cast(Context.EMPTY, "tell", Map.of("what", 1));

    assertThatThrownBy(
            () ->
                client
                    .prepare()
                    .mandatory(true)
                    .build()
                    .cast(Context.EMPTY, "tell", Map.of("what", 1)))
        .isInstanceOf(UndeliverableException.class)
        .hasMessageStartingWith("Nobody listens: the broker has no queue for " + exchange + "/");
    assertThat(
            client
                .prepare()
                .mandatory(true)
                .build()
                .castAsync(Context.EMPTY, "tell", Map.of("what", 1)))
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(UndeliverableException.class);
  }

  @Test
  public void casts_may_be_pipelined() throws Exception {
    serve("one", one);
    RpcClient client = client();
    List<CompletableFuture<Void>> casts = new ArrayList<>();

    for (int i = 0; i < 500; i++) {
      casts.add(client.castAsync(Context.EMPTY, "tell", Map.of("what", i)));
    }

    for (CompletableFuture<Void> cast : casts) {
      assertThat(cast).succeedsWithin(SOON);
    }
    Set<Object> told = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      told.add(next(one));
    }
    assertThat(told).hasSize(500).doesNotContainNull();
  }

  @Test
  public void a_cast_that_fails_is_counted_where_it_failed() throws Exception {
    LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();
    Transport transport =
        open(
            builder ->
                builder.observer(
                    (counter, detail) -> {
                      if (counter == Counter.HANDLER_FAILED) {
                        failures.add(detail);
                      }
                    }));
    serve(transport, "one", new Endpoints.Failing());

    client().cast(Context.EMPTY, "illegal", Map.of("text", "boom"));

    assertThat(failures.poll(SOON.toSeconds(), SECONDS))
        .isEqualTo("illegal: java.lang.IllegalArgumentException: boom");
    assertThat(count(transport, Counter.HANDLER_FAILED)).isEqualTo(1);
  }
}
