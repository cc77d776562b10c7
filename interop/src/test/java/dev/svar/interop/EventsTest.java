package dev.svar.interop;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.testkit.notify.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Notifiers and listeners of both sides, which meet at the topic {@code notifications}. */
abstract class EventsTest extends InteropTest {
  static final Target EVENTS = Target.of("notifications");
  static final String HOST = "compute.host1";
  static final String TYPE = "compute.instance.create.end";

  final Notifier javaNotifier() {
    return javaNotifier(java());
  }

  final Notifier javaNotifier(Transport transport) {
    return Notifier.builder(transport).publisherId(HOST).build();
  }

  final Received javaListener() {
    return javaListener(java(), listener -> listener);
  }

  /** A started listener that gets every event in order, and what it has received. */
  final Received javaListener(
      Transport transport,
      UnaryOperator<NotificationListener.Builder<NotificationHandler>> settings) {
    Received received = new Received(SOON);
    start(
        settings.apply(
            NotificationListener.builder(transport, EVENTS).concurrency(1).onAny(received)));
    return received;
  }

  final NotificationListener start(NotificationListener.Builder<?> builder) {
    NotificationListener listener = closing(builder.build());
    listener.start(SOON);
    return listener;
  }

  /** A notifier; {@code parameters} are names and values, beside the usual ones. */
  final PythonPeer.Role pythonNotifier(Object... parameters) {
    Map<String, Object> all = named(parameters);
    all.putIfAbsent("url", vhost.url());
    all.putIfAbsent("publisher_id", HOST);
    return closing(python.open("notifier", all));
  }

  /** A listener that handles its events one after the other, likewise. */
  final PythonPeer.Role pythonListener(Object... parameters) {
    Map<String, Object> all = named(parameters);
    all.putIfAbsent("url", vhost.url());
    all.putIfAbsent("targets", List.of(Map.of("topic", "notifications")));
    Map<String, Object> options = new HashMap<>(Map.of("DEFAULT", ONE_WORKER));
    if (all.get("options") instanceof Map<?, ?> more) {
      more.forEach((group, values) -> options.put(group.toString(), values));
    }
    all.put("options", options);
    return closing(python.open("listener", all));
  }

  private static final Map<String, Object> ONE_WORKER = Map.of("executor_thread_pool_size", 1);

  static Map<String, Object> rabbit(Map<String, ?> options) {
    return Map.of("oslo_messaging_rabbit", options);
  }

  /** Sends from Python. */
  static void notify(PythonPeer.Role notifier, Object... parameters) {
    Map<String, Object> all = named(parameters);
    all.putIfAbsent("event_type", TYPE);
    notifier.request("notify", all);
  }

  /** Sends so many events from Java, whose payloads are their numbers. */
  static void send(Notifier notifier, int times) {
    for (int i = 0; i < times; i++) {
      notifier.info(Context.EMPTY, TYPE, i);
    }
  }

  /** What a Python listener has received, when it is that much at least. */
  static List<Map<String, Object>> received(PythonPeer.Role listener, int atLeast) {
    return listener.list("received", Map.of("at_least", atLeast, "timeout", 30));
  }

  /** Likewise of a batch listener: {@code atLeast} counts batches. */
  static List<List<Map<String, Object>>> batches(PythonPeer.Role listener, int atLeast) {
    List<List<Map<String, Object>>> batches = new ArrayList<>();
    received(listener, atLeast)
        .forEach(batch -> batches.add(PythonPeer.asList(batch.get("messages"))));
    return batches;
  }

  static List<Object> each(List<Map<String, Object>> received, String key) {
    List<Object> values = new ArrayList<>();
    received.forEach(event -> values.add(event.get(key)));
    return values;
  }

  private static Map<String, Object> named(Object... parameters) {
    Map<String, Object> all = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.put((String) parameters[i], parameters[i + 1]);
    }
    return all;
  }
}
