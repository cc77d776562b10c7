package dev.svar.rabbitmq;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of names that make reply and fanout queues unique: 32 hex digits, or with {@code
 * use_queue_manager} {@code host:process:n}, the same again after a restart. Thread-safe.
 */
final class QueueNames {
  /**
   * Counts for the whole process: two drivers of one process must not choose the same name, and
   * know nothing of each other.
   */
  private static final Map<String, AtomicLong> COUNTERS = new ConcurrentHashMap<>();

  private final String stable;

  /** Looks up the name of this host if need be, which may ask a name server. */
  QueueNames(Settings settings) {
    if (settings.queueManager) {
      String host = settings.options.find(RabbitOptions.HOSTNAME).orElseGet(QueueNames::host);
      String process =
          settings.options.find(RabbitOptions.PROCESSNAME).orElseGet(QueueNames::program);
      stable = host + ":" + process + ":";
    } else {
      stable = "";
    }
  }

  String suffix() {
    if (stable.isEmpty()) {
      return unique();
    }
    return stable + COUNTERS.computeIfAbsent(stable, p -> new AtomicLong()).incrementAndGet();
  }

  /** What nobody else has, whatever the settings. */
  static String unique() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The main class or jar that this process was started with, without its folder or package. */
  static String program() {
    String command = System.getProperty("sun.java.command", "").strip();
    String first = command.isEmpty() ? "java" : command.split("\\s+", 2)[0];
    if (first.endsWith(".jar")) {
      Path file = Path.of(first).getFileName();
      return file == null ? "java" : file.toString().substring(0, file.toString().length() - 4);
    }
    String name = first.substring(Math.max(first.lastIndexOf('.'), first.lastIndexOf('/')) + 1);
    return name.isEmpty() ? "java" : name;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
