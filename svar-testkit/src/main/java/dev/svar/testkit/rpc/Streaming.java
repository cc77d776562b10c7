package dev.svar.testkit.rpc;

import dev.svar.rpc.Param;
import dev.svar.rpc.RpcMethod;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An endpoint whose methods stream, and which says how far they got. */
public final class Streaming {
  /** Each item of {@link #endless} and {@link #stuck} as it is fetched. */
  public final BlockingQueue<Integer> fetched = new LinkedBlockingQueue<>();

  /** Counted down when the items of {@link #endless} or {@link #stuck} are closed. */
  public final CountDownLatch closed = new CountDownLatch(1);

  /** Counted down when {@link #stuck} begins to wait. */
  public final CountDownLatch waiting = new CountDownLatch(1);

  /** What {@link #stuck} waits for. */
  public final CountDownLatch letGo = new CountDownLatch(1);

  /** Gets whatever interrupts {@link #stuck}. */
  public final BlockingQueue<InterruptedException> interrupted = new LinkedBlockingQueue<>();

  public Iterator<Integer> count(@Param("n") int n) {
    return IntStream.range(0, n).iterator();
  }

  public Stream<String> words(@Param("text") String text) {
    return Arrays.stream(text.split(" "));
  }

  public IntStream numbers(@Param("n") int n) {
    return IntStream.range(0, n);
  }

  @RpcMethod(streams = true)
  public List<Integer> marked() {
    return List.of(1, 2, 3);
  }

  public List<Integer> unmarked() {
    return List.of(1, 2, 3);
  }

  public Iterator<Object> nulls() {
    return Arrays.<Object>asList(null, null, null).iterator();
  }

  public Object nothing() {
    return null;
  }

  public String plain() {
    return "plain";
  }

  /** Gives 0, 1, 2, and fails. */
  public Iterator<Integer> failing() {
    return IntStream.range(0, 4)
        .map(
            i -> {
              if (i == 3) {
                throw new IllegalArgumentException("no three");
              }
              return i;
            })
        .iterator();
  }

  /** Gives 0, and what no message can carry. */
  public Stream<Object> unsendable() {
    return Stream.of(0, Double.NaN, 2);
  }

  /** Gives texts, long ones among short ones. */
  public Stream<String> sizes(@Param("sizes") List<Integer> sizes) {
    return sizes.stream().map("x"::repeat);
  }

  /** Gives texts of a length without end. */
  public Stream<String> endlessTexts(@Param("length") int length) {
    String text = "x".repeat(length);
    return Stream.generate(
            () -> {
              fetched.add(length);
              return text;
            })
        .onClose(closed::countDown);
  }

  /** Gives 0, 1, 2 and so on without end. */
  public Stream<Integer> endless() {
    return IntStream.iterate(0, i -> i + 1).peek(fetched::add).boxed().onClose(closed::countDown);
  }

  /** Waits to be let go, and then gives 0, 1, 2 and so on without end. */
  public Stream<Integer> endlessLater() {
    return IntStream.iterate(0, i -> i + 1)
        .peek(
            i -> {
              if (i == 0) {
                await();
              }
              fetched.add(i);
            })
        .boxed()
        .onClose(closed::countDown);
  }

  /** Gives {@code n} items, and then waits to be let go before it gives another one and ends. */
  public Stream<Integer> stuck(@Param("n") int n) {
    return IntStream.rangeClosed(0, n)
        .peek(
            i -> {
              if (i == n) {
                await();
              }
              fetched.add(i);
            })
        .boxed()
        .onClose(closed::countDown);
  }

  private void await() {
    waiting.countDown();
    try {
      letGo.await();
    } catch (InterruptedException e) {
      interrupted.add(e);
      Thread.currentThread().interrupt();
    }
  }

  /** Gives 0 to n-1, each when it is requested. */
  public Flow.Publisher<Integer> published(@Param("n") int n) {
    return subscriber -> subscriber.onSubscribe(new Range(subscriber, n, closed));
  }

  /** A publisher that fails after one item. */
  public Flow.Publisher<Integer> publishedFailure() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int given;

              @Override
              public void request(long items) {
                if (given++ == 0) {
                  subscriber.onNext(0);
                } else if (given == 2) {
                  subscriber.onError(new IllegalArgumentException("no one"));
                }
              }

              @Override
              public void cancel() {}
            });
  }

  private static final class Range implements Flow.Subscription {
    private final Flow.Subscriber<? super Integer> subscriber;
    private final int n;
    private final CountDownLatch cancelled;
    private int next;
    private long demand;
    private boolean giving;

    Range(Flow.Subscriber<? super Integer> subscriber, int n, CountDownLatch cancelled) {
      this.subscriber = subscriber;
      this.n = n;
      this.cancelled = cancelled;
    }

    @Override
    public void request(long items) {
      demand += items;
      if (giving) {
        return;
      }
      giving = true;
      while (demand > 0 && next < n) {
        demand--;
        subscriber.onNext(next++);
      }
      giving = false;
      if (next == n) {
        next++;
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }
  }
}
