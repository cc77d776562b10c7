package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams over a broker that delays, overtakes, repeats and refuses for now, as seeds say. */
class StreamDisorderTest extends StreamFixture {
  private static final int READERS = 6;
  private static final int STREAMS_EACH = 2;

  private final long seed = System.nanoTime();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
  private final ExecutorService readers = Executors.newFixedThreadPool(READERS);

  @AfterEach
  void shutDown() {
    readers.shutdownNow();
    later.shutdownNow();
  }

  /** Everything to inboxes is late or comes twice, or only at the second attempt. */
  private UnrulyDriverProvider.Rule disorder() {
    Random random = new Random(seed);
    return (memory, address, message, options) -> {
      int fate;
      synchronized (random) {
        fate = random.nextInt(10_000);
      }
      if (!(address instanceof Address.Inbox)) {
        return memory.publish(address, message, options);
      }
      if (fate < 100) {
        return CompletableFuture.failedFuture(
            new DriverException(Outcome.NOT_SENT, "not now", null));
      }
      if (fate % 10 == 0) {
        later.schedule(() -> memory.publish(address, message, options), fate / 2, MICROSECONDS);
      }
      return fate % 3 == 0
          ? publishedLater(memory, address, message, options, fate / 5)
          : memory.publish(address, message, options);
    };
  }

  private CompletableFuture<Void> publishedLater(
      Driver memory, Address address, Message message, PublishOptions options, int micros) {
    CompletableFuture<Void> published = new CompletableFuture<>();
    later.schedule(
        () ->
            memory
                .publish(address, message, options)
                .whenComplete(
                    (done, failure) -> {
                      if (failure == null) {
                        published.complete(null);
                      } else {
                        published.completeExceptionally(failure);
                      }
                    }),
        micros,
        MICROSECONDS);
    return published;
  }

  @Test
  void every_reader_gets_its_items_in_order_and_nothing_stays() throws Exception {
    UnrulyDriverProvider.rule(bus, disorder());
    RpcServer server =
        RpcServer.builder(opened(Transport.builder(), "unruly://" + bus), Target.of("streams", "a"))
            .endpoint(streaming)
            .concurrency(2)
            .build();
    server.start();
    RpcClient client = client(opened(Transport.builder(), "unruly://" + bus));
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Random random = new Random(seed + i);
      done.add(CompletableFuture.runAsync(() -> read(client, random), readers));
    }

    for (CompletableFuture<Void> one : done) {
      assertThat(one).as("seed %d", seed).succeedsWithin(SOON);
    }
    assertThat(server.stop(SOON)).as("nothing goes on at the server, seed %d", seed).isTrue();
  }

  private void read(RpcClient client, Random random) {
    for (int i = 0; i < STREAMS_EACH; i++) {
      int n = random.nextInt(1_000);
      int wanted = random.nextInt(3) == 0 ? random.nextInt(n + 1) : n;
      String method = random.nextBoolean() ? "count" : "published";
      List<Object> read =
          random.nextBoolean()
              ? iterated(client, method, n, wanted)
              : subscribed(client, method, n, wanted, 1 + random.nextInt(300));

      assertThat(read)
          .as("%d of %d items of %s", wanted, n, method)
          .isEqualTo(IntStream.range(0, wanted).boxed().toList());
    }
  }

  /** Reads so many items, and looks for the end if they are all. */
  private static List<Object> iterated(RpcClient client, String method, int n, int wanted) {
    List<Object> read = new ArrayList<>();
    try (Stream<Object> answers = client.multicall(Context.EMPTY, method, Map.of("n", n))) {
      Iterator<Object> items = answers.iterator();
      while (read.size() < wanted) {
        read.add(items.next());
      }
      assertThat(wanted == n && items.hasNext()).isFalse();
    }
    return read;
  }

  /** The same with a subscriber that asks for so many at a time. */
  private static List<Object> subscribed(
      RpcClient client, String method, int n, int wanted, int demand) {
    List<Object> read = new ArrayList<>();
    CompletableFuture<List<Object>> end = new CompletableFuture<>();
    client
        .multicallAsync(Context.EMPTY, method, Map.of("n", n))
        .subscribe(
            new Flow.Subscriber<>() {
              private Flow.Subscription subscription;

              @Override
              public void onSubscribe(Flow.Subscription begun) {
                subscription = begun;
                begun.request(demand);
                enough();
              }

              @Override
              public void onNext(Object item) {
                read.add(item);
                if (read.size() % demand == 0) {
                  subscription.request(demand);
                }
                enough();
              }

              private void enough() {
                if (read.size() == wanted && wanted < n) {
                  subscription.cancel();
                  end.complete(read);
                }
              }

              @Override
              public void onError(Throwable failure) {
                end.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                end.complete(read);
              }
            });
    return end.join();
  }
}
