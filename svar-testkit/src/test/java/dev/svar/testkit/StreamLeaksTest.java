package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a stream ends, neither side keeps anything of it, while both transports stay open. */
class StreamLeaksTest {

  /** Remembers what it handed out as long as somebody else does. */
  public static final class Numbers {
    private final Queue<WeakReference<Object>> handedOut = new ConcurrentLinkedQueue<>();

    public Iterator<Integer> count(@Param("n") int n) {
      Iterator<Integer> items = IntStream.range(0, n).iterator();
      handedOut.add(new WeakReference<>(items));
      return items;
    }

    public Iterator<Integer> failing() {
      Iterator<Integer> items =
          IntStream.range(0, 9)
              .map(
                  i -> {
                    throw new IllegalStateException("failing");
                  })
              .iterator();
      handedOut.add(new WeakReference<>(items));
      return items;
    }
  }

  private final Numbers numbers = new Numbers();
  private final Transport serving = Transport.open("memory://leaks");
  private final Transport calling = Transport.open("memory://leaks");
  private final RpcClient client = RpcClient.builder(calling, Target.of("numbers")).build();

  @AfterEach
  void close() {
    calling.close();
    serving.close();
  }

  private void serve() {
    RpcServer.builder(serving, Target.of("numbers", "host1")).endpoint(numbers).build().start();
  }

  /** Waits until nobody but the garbage collector knows what was handed out. */
  private void forgotten(int streams) {
    assertThat(numbers.handedOut).hasSize(streams);
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return numbers.handedOut.stream().allMatch(items -> items.refersTo(null));
            });
  }

  @Test
  void a_stream_that_was_read_to_its_end() {
    serve();
    for (int i = 0; i < 10; i++) {
      try (Stream<Object> answers = client.multicall(Context.EMPTY, "count", Map.of("n", 300))) {
        assertThat(answers).hasSize(300);
      }
    }
    forgotten(10);
  }

  @Test
  void a_stream_that_was_closed_early() {
    serve();
    for (int i = 0; i < 10; i++) {
      try (Stream<Object> answers = client.multicall(Context.EMPTY, "count", Map.of("n", 300))) {
        assertThat(answers.iterator().next()).isEqualTo(0);
      }
    }
    forgotten(10);
  }

  @Test
  void a_stream_that_failed() {
    serve();
    for (int i = 0; i < 10; i++) {
      try (Stream<Object> answers = client.multicall(Context.EMPTY, "failing", Map.of())) {
        assertThatThrownBy(answers::toList).isInstanceOf(RemoteException.class);
      }
    }
    forgotten(10);
  }

  @Test
  void a_call_of_a_method_that_streams() {
    serve();
    for (int i = 0; i < 10; i++) {
      assertThat(client.call(Context.EMPTY, "count", Map.of("n", 3))).isEqualTo(2);
    }
    forgotten(10);
  }

  @Test
  void what_the_reader_held() {
    serve();
    Queue<WeakReference<Object>> held = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 10; i++) {
      Stream<Object> answers = client.multicall(Context.EMPTY, "count", Map.of("n", 300));
      Iterator<Object> items = answers.iterator();
      assertThat(items.next()).isEqualTo(0);
      held.add(new WeakReference<>(items));
      answers.close();
    }

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return held.stream().allMatch(items -> items.refersTo(null));
            });
  }
}
