package dev.svar.bench.scale;

import java.lang.management.ManagementFactory;

/** What this JVM holds. */
final class Heap {
  private Heap() {}

  /** What is reachable, in bytes. */
  static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
