package dev.svar.bench.peers;

import dev.svar.bench.broker.JavaProcess;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Loads;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A contestant whose client and server are in another JVM together. */
public final class Elsewhere implements Contestant {
  private final String name;
  private final JavaProcess process;

  /**
   * Starts it.
   *
   * @param name what it is called here
   * @param classPath where its classes are
   * @param options of the JVM
   */
  public Elsewhere(String name, Kind kind, String url, String classPath, List<String> options)
      throws IOException {
    this.name = name;
    process =
        new JavaProcess(PeerProgram.class, classPath, options, List.of("open", kind.name(), url));
  }

  /** A server alone in another JVM. */
  public static Role serve(Kind kind, String url) throws IOException {
    JavaProcess process =
        new JavaProcess(PeerProgram.class, List.of(), List.of("serve", kind.name(), url));
    return new Role() {
      @Override
      public List<ProcessHandle> processes() {
        return List.of(process.handle());
      }

      @Override
      public void close() throws IOException {
        process.close();
      }
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "client and server in a JVM of their own";
  }

  @Override
  public Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws IOException {
    String request =
        "run " + Loads.written(load) + " " + payload.bytes() + " " + duration.toNanos();
    String[] words = process.request(request).split(" ", -1);
    try {
      byte[] times = Base64.getDecoder().decode(words[2]);
      latencies.shared().add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(times), 0));
    } catch (DataFormatException e) {
      throw new IllegalStateException(e);
    }
    return new Work(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /** What is reachable there, in bytes. */
  public long heap() throws IOException {
    return Long.parseLong(process.request("heap"));
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.handle());
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
