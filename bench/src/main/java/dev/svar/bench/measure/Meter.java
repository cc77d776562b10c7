package dev.svar.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what processes have used so far. Not thread-safe. */
final class Meter {
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final @Nullable ProcessHandle broker;

  Meter(@Nullable ProcessHandle broker) {
    this.broker = broker;
  }

  /** What was used at one time. */
  record Reading(long cpu, double brokerCpu, Map<Long, Long> allocated) {

    /** What live threads have allocated since {@code before}. */
    long allocatedSince(Reading before) {
      long sum = 0;
      for (Map.Entry<Long, Long> thread : allocated.entrySet()) {
        sum += thread.getValue() - before.allocated.getOrDefault(thread.getKey(), 0L);
      }
      return sum;
    }
  }

  Reading read(Contestant contestant) {
    long cpu = process.getProcessCpuTime();
    for (ProcessHandle other : contestant.processes()) {
      cpu += cpu(other);
    }
    return new Reading(cpu, broker == null ? Double.NaN : cpu(broker), allocated());
  }

  private Map<Long, Long> allocated() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> byThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) {
        byThread.put(ids[i], bytes[i]);
      }
    }
    return byThread;
  }

  private static long cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
