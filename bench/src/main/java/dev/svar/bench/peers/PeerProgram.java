package dev.svar.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.bench.broker.JavaProcess;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Loads;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Work;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A contestant, or its server alone, in a JVM of its own. Takes requests as lines on its standard
 * input, answers each with one, and ends with its input.
 *
 * <p>Arguments: {@code open} or {@code serve}; the {@link Kind}; the broker's URL.
 */
public final class PeerProgram {
  private final Latencies latencies = new Latencies();
  private final @Nullable Contestant contestant;

  private PeerProgram(@Nullable Contestant contestant) {
    this.contestant = contestant;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.valueOf(args[1]);
    if (args[0].equals("serve")) {
      Role server = kind.serve(args[2]);
      try {
        new PeerProgram(null).answer();
      } finally {
        server.close();
      }
    } else {
      try (Contestant contestant = kind.open(args[2])) {
        new PeerProgram(contestant).answer();
      }
    }
    System.exit(0);
  }

  private void answer() throws Exception {
    System.out.println(JavaProcess.READY);
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line; (line = requests.readLine()) != null; ) {
      String[] words = line.split(" ", -1);
      String answer =
          switch (words[0]) {
            case "heap" -> Long.toString(heap());
            case "run" -> run(words);
            default -> throw new IllegalArgumentException(line);
          };
      System.out.println(JavaProcess.READY + answer);
    }
  }

  /** What is reachable, in bytes. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private String run(String[] words) throws Exception {
    Contestant running = contestant;
    if (running == null) {
      throw new IllegalStateException("there is a server only");
    }
    Load load = Loads.read(words[1]);
    Payload payload = Payload.of(Integer.parseInt(words[2]));
    latencies.reset();
    Work work = running.run(load, payload, Duration.ofNanos(Long.parseLong(words[3])), latencies);
    return work.operations() + " " + work.nanos() + " " + encoded(latencies.total());
  }

  private static String encoded(Histogram times) {
    ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
    int size = times.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
  }
}
