package dev.svar.testkit.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.ClosedException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.MalformedReplyException;
import dev.svar.MessagingException;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TypeRef;
import dev.svar.UndeliverableException;
import dev.svar.rpc.RpcClient;
import dev.svar.testkit.rpc.Endpoints.Volume;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a call does on every driver. */
public abstract class CallContract extends EndToEnd {

  @Test
  public void a_call_gives_what_the_method_returned() {
    serve("host1", new Endpoints.Echo());

    assertThat(call(client(), "add", Map.of("x", 2, "y", 3))).isEqualTo(5);
  }

  @Test
  public void client_and_server_may_share_a_transport() {
    Transport transport = open();
    serve(transport, "host1", new Endpoints.Echo());

    assertThat(call(client(transport), "add", Map.of("x", 2, "y", 3))).isEqualTo(5);
  }

  @Test
  public void every_shape_of_json_goes_there_and_back() {
    serve("host1", new Endpoints.Echo());
    RpcClient client = client();
    List<Object> shapes =
        new ArrayList<>(
            List.of(
                "",
                "text",
                "žluťoučký kůň \uD83D\uDE00 \u0000 \" \\ \n",
                0,
                -1,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.TWO.pow(70),
                1.5,
                -0.0,
                1e300,
                true,
                false,
                List.of(),
                Map.of(),
                List.of(1, "two", List.of(3.0)),
                Map.of("a", Map.of("b", List.of(Map.of())))));
    shapes.add(null);
    shapes.add(Collections.singletonMap("nothing", null));
    shapes.add(Arrays.asList(1, null));

    for (Object shape : shapes) {
      Map<String, Object> args = new HashMap<>();
      args.put("value", shape);
      assertThat(call(client, "echo", args)).isEqualTo(shape);
    }
  }

  @Test
  public void a_method_without_a_result_answers_null() {
    serve("host1", new Endpoints.Echo());

    assertThat(call(client(), "nothing", Map.of())).isNull();
  }

  @Test
  public void five_megabytes_go_there_and_back() {
    serve("host1", new Endpoints.Echo());
    String text = "0123456789é".repeat(500_000);

    assertThat(client().call(Context.EMPTY, "echo", Map.of("value", text), String.class))
        .isEqualTo(text);
  }

  @Test
  public void deep_nesting_goes_there_and_back() {
    serve("host1", new Endpoints.Echo());
    Object nested = 1;
    for (int i = 0; i < 900; i++) {
      nested = List.of(nested);
    }

    assertThat(String.valueOf(call(client(), "echo", Map.of("value", nested))))
        .isEqualTo(String.valueOf(nested));
  }

  @Test
  public void arguments_and_results_take_the_types_that_are_asked_for() {
    serve("host1", new Endpoints.Echo());
    Volume volume = new Volume("v1", 5, List.of("fast"));

    Volume grown =
        client().call(Context.EMPTY, "grow", Map.of("volume", volume, "by", 3), Volume.class);

    assertThat(grown).isEqualTo(new Volume("v1", 8, List.of("fast")));
    List<Volume> volumes =
        client()
            .call(
                Context.EMPTY,
                "echo",
                Map.of("value", List.of(volume)),
                new TypeRef<List<Volume>>() {});
    assertThat(volumes).containsExactly(volume);
  }

  @Test
  public void a_result_of_another_type_is_an_error_that_says_so() {
    serve("host1", new Endpoints.Echo());

    assertThatThrownBy(
            () ->
                client().call(Context.EMPTY, "echo", Map.of("value", List.of("a")), Integer.class))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("The reply to echo from " + exchange + "/" + topic)
        .hasMessageContaining("not what was asked for");
  }

  @Test
  public void the_context_travels_with_the_call_and_nothing_is_added_to_it() {
    serve("host1", new Endpoints.Echo());
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("user_id", "u1");
    entries.put("roles", List.of("admin"));
    entries.put("project_id", null);

    assertThat(client().call(Context.of(entries), "context", Map.of())).isEqualTo(entries);
  }

  @Test
  public void a_context_parameter_may_stand_anywhere() {
    serve("host1", new Endpoints.Echo());

    assertThat(
            client().call(Context.of(Map.of("user", "ann")), "contextLast", Map.of("name", "user")))
        .isEqualTo("user=ann");
  }

  @Test
  public void serializers_convert_arguments_results_and_contexts() {
    Serializer shouting =
        new Serializer() {
          @Override
          public Object serialize(Context context, Object value) {
            return value + "<" + context.get("who");
          }

          @Override
          public Object deserialize(Context context, Object value) {
            return value + ">" + context.get("who");
          }

          @Override
          public Map<String, Object> serializeContext(Context context) {
            return Map.of("sent", String.valueOf(context.get("who")));
          }

          @Override
          public Context deserializeContext(Map<String, Object> entries) {
            return Context.of(Map.of("who", entries.get("sent") + "!"));
          }
        };
    start(
        dev.svar.rpc.RpcServer.builder(open(), Target.of(topic, "host1"))
            .endpoint(new Endpoints.Echo())
            .serializer(shouting));
    RpcClient client = client().prepare().serializer(shouting).build();

    assertThat(client.call(Context.of(Map.of("who", "ann")), "echo", Map.of("value", "v")))
        .isEqualTo("v<ann>ann!<ann!>ann");
  }

  @Test
  public void nobody_listening_is_an_error_at_once() {
    assertThatThrownBy(() -> call(client(), "add", Map.of()))
        .isInstanceOf(UndeliverableException.class)
        .hasMessage(
            "Nobody listens: the broker has no queue for "
                + exchange
                + "/"
                + topic
                + ", so that add was not handed to anyone. Start a server on this topic, or check"
                + " exchange, topic and server name.");
  }

  @Test
  public void nobody_listening_is_a_timeout_for_those_who_want_it_as_python_has_it() {
    RpcClient client = client().prepare().mandatory(false).timeout(SHORT).build();

    assertThatThrownBy(() -> call(client, "add", Map.of()))
        .isInstanceOf(CallTimeoutException.class);
  }

  @Test
  public void a_timeout_says_what_is_known_of_the_queue() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    RpcClient client = client().prepare().timeout(SHORT).build();
    try {
      assertThatThrownBy(() -> call(client, "block", Map.of("id", 1)))
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageMatching(
              "No reply to block from "
                  + exchange
                  + "/"
                  + topic
                  + " within 300 ms \\(request [0-9a-f]{32}\\)\\. 1 server listens: the method is slow"
                  + " or the servers are busy; allow more time with RpcClient\\.Builder\\.timeout, or"
                  + " add servers\\.");
    } finally {
      blocking.letGo.countDown();
    }
  }

  @Test
  public void a_queue_without_a_consumer_is_named_when_a_call_times_out() {
    serve("host1", new Endpoints.Echo()).close();
    RpcClient client = client().prepare().timeout(SHORT).build();

    assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2)))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("Nobody consumes from the queue of " + exchange + "/" + topic)
        .hasMessageContaining("start a server on this topic");
  }

  @Test
  public void a_timeout_of_zero_is_a_timeout() {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    RpcClient client = client().prepare().timeout(Duration.ZERO).build();

    assertThatThrownBy(() -> call(client, "block", Map.of("id", 1)))
        .isInstanceOf(MessagingException.class);
    blocking.letGo.countDown();
  }

  @Test
  public void a_slow_method_does_not_hold_up_other_calls_of_the_client() {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    RpcClient client = client();
    CompletableFuture<Object> slow = client.callAsync(Context.EMPTY, "block", Map.of("id", 1));

    for (int i = 0; i < 10; i++) {
      assertThat(call(client, "quick", Map.of())).isEqualTo("quick");
    }
    assertThat(slow).isNotDone();
    blocking.letGo.countDown();
    assertThat(slow).succeedsWithin(SOON).isEqualTo(1);
  }

  @Test
  public void an_asynchronous_call_ends_off_the_reading_thread_and_may_block_there()
      throws Exception {
    serve("host1", new Endpoints.Echo());
    RpcClient client = client();

    CompletableFuture<Object> second =
        client
            .callAsync(Context.EMPTY, "add", Map.of("x", 1, "y", 1))
            .thenApply(sum -> call(client, "add", Map.of("x", sum, "y", 1)));

    assertThat(second).succeedsWithin(SOON).isEqualTo(3);
  }

  @Test
  public void an_asynchronous_call_times_out_too() {
    serve("host1", new Endpoints.Echo()).close();
    RpcClient client = client().prepare().timeout(SHORT).build();

    assertThat(client.callAsync(Context.EMPTY, "add", Map.of()))
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CallTimeoutException.class);
  }

  @Test
  public void a_cancelled_call_is_forgotten_and_its_reply_counted_as_late() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    LinkedBlockingQueue<Counter> counted = new LinkedBlockingQueue<>();
    Transport transport =
        open(
            builder ->
                builder.observer(
                    (counter, detail) -> {
                      if (counter == Counter.LATE_REPLY) {
                        counted.add(counter);
                      }
                    }));
    CompletableFuture<Object> call =
        client(transport).callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    call.cancel(true);
    blocking.letGo.countDown();

    assertThat(counted.poll(SOON.toSeconds(), SECONDS)).isEqualTo(Counter.LATE_REPLY);
    assertThat(count(transport, Counter.LATE_REPLY)).isEqualTo(1);
  }

  @Test
  public void an_interrupted_call_ends_at_once_and_keeps_the_flag() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    RpcClient client = client();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                call(client, "block", Map.of("id", 1));
              } catch (RuntimeException e) {
                failure.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            },
            "caller");
    caller.start();
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    caller.interrupt();
    caller.join(SOON.toMillis());

    assertThat(failure.get())
        .isInstanceOf(MessagingException.class)
        .hasMessage("block to " + exchange + "/" + topic + " was interrupted.");
    assertThat(flag.get()).isTrue();
    blocking.letGo.countDown();
  }

  @Test
  public void closing_the_transport_ends_the_calls_that_wait() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    Transport transport = open();
    CompletableFuture<Object> call =
        client(transport).callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    transport.close();
    blocking.letGo.countDown();

    assertThat(call)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(ClosedException.class)
        .withMessageContaining("The transport was closed while block to " + exchange + "/" + topic);
    assertThatThrownBy(() -> call(client(transport), "quick", Map.of()))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  public void many_callers_get_each_their_own_answer() throws Exception {
    serve("host1", new Endpoints.Echo());
    RpcClient client = client();
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(client.callAsync(Context.EMPTY, "echo", Map.of("value", i)));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i)).succeedsWithin(SOON).isEqualTo(i);
    }
  }

  @Test
  public void what_is_no_json_number_is_refused_with_its_path() {
    serve("host1", new Endpoints.Echo());

    assertThatThrownBy(
            () ->
                call(client(), "echo", Map.of("value", Map.of("sizes", List.of(1.0, Double.NaN)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value.sizes[1]")
        .hasMessageContaining("NaN");
  }

  @Test
  public void a_fanout_cannot_be_called() {
    RpcClient client = client().prepare().target(Target.of(topic).withFanout(true)).build();

    assertThatThrownBy(() -> call(client, "add", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "call: "
                + topic
                + " (every server) has many servers (expected: one; use cast or fanout)");
  }
}
