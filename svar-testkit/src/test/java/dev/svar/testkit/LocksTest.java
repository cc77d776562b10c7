package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notifier;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nobody publishes with a lock held: a driver may bring deliveries on the thread that publishes.
 */
class LocksTest extends StreamFixture {
  private final Queue<String> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger published = new AtomicInteger();

  private Transport watched() {
    UnrulyDriverProvider.rule(
        bus,
        (memory, address, message, options) -> {
          published.incrementAndGet();
          lookForLocks();
          return memory.publish(address, message, options);
        });
    return opened(Transport.builder(), "unruly://" + bus);
  }

  /** A worker of an executor holds a lock of its own as long as it runs something. */
  private void lookForLocks() {
    ThreadInfo thread =
        ManagementFactory.getThreadMXBean()
            .getThreadInfo(new long[] {Thread.currentThread().getId()}, true, true)[0];
    if (thread == null) {
      return; // a virtual thread, which is not told about
    }
    Stream.of(thread.getLockedMonitors(), thread.getLockedSynchronizers())
        .flatMap(Stream::of)
        .map(LockInfo::toString)
        .filter(lock -> !lock.contains("ThreadPoolExecutor$Worker"))
        .forEach(lock -> held.add(lock + " by " + thread));
  }

  @Test
  void nobody_publishes_with_a_lock_held() throws Exception {
    Transport servers = watched();
    RpcServer.builder(servers, Target.of("streams", "a"))
        .endpoint(streaming)
        .virtualThreads(false)
        .build()
        .start();
    RpcClient client = client(watched());
    for (int i = 0; i < 3; i++) {
      assertThat(client.call(Context.EMPTY, "plain", Map.of())).isEqualTo("plain");
      await(client.callAsync(Context.EMPTY, "plain", Map.of()));
      client.cast(Context.EMPTY, "plain", Map.of());
      client.fanout(Context.EMPTY, "plain", Map.of());
      try (Stream<Object> items = client.multicall(Context.EMPTY, "count", Map.of("n", 100))) {
        assertThat(items.count()).isEqualTo(100);
      }
      try (Stream<Object> items = client.multicall(Context.EMPTY, "endless", Map.of())) {
        assertThat(items.limit(100).count()).isEqualTo(100);
      }
    }
    Notifier.builder(servers).publisherId("test").build().info(Context.EMPTY, "a", 1);

    assertThat(published.get()).isGreaterThan(6 * 2 + 2 * 6);
    assertThat(held).isEmpty();
  }
}
