package dev.svar.bench.peers;

import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The notifier and the listener of oslo.messaging itself, in a process each. */
public final class PythonEvents implements Contestant {
  private static final String TOPIC = "bench_python_events";

  private final PythonProcess listener;
  private final PythonProcess notifier;
  private long sent;

  /** Starts both. */
  public PythonEvents(String url) throws IOException {
    listener = new PythonProcess("listener", url, TOPIC);
    notifier = new PythonProcess("notifier", url, TOPIC);
  }

  @Override
  public String name() {
    return PythonCalls.NAME;
  }

  @Override
  public String settings() {
    return "driver messagingv2, one thread that notifies, executor threading; everything else by"
        + " default; two processes, whose CPU is counted";
  }

  @Override
  public Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws IOException {
    long begin = System.nanoTime();
    long count =
        notifier
            .request(
                Map.of("do", "run", "seconds", duration.toNanos() / 1e9, "size", payload.bytes()))
            .path("count")
            .asLong();
    sent += count;
    listener.request(Map.of("do", "wait", "count", sent));
    return new Work(count, System.nanoTime() - begin);
  }

  @Override
  public List<ProcessHandle> processes() {
    return Stream.of(listener, notifier).flatMap(each -> each.processes().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    notifier.close();
    listener.close();
  }
}
