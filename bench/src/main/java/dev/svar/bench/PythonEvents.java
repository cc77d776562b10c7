package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** The notifier and the listener of oslo.messaging, each in a process of its own. */
final class PythonEvents {
  /** Prints when it begins to send, or when it has handled all: on a clock that processes share. */
  private static final String PROGRAM =
      """
      import sys, threading, time
      from oslo_config import cfg
      import oslo_messaging
      role, url, topic, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
      conf = cfg.ConfigOpts()
      conf([])
      transport = oslo_messaging.get_notification_transport(conf, url=url)
      if role == 'listener':
          handled = threading.Event()
          class Endpoint(object):
              seen = 0
              def info(self, context, publisher_id, event_type, payload, metadata):
                  self.seen += 1
                  if self.seen == count:
                      handled.set()
          listener = oslo_messaging.get_notification_listener(
              transport, [oslo_messaging.Target(topic=topic)], [Endpoint()], executor='threading')
          listener.start()
          print(0, flush=True)
          handled.wait()
          print(time.monotonic(), flush=True)
          listener.stop()
          listener.wait()
      else:
          notifier = oslo_messaging.Notifier(
              transport, 'bench', driver='messagingv2', topics=[topic])
          payload = {'id': 12, 'name': 'volume-1', 'text': 'x' * 980}
          for i in range(200):
              notifier.info({}, 'bench.event', payload)
          print(time.monotonic(), flush=True)
          for i in range(count):
              notifier.info({}, 'bench.event', payload)
          print(time.monotonic(), flush=True)
      transport.cleanup()
      """;

  private static final int WARM = 200;

  private final String python;
  private final String url;

  PythonEvents(String python, String url) {
    this.python = python;
    this.url = url;
  }

  /** How many events it sends in a second while nobody listens. */
  double sent(int events) throws Exception {
    try (Peer notifier = new Peer("notifier", "bench_python_alone", events)) {
      double start = notifier.time();
      return events / (notifier.time() - start);
    }
  }

  /** How many events in a second go from a notifier to a listener. */
  double handled(int events) throws Exception {
    String topic = "bench_python";
    try (Peer listener = new Peer("listener", topic, events + WARM)) {
      listener.time();
      try (Peer notifier = new Peer("notifier", topic, events)) {
        double start = notifier.time();
        notifier.time();
        return events / (listener.time() - start);
      }
    }
  }

  /** A process, which prints times. */
  private final class Peer implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Peer(String role, String topic, int events) throws IOException {
      process =
          new ProcessBuilder(
                  List.of(python, "-c", PROGRAM, role, url, topic, Integer.toString(events)))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      out = process.inputReader(UTF_8);
    }

    double time() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException(python + " failed");
      }
      return Double.parseDouble(line);
    }

    @Override
    public void close() throws IOException {
      out.close();
      process.onExit().join();
    }
  }
}
