package dev.svar.cli;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The listeners of the demo, with a transport of their own: one of the topic, one of a pool, and a
 * tail that wants events of volumes only.
 */
final class DemoListeners implements AutoCloseable {
  static final String PLAIN = "listener";
  static final String POOL = "pool billing";
  static final String TAIL = "tail";

  private final Transport transport;
  private final List<NotificationListener> listeners = new ArrayList<>();
  private final Map<String, BlockingQueue<String>> heard = new LinkedHashMap<>();

  /** Starts them on {@code topic}, a name that nobody else has. */
  DemoListeners(Supplier<Transport> connected, String topic) {
    transport = connected.get();
    try {
      Target target = Target.of(topic);
      NotificationFilter volumes = NotificationFilter.builder().eventType("volume\\.").build();
      start(PLAIN, NotificationListener.builder(transport, target), NotificationFilter.ANY);
      start(
          POOL,
          NotificationListener.builder(transport, target).pool(topic + "-billing"),
          NotificationFilter.ANY);
      start(TAIL, NotificationListener.builder(transport, target).tail(true), volumes);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(
      String name,
      NotificationListener.Builder<NotificationHandler> builder,
      NotificationFilter filter) {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    heard.put(name, events);
    NotificationListener listener =
        builder
            .concurrency(1)
            .on(Priority.INFO, filter, event -> events.add(event.eventType()))
            .build();
    listeners.add(listener);
    listener.start(transport.responseTimeout());
  }

  /**
   * What each hears next; waits until all did. Those that hear nothing in time are left out.
   *
   * @throws InterruptedException if the user does not want to wait
   */
  Map<String, String> next(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, String> next = new LinkedHashMap<>();
    for (Map.Entry<String, BlockingQueue<String>> one : heard.entrySet()) {
      String event = one.getValue().poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event != null) {
        next.put(one.getKey(), event);
      }
    }
    return next;
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.stop(Duration.ofSeconds(5)));
    BusCommand.close(transport);
  }
}
