package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;

/** The notifier of oslo.messaging, in a process of its own. */
final class PythonNotifier {
  private static final String PROGRAM =
      """
      import sys, time
      from oslo_config import cfg
      import oslo_messaging
      url, count = sys.argv[1], int(sys.argv[2])
      conf = cfg.ConfigOpts()
      conf([])
      transport = oslo_messaging.get_notification_transport(conf, url=url)
      notifier = oslo_messaging.Notifier(
          transport, 'bench', driver='messagingv2', topics=['bench_python'])
      payload = {'id': 12, 'name': 'volume-1', 'text': 'x' * 980}
      for i in range(200):
          notifier.info({}, 'bench.event', payload)
      start = time.monotonic()
      for i in range(count):
          notifier.info({}, 'bench.event', payload)
      print(count / (time.monotonic() - start), flush=True)
      transport.cleanup()
      """;

  private PythonNotifier() {}

  /** How many events it sends in a second. */
  static double rate(String python, String url, int events) throws Exception {
    Process process =
        new ProcessBuilder(python, "-c", PROGRAM, url, Integer.toString(events))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String line = out.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IllegalStateException(python + " failed");
      }
      return Double.parseDouble(line);
    }
  }
}
