package dev.svar.testkit.rabbit;

import dev.svar.testkit.net.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Erlang's port mapper (epmd), without which {@code rabbitmqctl} does not find its node: one of our
 * own, on a port of our own, so that neither a system's mapper nor its nodes are involved.
 *
 * <p>Runs under a shell that ends it when this JVM ends, however it ends. Not thread-safe.
 */
final class PortMapper implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final int port = LoopbackPorts.free();
  private @Nullable Process process;

  int port() {
    return port;
  }

  /** Starts the mapper if it does not run, and returns when it accepts connections. */
  void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "epmd -port \"$1\" -address 127.0.0.1 & cat >/dev/null; kill $!; wait $!",
            "svar-epmd",
            Integer.toString(port));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    RabbitNode.clearInherited(builder.environment());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("epmd could not be started", e);
    }
    awaitListening(process);
  }

  private void awaitListening(Process mapper) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (!isListening()) {
        if (mapper.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
          mapper.destroyForcibly();
          throw new IllegalStateException(
              "epmd does not accept connections on 127.0.0.1:" + port + " within " + START_LIMIT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while epmd was starting", e);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LoopbackPorts.loopback(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the mapper, and returns when it has ended. */
  @Override
  public void close() {
    if (process != null) {
      Processes.endByClosingInput(process, Duration.ofSeconds(10));
    }
  }
}
