package dev.svar.cli;

import dev.svar.notify.MalformedNotificationException;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.RequeueException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prints events, until there were enough, or nobody reads any more. Each is printed before it is
 * acknowledged; what comes after the end is given back. Called by one thread of the listener.
 */
final class EventPrinter implements NotificationHandler {
  private final Output output;
  private final Function<Notification, String> line;
  private final NotificationFilter filter;
  private final long most;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong printed = new AtomicLong();
  private volatile Runnable pause = () -> {};
  private volatile @Nullable Throwable failure;

  /**
   * Prints what {@code filter} lets through.
   *
   * @param line how an event is written
   * @param most how many
   */
  EventPrinter(
      Output output, Function<Notification, String> line, NotificationFilter filter, long most) {
    this.output = output;
    this.line = line;
    this.filter = filter;
    this.most = most;
  }

  /**
   * Prints from now on: before, events wait.
   *
   * @param pause keeps the listener from taking more, so that what is given back does not come
   *     again
   */
  void begin(Runnable pause) {
    this.pause = pause;
    begun.countDown();
  }

  /** Waits for the end. False if the user did not want to wait for it. */
  boolean awaitEnd() {
    try {
      over.await();
      return true;
    } catch (InterruptedException e) {
      // As the user wants it. The thread goes on, to stop in order.
      end();
      return false;
    }
  }

  private void end() {
    pause.run();
    over.countDown();
  }

  /** How many were printed. */
  long printed() {
    return printed.get();
  }

  /** What went wrong in here; null if nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void handle(Notification event) throws InterruptedException {
    begun.await();
    if (over.getCount() == 0) {
      throw new RequeueException();
    }
    boolean shown = false;
    try {
      shown = !isWanted(event) || show(event);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    if (!shown) {
      end();
      throw new RequeueException();
    }
    if (printed.get() == most) {
      end();
    }
  }

  private boolean isWanted(Notification event) {
    try {
      return filter.matches(event);
    } catch (MalformedNotificationException e) {
      return false;
    }
  }

  /** False if it could not be printed. */
  private boolean show(Notification event) {
    output.line(line.apply(event));
    if (!output.isRead()) {
      return false;
    }
    printed.incrementAndGet();
    return true;
  }
}
