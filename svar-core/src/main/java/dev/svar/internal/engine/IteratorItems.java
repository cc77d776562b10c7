package dev.svar.internal.engine;

import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Items that somebody fetches. */
final class IteratorItems extends Items {
  private final Iterator<?> items;
  private final Runnable close;
  private final UnaryOperator<@Nullable Object> each;

  IteratorItems(Iterator<?> items, Runnable close, UnaryOperator<@Nullable Object> each) {
    this.items = items;
    this.close = close;
    this.each = each;
  }

  @Override
  void produce(Outlet outlet) {
    while (outlet.admits()) {
      Object value;
      try {
        if (!items.hasNext()) {
          outlet.end();
          return;
        }
        value = each.apply(items.next());
      } catch (Throwable failure) {
        outlet.fail(failure);
        return;
      }
      outlet.item(value);
    }
  }

  @Override
  void close() {
    close.run();
  }
}
