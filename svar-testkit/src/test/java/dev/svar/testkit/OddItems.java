package dev.svar.testkit;

import dev.svar.rpc.Param;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An endpoint whose items are made in ways that few applications choose. */
public final class OddItems {
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch letGo = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  /** Gets whatever interrupts {@link #fromAnotherThread}. */
  final BlockingQueue<InterruptedException> interrupts = new LinkedBlockingQueue<>();

  /** How many threads were in a request of {@link #lingering} at a time, at most. */
  final AtomicInteger mostRequests = new AtomicInteger();

  public String plain() {
    return "plain";
  }

  public Stream<String> words(@Param("text") String text) {
    return Stream.of(text.split(" "));
  }

  /** Gives 0, and what fails in a way that nobody expects when it is written. */
  public Stream<Object> broken() {
    return Stream.of(0, new Broken(), 2);
  }

  /** A value that cannot be read. */
  public static final class Broken {
    private final boolean complete = Boolean.getBoolean("never");

    public int getValue() {
      if (!complete) {
        throw new NoClassDefFoundError("some.Part");
      }
      return 0;
    }
  }

  /** Gives 0, and fails with what cannot say why. */
  public Stream<Integer> speechless() {
    return IntStream.range(0, 2).mapToObj(OddItems::zero);
  }

  private static Integer zero(int i) {
    if (i > 0) {
      throw new Speechless();
    }
    return i;
  }

  private static final class Speechless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  /** Waits to be let go before it gives items, however it is interrupted. */
  public Stream<Integer> late() {
    entered.countDown();
    boolean waits = true;
    while (waits) {
      try {
        letGo.await();
        waits = false;
      } catch (InterruptedException e) {
        interrupts.add(e);
      }
    }
    return Stream.iterate(0, i -> i + 1).onClose(closed::countDown);
  }

  /** Gives each item within the request for it, as those publishers do that forget rule 3.3. */
  public Flow.Publisher<Integer> recursive(@Param("n") int n) {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int next;

              @Override
              public void request(long items) {
                if (next < n) {
                  subscriber.onNext(next++);
                } else if (next++ == n) {
                  subscriber.onComplete();
                }
              }

              @Override
              public void cancel() {}
            });
  }

  /** Gives one item and the end on another thread, for which the subscribing one waits. */
  public Flow.Publisher<Integer> fromAnotherThread() {
    return subscriber -> {
      Thread other =
          new Thread(
              () ->
                  subscriber.onSubscribe(
                      new Flow.Subscription() {
                        private boolean given;

                        @Override
                        public void request(long items) {
                          if (!given) {
                            given = true;
                            subscriber.onNext(1);
                            subscriber.onComplete();
                          }
                        }

                        @Override
                        public void cancel() {}
                      }));
      other.start();
      try {
        other.join();
      } catch (InterruptedException e) {
        interrupts.add(e);
      }
    };
  }

  /** Gives an item within each request, the first of which returns when it is let go. */
  public Flow.Publisher<Integer> lingering() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private final AtomicInteger requests = new AtomicInteger();
              private final AtomicInteger given = new AtomicInteger();

              @Override
              public void request(long items) {
                mostRequests.accumulateAndGet(requests.incrementAndGet(), Math::max);
                int item = given.getAndIncrement();
                subscriber.onNext(item);
                if (item == 0) {
                  await();
                }
                requests.decrementAndGet();
              }

              @Override
              public void cancel() {
                closed.countDown();
              }
            });
  }

  private void await() {
    try {
      letGo.await();
    } catch (InterruptedException e) {
      interrupts.add(e);
    }
  }
}
