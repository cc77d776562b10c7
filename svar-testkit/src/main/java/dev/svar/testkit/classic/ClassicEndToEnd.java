package dev.svar.testkit.classic;

import dev.svar.Transport;
import dev.svar.classic.CommonRpcContext;
import dev.svar.classic.Connection;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcDispatcher;
import dev.svar.classic.RpcOptions;
import dev.svar.testkit.rpc.EndToEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/** Opens backends and consumers on names of their own, and closes them after each test. */
abstract class ClassicEndToEnd extends EndToEnd {
  static final CommonRpcContext CONTEXT =
      CommonRpcContext.of(Map.of("user", "fake", "tenant", "t", "auth_token", "secret"));

  /** The bus of this suite, with credentials. */
  String url() {
    try (Transport transport = transport().open()) {
      return transport.url().format();
    }
  }

  RpcBackend backend() {
    return backend(Map.of());
  }

  /** A backend on a transport of its own, with options. */
  RpcBackend backend(Map<String, ?> options) {
    RpcOptions.Builder builder =
        RpcOptions.builder()
            .option("transport_url", url())
            .option("control_exchange", exchange)
            .option("rpc_response_timeout", SOON.toSeconds());
    options.forEach(builder::option);
    return closing(RpcBackend.open(builder.build()));
  }

  /** A connection that consumes the topic for these callbacks. */
  Connection consume(RpcBackend backend, String topic, Object... callbacks) {
    Connection connection = closing(backend.createConnection());
    connection.createConsumer(topic, new RpcDispatcher(List.of(callbacks)));
    connection.consumeInThread();
    return connection;
  }

  static Map<String, Object> msg(String method) {
    return Map.of("method", method);
  }

  static Map<String, Object> msg(String method, String name, Object value) {
    Map<String, Object> msg = new LinkedHashMap<>();
    msg.put("method", method);
    msg.put("args", Map.of(name, value));
    return msg;
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within " + SOON);
    }
    return next;
  }
}
