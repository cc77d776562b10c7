package dev.svar.internal.engine;

import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a method that streams has returned. */
public abstract sealed class Items permits IteratorItems, PublishedItems {

  /**
   * The items of an iterator, each of which is asked for on a worker, when it may be sent.
   *
   * @param close is called once at the end, whatever the end is
   * @param each what becomes of an item before it is sent
   */
  public static Items of(Iterator<?> items, Runnable close, UnaryOperator<@Nullable Object> each) {
    return new IteratorItems(items, close, each);
  }

  /**
   * The items of a publisher, requested one after the other when they may be sent.
   *
   * @param each what becomes of an item before it is sent
   */
  public static Items of(Flow.Publisher<?> items, UnaryOperator<@Nullable Object> each) {
    return new PublishedItems(items, each);
  }

  /**
   * Produces items, on a worker, as long as {@code outlet} admits them; a publisher's may come
   * later, on its own threads. Called again, never twice at once, when the outlet admits items
   * again.
   */
  abstract void produce(Outlet outlet);

  /** Nothing is wanted any more. Called once, not while {@link #produce} runs. */
  abstract void close();
}
