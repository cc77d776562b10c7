package dev.svar.testkit.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.TransportUrl;
import dev.svar.classic.Connection;
import dev.svar.classic.Rpc;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcDispatcher;
import dev.svar.classic.RpcOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What the verbs that expect no answer do on every driver. */
public abstract class ClassicCastContract extends ClassicEndToEnd {

  private Manager fanoutConsumer(RpcBackend backend) {
    Manager manager = new Manager(backend);
    Connection connection = closing(backend.createConnection());
    connection.createConsumer(topic, new RpcDispatcher(List.of(manager)), true);
    connection.consumeInThread();
    return manager;
  }

  @Test
  public void a_cast_runs_on_one_consumer() throws Exception {
    RpcBackend backend = backend();
    Manager manager = new Manager(backend);
    consume(backend, topic, manager);

    backend.cast(CONTEXT, topic, msg("tell", "what", 42));

    assertThat(next(manager.told)).isEqualTo(42);
  }

  @Test
  public void a_cast_needs_no_args() throws Exception {
    RpcBackend backend = backend();
    Manager manager = new Manager(backend);
    consume(backend, topic, manager);

    backend.cast(CONTEXT, topic, msg("told"));

    assertThat(next(manager.told)).isEqualTo("noargs");
  }

  @Test
  public void a_cast_to_nobody_is_no_error() {
    backend().cast(CONTEXT, topic, msg("told"));
    backend().fanoutCast(CONTEXT, topic, msg("told"));
  }

  @Test
  public void a_fanout_cast_runs_on_every_fanout_consumer() throws Exception {
    RpcBackend backend = backend();
    Manager one = fanoutConsumer(backend);
    Manager two = fanoutConsumer(backend);
    Manager three = fanoutConsumer(backend());

    backend.fanoutCast(CONTEXT, topic, msg("tell", "what", 42));
    backend.fanoutCast(CONTEXT, topic, msg("told"));

    for (Manager each : List.of(one, two, three)) {
      assertThat(List.of(next(each.told), next(each.told))) //
          .containsExactlyInAnyOrder(42, "noargs");
    }
  }

  @Test
  public void a_fanout_cast_does_not_reach_the_consumers_of_the_topic() throws Exception {
    RpcBackend backend = backend();
    Manager plain = new Manager(backend);
    consume(backend, topic, plain);
    Manager fanout = fanoutConsumer(backend);

    backend.fanoutCast(CONTEXT, topic, msg("tell", "what", "all"));
    backend.cast(CONTEXT, topic, msg("tell", "what", "one"));

    assertThat(next(fanout.told)).isEqualTo("all");
    assertThat(next(plain.told)).isEqualTo("one");
  }

  @Test
  public void a_host_is_a_topic_of_its_own() throws Exception {
    RpcBackend backend = backend();
    Manager one = new Manager(backend);
    Manager two = new Manager(backend);
    consume(backend, RpcBackend.queueGetFor(topic, "host1"), one);
    consume(backend, RpcBackend.queueGetFor(topic, "host2"), two);

    backend.cast(CONTEXT, RpcBackend.queueGetFor(topic, "host2"), msg("tell", "what", 2));
    backend.cast(CONTEXT, RpcBackend.queueGetFor(topic, "host1"), msg("tell", "what", 1));

    assertThat(next(one.told)).isEqualTo(1);
    assertThat(next(two.told)).isEqualTo(2);
  }

  @Test
  public void a_cast_to_a_server_goes_where_the_parameters_say() throws Exception {
    RpcBackend here = backend();
    Manager manager = new Manager(here);
    consume(here, topic, manager);
    Manager fanout = fanoutConsumer(here);
    TransportUrl url = here.transport().url();
    TransportUrl nowhere = TransportUrl.of(url.scheme(), url.hosts(), "nowhere", Map.of());
    RpcBackend elsewhere = backend(Map.of("transport_url", nowhere.format()));
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("hostname", url.hosts().get(0).name());
    server.put("virtual_host", url.virtualHost() == null ? "" : url.virtualHost());
    Map<String, Object> before = Map.copyOf(server);

    elsewhere.castToServer(CONTEXT, server, topic, msg("tell", "what", "one"));
    elsewhere.fanoutCastToServer(CONTEXT, server, topic, msg("tell", "what", "all"));

    assertThat(next(manager.told)).isEqualTo("one");
    assertThat(next(fanout.told)).isEqualTo("all");
    assertThat(server).isEqualTo(before);
  }

  @Test
  public void an_event_is_bare_unless_an_envelope_is_asked_for() throws Exception {
    RpcBackend backend = backend();
    BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    Connection connection = closing(backend.createConnection());
    connection.joinConsumerPool(events::add, topic + ".info", topic + ".info", null);
    connection.consumeInThread();
    Map<String, Object> event = Map.of("event_type", "e", "payload", Map.of("a", 1));

    for (boolean envelope : List.of(false, true)) {
      backend.notify(CONTEXT, topic + ".info", event, envelope);

      Map<String, Object> message = next(events);
      assertThat(String.valueOf(message.get("_unique_id"))).matches("[0-9a-f]{32}");
      assertThat(message)
          .containsOnlyKeys(
              "event_type",
              "payload",
              "_unique_id",
              "_context_user",
              "_context_tenant",
              "_context_auth_token")
          .containsAllEntriesOf(event)
          .containsEntry("_context_auth_token", "secret");
    }
    assertThat(event).isEqualTo(Map.of("event_type", "e", "payload", Map.of("a", 1)));
  }

  @Test
  public void an_event_waits_for_a_listener_that_comes_later() throws Exception {
    RpcBackend backend = backend();
    backend.notify(CONTEXT, topic + ".info", Map.of("event_type", "early"));

    BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    Connection connection = closing(backend.createConnection());
    connection.joinConsumerPool(events::add, topic + ".info", topic + ".info", null);
    connection.consumeInThread();

    assertThat(next(events)).containsEntry("event_type", "early");
  }

  @Test
  public void the_functions_of_the_process_use_one_backend_until_cleanup() throws Exception {
    Rpc.configure(RpcOptions.builder().option("transport_url", url()).build());
    try {
      Rpc.setDefaults(exchange);
      RpcBackend first = Rpc.backend();
      assertThat(Rpc.backend()).isSameAs(first);
      Manager manager = new Manager(first);
      Connection connection = Rpc.createConnection();
      connection.createConsumer(topic, new RpcDispatcher(List.of(manager)));
      connection.createConsumer(topic, new RpcDispatcher(List.of(manager)), true);
      connection.consumeInThread();

      assertThat(Rpc.call(CONTEXT, topic, msg("echo", "value", 1))).isEqualTo(1);
      assertThat(Rpc.call(CONTEXT, topic, msg("echo", "value", 2), SOON)).isEqualTo(2);
      assertThat(Rpc.call(CONTEXT, topic, msg("echo", "value", 3), SOON, true)).isEqualTo(3);
      try (var answers = Rpc.multicall(CONTEXT, topic, msg("threeTimes", "value", 1), SOON)) {
        assertThat(answers.toList()).containsExactly(1, 2, 3);
      }
      Rpc.cast(CONTEXT, topic, msg("tell", "what", "cast"));
      assertThat(next(manager.told)).isEqualTo("cast");
      Rpc.fanoutCast(CONTEXT, topic, msg("tell", "what", "fanout"));
      assertThat(next(manager.told)).isEqualTo("fanout");
      Rpc.castToServer(CONTEXT, Map.of(), topic, msg("tell", "what", "server"));
      assertThat(next(manager.told)).isEqualTo("server");
      Rpc.fanoutCastToServer(CONTEXT, Map.of(), topic, msg("tell", "what", "servers"));
      assertThat(next(manager.told)).isEqualTo("servers");
      Rpc.notify(CONTEXT, topic + ".info", Map.of("event_type", "e"));
      Rpc.notify(CONTEXT, topic + ".info", Map.of("event_type", "e"), true);
      assertThat(Rpc.notifier()).isSameAs(first.notifier());
      assertThat(Rpc.queueGetFor("a", "b")).isEqualTo("a.b");
      assertThatThrownBy(() -> Rpc.configure(RpcOptions.DEFAULT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is in use (expected: before the first use, or after cleanup)");

      Rpc.cleanup();

      assertThat(Rpc.backend()).isNotSameAs(first);
      Rpc.cast(CONTEXT, topic, msg("tell", "what", "after"));
    } finally {
      Rpc.cleanup();
      Rpc.cleanup();
      Rpc.setDefaults("openstack");
      Rpc.configure(RpcOptions.DEFAULT);
    }
  }
}
