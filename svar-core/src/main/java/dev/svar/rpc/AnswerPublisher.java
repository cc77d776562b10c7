package dev.svar.rpc;

import static java.util.Objects.requireNonNull;

import dev.svar.MalformedReplyException;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.engine.IncomingStream;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a multicall for code that does not wait: sends the request anew for each
 * subscriber. Signals come one at a time on threads of the transport.
 */
final class AnswerPublisher<T> implements Flow.Publisher<T> {
  private final Supplier<IncomingStream> request;
  private final Function<IncomingReply, @Nullable Object> result;
  private final Executor callbacks;
  private final String what;

  /**
   * A publisher that has sent nothing yet.
   *
   * @param what for the messages of errors
   */
  AnswerPublisher(
      Supplier<IncomingStream> request,
      Function<IncomingReply, @Nullable Object> result,
      Executor callbacks,
      String what) {
    this.request = request;
    this.result = result;
    this.callbacks = callbacks;
    this.what = what;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    requireNonNull(subscriber, "subscriber");
    Answers answers = new Answers(subscriber);
    callbacks.execute(answers::begin);
  }

  private final class Answers implements Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean over; // cancelled, or the last signal was given
    private volatile @Nullable IncomingStream replies;
    private volatile @Nullable RuntimeException failure;

    Answers(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      turns.incrementAndGet(); // no answer before onSubscribe has returned
      subscriber.onSubscribe(this);
      if (!over) {
        try {
          IncomingStream opened = request.get();
          replies = opened;
          if (over) {
            opened.close();
          }
          opened.listen(this::more);
        } catch (RuntimeException e) {
          failure = e;
        }
      }
      deliver(1);
    }

    @Override
    public void request(long items) {
      if (items <= 0) {
        failure =
            new IllegalArgumentException(
                "request: " + items + " (expected: more than 0; Reactive Streams 3.9)");
      } else {
        demand.accumulateAndGet(items, (one, more) -> one + more < 0 ? Long.MAX_VALUE : one + more);
      }
      more();
    }

    @Override
    public void cancel() {
      over = true;
      IncomingStream open = replies;
      if (open != null) {
        open.close();
      }
    }

    /** There may be something to deliver: one thread at a time does. */
    private void more() {
      if (turns.getAndIncrement() == 0) {
        callbacks.execute(() -> deliver(1));
      }
    }

    private void deliver(int first) {
      int turn = first;
      do {
        try {
          while (!over && one()) {
            // the next
          }
        } catch (RuntimeException | Error e) {
          fail(e);
        }
        turn = turns.addAndGet(-turn);
      } while (turn != 0);
    }

    /** Delivers one signal. Returns whether there may be another one now. */
    private boolean one() {
      RuntimeException wrong = failure;
      if (wrong != null) {
        fail(wrong);
        return false;
      }
      IncomingStream open = replies;
      if (open == null) {
        return false;
      }
      boolean atEnd = open.atEnd();
      if (!atEnd && demand.get() == 0) {
        return false;
      }
      IncomingReply reply = open.takeNow();
      if (reply == null) {
        if (atEnd) {
          over = true;
          subscriber.onComplete();
        }
        return false;
      }
      T answer = Sending.as(result.apply(reply));
      if (answer == null) {
        throw new MalformedReplyException(
            what
                + " brought null, which a publisher cannot give: ask for a TypeRef<Optional<…>>, or"
                + " use multicall",
            null);
      }
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
      subscriber.onNext(answer);
      return true;
    }

    private void fail(Throwable why) {
      if (!over) {
        cancel();
        subscriber.onError(why);
      }
    }
  }
}
