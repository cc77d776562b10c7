package dev.svar.internal.engine;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Items that come from a publisher: one is requested at a time, so that no more come than may be
 * sent.
 */
final class PublishedItems extends Items implements Flow.Subscriber<Object> {
  private final Flow.Publisher<?> publisher;
  private final UnaryOperator<@Nullable Object> each;
  private volatile @Nullable Outlet outlet;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private final AtomicInteger turns = new AtomicInteger();

  PublishedItems(Flow.Publisher<?> publisher, UnaryOperator<@Nullable Object> each) {
    this.publisher = publisher;
    this.each = each;
  }

  @Override
  void produce(Outlet wanted) {
    if (outlet == null) {
      outlet = wanted;
      publisher.subscribe(this);
    } else {
      more(wanted);
    }
  }

  /**
   * Requests an item if it may be sent. One thread at a time does, and none does within a request:
   * so that the stack does not grow with the items of a publisher that gives them at once.
   */
  private void more(Outlet wanted) {
    Flow.Subscription running = subscription;
    if (running == null || turns.getAndIncrement() > 0) {
      return;
    }
    do {
      if (wanted.admits()) {
        running.request(1);
      }
    } while (turns.decrementAndGet() > 0);
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    if (subscription != null || closed) {
      begun.cancel();
      return;
    }
    subscription = begun;
    if (closed) {
      begun.cancel();
    } else {
      more(requireNonNull(outlet));
    }
  }

  @Override
  public void onNext(Object item) {
    Outlet wanted = requireNonNull(outlet);
    try {
      wanted.item(each.apply(item));
    } catch (RuntimeException e) { // the application's serializer failed
      requireNonNull(subscription).cancel();
      wanted.fail(e);
      return;
    }
    more(wanted);
  }

  @Override
  public void onError(Throwable failure) {
    requireNonNull(outlet).fail(failure);
  }

  @Override
  public void onComplete() {
    requireNonNull(outlet).end();
  }

  @Override
  void close() {
    closed = true;
    Flow.Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
  }
}
