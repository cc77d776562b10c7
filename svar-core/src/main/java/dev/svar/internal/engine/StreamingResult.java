package dev.svar.internal.engine;

import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Tells the results that stream from those that are one value. */
public final class StreamingResult {
  private StreamingResult() {}

  /**
   * The items of {@code result}: of an iterator, a stream, a publisher, and of what can be iterated
   * if its method says so.
   *
   * @param marked whether it does
   * @param each what becomes of an item before it is sent
   * @return null if the result is one value
   */
  public static @Nullable Items items(
      @Nullable Object result, boolean marked, UnaryOperator<@Nullable Object> each) {
    if (result instanceof Iterator<?> items) {
      return Items.of(items, () -> close(items), each);
    }
    if (result instanceof BaseStream<?, ?> stream) {
      return Items.of(stream.iterator(), stream::close, each);
    }
    if (result instanceof Flow.Publisher<?> items) {
      return Items.of(items, each);
    }
    return marked && result instanceof Iterable<?> items
        ? Items.of(items.iterator(), () -> close(items), each)
        : null;
  }

  private static void close(Object items) {
    if (items instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
