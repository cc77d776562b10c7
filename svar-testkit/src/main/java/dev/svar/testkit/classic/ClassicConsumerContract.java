package dev.svar.testkit.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Serializer;
import dev.svar.classic.Connection;
import dev.svar.classic.InvalidRpcConnectionReuseException;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcDispatcher;
import dev.svar.classic.RpcException;
import dev.svar.classic.RpcProxy;
import dev.svar.classic.RpcTimeoutException;
import dev.svar.classic.RpcVersionCapException;
import dev.svar.classic.Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What connections, services and proxies do on every driver. */
public abstract class ClassicConsumerContract extends ClassicEndToEnd {

  private static RpcDispatcher dispatcher(Object callback) {
    return new RpcDispatcher(List.of(callback));
  }

  @Test
  public void what_is_sent_before_consuming_waits_for_it() throws Exception {
    RpcBackend rpc = backend();
    Manager manager = new Manager(rpc);
    Connection connection = closing(rpc.createConnection());
    connection.createConsumer(topic, dispatcher(manager));
    connection.createConsumer(topic, dispatcher(manager), true);

    rpc.cast(CONTEXT, topic, msg("tell", "what", 1));
    rpc.fanoutCast(CONTEXT, topic, msg("tell", "what", 2));
    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("noargs"), SHORT))
        .isInstanceOf(RpcTimeoutException.class);
    assertThat(manager.told).isEmpty();
    connection.consumeInThread();
    connection.consumeInThread();

    assertThat(List.of(next(manager.told), next(manager.told))).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  public void what_waits_goes_back_when_the_connection_closes_without_consuming() throws Exception {
    RpcBackend rpc = backend();
    Connection idle = rpc.createConnection();
    idle.createConsumer(topic, dispatcher(new Manager(rpc)));
    rpc.cast(CONTEXT, topic, msg("tell", "what", 1));

    idle.close();
    Manager manager = new Manager(rpc);
    consume(rpc, topic, manager);

    assertThat(next(manager.told)).isEqualTo(1);
  }

  @Test
  public void a_consumer_that_is_created_later_works_at_once() {
    RpcBackend rpc = backend();
    Connection connection = closing(rpc.createConnection());
    connection.consumeInThread();

    connection.createConsumer(topic, dispatcher(new Manager(rpc)));

    assertThat(rpc.call(CONTEXT, topic, msg("noargs"))).isEqualTo("no arguments");
  }

  @Test
  public void after_close_a_connection_says_so_and_closing_again_does_nothing() {
    RpcBackend rpc = backend();
    Connection connection = rpc.createConnection();
    RpcDispatcher proxy = dispatcher(new Manager(rpc));

    connection.close();

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> connection.createConsumer(topic, proxy),
            () -> connection.createConsumer(topic, proxy, true),
            () -> connection.createWorker(topic, proxy, "pool"),
            () -> connection.joinConsumerPool(message -> {}, "pool", topic, null),
            () -> connection.joinConsumerPool(message -> {}, "pool", topic, null, false),
            connection::consumeInThread)) {
      assertThatThrownBy(use)
          .isInstanceOf(InvalidRpcConnectionReuseException.class)
          .hasMessage("Invalid reuse of an RPC connection.");
    }
    connection.close();
  }

  @Test
  public void closing_ends_its_consumers_and_waits_for_what_runs() throws Exception {
    RpcBackend rpc = backend();
    Manager manager = new Manager(rpc);
    Connection connection = consume(rpc, topic, manager);
    CompletableFuture<Object> call =
        CompletableFuture.supplyAsync(
            () -> rpc.call(CONTEXT, topic, msg("block", "value", "done")));
    next(manager.entered);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(connection::close);
    assertThat(closing).isNotDone();
    manager.letGo.countDown();

    assertThat(closing).succeedsWithin(SOON);
    assertThat(call).succeedsWithin(SOON).isEqualTo("done");
    rpc.cast(CONTEXT, topic, msg("tell", "what", "later"));
    Manager another = new Manager(rpc);
    consume(rpc, topic, another);
    assertThat(next(another.told)).isEqualTo("later");
    assertThat(manager.told).isEmpty();
  }

  @Test
  public void a_pooled_connection_is_used_again() {
    RpcBackend rpc = backend();

    Connection first = rpc.createConnection(false);
    String name = first.toString();
    first.close();
    Connection second = rpc.createConnection(false);

    assertThat(second.toString()).isEqualTo(name).contains("(pooled)");
    second.createConsumer(topic, dispatcher(new Manager(rpc)));
    second.consumeInThread();
    assertThat(rpc.call(CONTEXT, topic, msg("noargs"))).isEqualTo("no arguments");
    second.close();
    assertThatThrownBy(first::consumeInThread)
        .isInstanceOf(InvalidRpcConnectionReuseException.class);
  }

  @Test
  public void no_more_connections_are_pooled_than_configured() {
    RpcBackend rpc = backend(Map.of("rpc_conn_pool_size", 1, "rpc_response_timeout", 1));
    Connection used = rpc.createConnection(false);

    assertThatThrownBy(() -> rpc.createConnection(false))
        .isInstanceOf(RpcException.class)
        .hasMessage(
            "No pooled connection was closed within 1 s, and all 1 are in use: close those that are"
                + " not needed, or raise rpc_conn_pool_size.");
    assertThat(rpc.createConnection(true).toString()).doesNotContain("pooled");
    used.close();
    assertThat(rpc.createConnection(false).toString()).isEqualTo(used.toString());
  }

  @Test
  public void no_more_methods_run_than_the_pool_has_threads() throws Exception {
    RpcBackend rpc = backend(Map.of("rpc_thread_pool_size", 2));
    Manager manager = new Manager(rpc);
    consume(rpc, topic, manager);

    for (int i = 0; i < 5; i++) {
      rpc.cast(CONTEXT, topic, msg("block", "value", i));
    }
    next(manager.entered);
    next(manager.entered);
    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("noargs"), SHORT))
        .isInstanceOf(RpcTimeoutException.class);
    assertThat(manager.entered).isEmpty();
    manager.letGo.countDown();

    for (int i = 0; i < 3; i++) {
      next(manager.entered);
    }
  }

  @Test
  public void workers_of_a_pool_share_and_each_pool_gets_a_copy() throws Exception {
    RpcBackend rpc = backend();
    Manager shared = new Manager(rpc);
    Manager alone = new Manager(rpc);
    Connection connection = closing(rpc.createConnection());
    connection.createWorker(topic, dispatcher(shared), topic + "-pool-a");
    connection.createWorker(topic, dispatcher(shared), topic + "-pool-a");
    connection.createWorker(topic, dispatcher(alone), topic + "-pool-b");
    connection.consumeInThread();

    for (int i = 0; i < 10; i++) {
      rpc.cast(CONTEXT, topic, msg("tell", "what", i));
    }
    rpc.cast(CONTEXT, topic, msg("tell", "what", "end"));

    for (Manager each : List.of(shared, alone)) {
      for (int i = 0; i < 11; i++) {
        assertThat(next(each.told)).isNotNull();
      }
    }
    assertThat(shared.told).isEmpty();
    assertThat(alone.told).isEmpty();
  }

  @Test
  public void a_consumer_pool_gets_messages_as_they_are_and_may_fail() throws Exception {
    RpcBackend rpc = backend();
    BlockingQueue<Map<String, Object>> messages = new LinkedBlockingQueue<>();
    Connection connection = closing(rpc.createConnection());
    connection.joinConsumerPool(
        message -> {
          messages.add(message);
          throw new IllegalStateException("not today");
        },
        topic + "-pool",
        topic,
        null);
    connection.consumeInThread();

    rpc.cast(CONTEXT, topic, Map.of("method", "m", "args", Map.of("a", 1), "version", "1.2"));

    Map<String, Object> message = next(messages);
    assertThat(message)
        .containsOnlyKeys(
            "method",
            "args",
            "version",
            "_unique_id",
            "_context_user",
            "_context_tenant",
            "_context_auth_token")
        .containsEntry("method", "m")
        .containsEntry("args", Map.of("a", 1));
    rpc.cast(CONTEXT, topic, msg("another"));
    assertThat(next(messages)).containsEntry("method", "another");
  }

  @Test
  public void a_message_whose_callback_fails_comes_again_if_that_is_asked_for() throws Exception {
    RpcBackend rpc = backend();
    BlockingQueue<Object> methods = new LinkedBlockingQueue<>();
    CountDownLatch failures = new CountDownLatch(2);
    Connection connection = closing(rpc.createConnection());
    connection.joinConsumerPool(
        message -> {
          if (failures.getCount() > 0) {
            failures.countDown();
            throw new IllegalStateException("not yet");
          }
          methods.add(message.get("method"));
        },
        topic + "-pool",
        topic,
        null,
        false);
    connection.consumeInThread();

    rpc.cast(CONTEXT, topic, msg("first"));
    assertThat(next(methods)).isEqualTo("first");
    rpc.cast(CONTEXT, topic, msg("second"));
    assertThat(next(methods)).isEqualTo("second");
    connection.close();

    assertThat(failures.getCount()).isZero();
    BlockingQueue<Object> left = new LinkedBlockingQueue<>();
    Connection another = closing(rpc.createConnection());
    another.joinConsumerPool(
        message -> left.add(message.get("method")), topic + "-pool", topic, null);
    another.consumeInThread();
    rpc.cast(CONTEXT, topic, msg("third"));
    assertThat(next(left)).isEqualTo("third");
  }

  @Test
  public void a_pool_of_another_exchange_gets_only_what_is_sent_there() throws Exception {
    RpcBackend here = backend();
    RpcBackend there = backend(Map.of("control_exchange", exchange + "-b"));
    BlockingQueue<Object> methods = new LinkedBlockingQueue<>();
    Connection connection = closing(here.createConnection());
    connection.joinConsumerPool(
        message -> methods.add(message.get("method")), topic + "-pool", topic, exchange + "-b");
    connection.consumeInThread();

    here.cast(CONTEXT, topic, msg("here"));
    there.cast(CONTEXT, topic, msg("there"));

    assertThat(next(methods)).isEqualTo("there");
    assertThat(methods).isEmpty();
  }

  @Test
  public void queues_of_several_names_and_exchanges_get_what_is_sent_to_theirs() throws Exception {
    RpcBackend here = backend();
    RpcBackend there = backend(Map.of("control_exchange", exchange + "-b"));
    BlockingQueue<Object> both = new LinkedBlockingQueue<>();
    BlockingQueue<Object> one = new LinkedBlockingQueue<>();
    Connection connection = closing(here.createConnection());
    connection.joinConsumerPool(
        message -> both.add(message.get("method")), topic + "-x", topic, exchange);
    connection.joinConsumerPool(
        message -> both.add(message.get("method")), topic + "-y", topic, exchange + "-b");
    connection.joinConsumerPool(
        message -> one.add(message.get("method")), topic + "-z", topic, exchange);
    connection.consumeInThread();

    here.cast(CONTEXT, topic, msg("here"));
    there.cast(CONTEXT, topic, msg("there"));
    here.cast(CONTEXT, topic, msg("end"));

    assertThat(List.of(next(both), next(both), next(both)))
        .containsExactlyInAnyOrder("here", "there", "end");
    assertThat(List.of(next(one), next(one))).containsExactlyInAnyOrder("here", "end");
  }

  /** Remembers its service. */
  public static final class Hooked implements Service.Hook {
    final BlockingQueue<Service> services = new LinkedBlockingQueue<>();
    final BlockingQueue<Object> pings = new LinkedBlockingQueue<>();

    @Override
    public void initializeServiceHook(Service service) {
      services.add(service);
    }

    public String ping() {
      pings.add("ping");
      return "pong";
    }
  }

  @Test
  public void a_service_takes_what_is_for_its_topic_its_host_and_all_hosts() throws Exception {
    RpcBackend rpc = backend();
    Hooked manager = new Hooked();
    Service service = new Service(rpc, "host1", topic, manager, Serializer.NONE);

    service.start();

    assertThat(manager.services.poll()).isSameAs(service);
    assertThat(rpc.call(CONTEXT, topic, msg("ping"))).isEqualTo("pong");
    assertThat(rpc.call(CONTEXT, RpcBackend.queueGetFor(topic, "host1"), msg("ping")))
        .isEqualTo("pong");
    manager.pings.clear();
    rpc.fanoutCast(CONTEXT, topic, msg("ping"));
    assertThat(next(manager.pings)).isEqualTo("ping");
    assertThatThrownBy(service::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start: " + topic + ".host1 runs (expected: stop before)");
    service.stop();
    service.stop();
    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("ping"), SHORT))
        .isInstanceOf(RpcTimeoutException.class);
    service.start();
    assertThat(rpc.call(CONTEXT, topic, msg("ping"))).isEqualTo("pong");
    service.stop();
  }

  @Test
  public void a_proxy_sends_every_verb_with_its_version() throws Exception {
    RpcBackend rpc = backend();
    Manager manager = new Manager(rpc);
    consume(rpc, topic, manager);
    RpcProxy proxy = new RpcProxy(rpc, topic, "1.0", "1.0", Serializer.NONE);

    assertThat(proxy.call(CONTEXT, proxy.makeMsg("echo", Map.of("value", 42)))).isEqualTo(42);
    try (var answers = proxy.multicall(CONTEXT, proxy.makeMsg("threeTimes", Map.of("value", 1)))) {
      assertThat(answers.toList()).containsExactly(1, 2, 3);
    }
    proxy.cast(CONTEXT, proxy.makeMsg("tell", Map.of("what", "cast")));
    assertThat(next(manager.told)).isEqualTo("cast");
    proxy.castToServer(
        CONTEXT, Map.of(), proxy.makeMsg("tell", Map.of("what", "server")), null, null);
    assertThat(next(manager.told)).isEqualTo("server");
    proxy.fanoutCast(CONTEXT, proxy.makeMsg("tell", Map.of("what", "nobody")));
    proxy.fanoutCastToServer(
        CONTEXT, Map.of(), proxy.makeMsg("tell", Map.of("what", "nobody")), null, null);
    assertThatThrownBy(
            () -> proxy.call(CONTEXT, proxy.makeMsg("noargs", Map.of()), null, "1.1", null))
        .isInstanceOf(RpcVersionCapException.class)
        .hasMessage("Specified RPC version cap, 1.0, is too low");
    assertThatThrownBy(
            () -> proxy.call(CONTEXT, proxy.makeMsg("noargs", Map.of()), topic + ".x", null, SHORT))
        .isInstanceOf(RpcTimeoutException.class)
        .hasMessageStartingWith(
            "Timeout while waiting on RPC response - topic: \""
                + topic
                + ".x\", RPC method: \"noargs\" info: \"Nobody listens: ");
  }
}
