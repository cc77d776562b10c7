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
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Calls with oslo.messaging itself, client and server in a process each. */
public final class PythonCalls implements Contestant {
  /** What it is called in every group. */
  public static final String NAME = "oslo.messaging";

  private static final String TOPIC = "bench_python";

  private final PythonProcess server;
  private final PythonProcess client;

  /** Starts both. */
  public PythonCalls(String url) throws IOException {
    server = new PythonProcess("server", url, TOPIC);
    client = new PythonProcess("client", url, TOPIC);
  }

  /** The version that is installed; empty if none is. */
  public static Optional<String> version() {
    return PythonProcess.version();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String settings() {
    return "executor threading (64 threads), callers are threads of one process; everything else"
        + " by default; two processes, whose CPU is counted";
  }

  @Override
  public boolean takes(Load load, Payload payload) {
    return !load.async() && load.size() <= 16;
  }

  @Override
  public Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws IOException {
    JsonNode done =
        client.request(
            Map.of(
                "do",
                "run",
                "callers",
                load.size(),
                "seconds",
                duration.toNanos() / 1e9,
                "size",
                payload.bytes()));
    JsonNode times = done.path("times");
    for (JsonNode time : times) {
      latencies.shared().recordValue(time.asLong());
    }
    return new Work(times.size(), done.path("nanos").asLong());
  }

  @Override
  public List<ProcessHandle> processes() {
    return Stream.of(server, client).flatMap(each -> each.processes().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
