package dev.svar.interop;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rabbit.VirtualHost;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A virtual host for each test, on which Java and the Python peer meet. */
@PythonInterop
abstract class InteropTest {
  static final Duration SOON = Duration.ofSeconds(30);

  /** What the servers of both sides serve. */
  static final Target TARGET = Target.of("demo").withNamespace("ns1").withVersion("1.2");

  PythonPeer python;
  VirtualHost vhost;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @BeforeEach
  final void meet(PythonPeer python, VirtualHost vhost) {
    this.python = python;
    this.vhost = vhost;
  }

  @AfterEach
  final void part() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  final <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  final Transport java() {
    return java("");
  }

  /** A transport; {@code query} is appended to the URL. */
  final Transport java(String query) {
    return closing(Transport.builder().url(vhost.url() + query).responseTimeout(SOON).open());
  }

  final RpcClient javaClient() {
    return RpcClient.builder(java(), TARGET).build();
  }

  final JavaEndpoint javaServer(String name) {
    return javaServer(java(), name);
  }

  final JavaEndpoint javaServer(Transport transport, String name) {
    JavaEndpoint endpoint = new JavaEndpoint(name);
    RpcServer server =
        closing(
            RpcServer.builder(transport, Target.of("demo", name))
                .endpoint(endpoint)
                .ping(true)
                .build());
    server.start(SOON);
    return endpoint;
  }

  final PythonPeer.Role pythonServer(String name) {
    return pythonServer(name, Map.of());
  }

  /** A server; {@code options} are those of {@code [oslo_messaging_rabbit]}. */
  final PythonPeer.Role pythonServer(String name, Map<String, ?> options) {
    return closing(
        python.open(
            "server",
            Map.of(
                "url", vhost.url(),
                "topic", "demo",
                "server", name,
                "options", Map.of("oslo_messaging_rabbit", options),
                "endpoints", List.of(Map.of("namespace", "ns1", "version", "1.2")))));
  }

  final PythonPeer.Role pythonClient() {
    return pythonClient(Map.of());
  }

  final PythonPeer.Role pythonClient(Map<String, ?> options) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("url", vhost.url());
    parameters.put("target", Map.of("topic", "demo", "namespace", "ns1", "version", "1.2"));
    parameters.put("timeout", 30);
    parameters.put("options", Map.of("oslo_messaging_rabbit", options));
    parameters.put("allowed_remote_exmods", List.of("peer_errors", "java.lang"));
    return closing(python.open("client", parameters));
  }

  /** A server as of 2013; {@code parameters} are names and values, beside the usual ones. */
  final PythonPeer.Role server2013(Object... parameters) {
    Map<String, Object> all = parameters2013(parameters);
    all.putIfAbsent("host", "host1");
    all.put("endpoints", List.of(Map.of("namespace", "ns1", "version", "1.2")));
    return closing(python.open("server2013", all));
  }

  /** A client as of 2013, likewise. */
  final PythonPeer.Role client2013(Object... parameters) {
    Map<String, Object> all = parameters2013(parameters);
    all.putIfAbsent("namespace", "ns1");
    all.putIfAbsent("version", "1.2");
    all.putIfAbsent("timeout", 30);
    return closing(python.open("client2013", all));
  }

  private Map<String, Object> parameters2013(Object... parameters) {
    Map<String, Object> all = new HashMap<>(Map.of("url", vhost.url(), "topic", "demo"));
    for (int i = 0; i < parameters.length; i += 2) {
      all.put((String) parameters[i], parameters[i + 1]);
    }
    return all;
  }

  static Object call(RpcClient client, String method, Map<String, ?> args) {
    return client.call(Context.EMPTY, method, args);
  }

  /** Calls from Python. */
  static Object call(PythonPeer.Role client, String method, Map<String, ?> args) {
    return client.map("call", Map.of("method", method, "args", args)).get("result");
  }

  /** Calls from Python with more than a method and arguments. */
  static Object call(
      PythonPeer.Role client, String method, Map<String, ?> args, String key, Object value) {
    return client.map("call", Map.of("method", method, "args", args, key, value)).get("result");
  }
}
