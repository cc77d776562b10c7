package dev.svar.internal.engine;

import org.jspecify.annotations.Nullable;

/** Where the items of a method go, one after the other, until it has ended. */
interface Outlet {

  /**
   * Whether the next item may be produced. If not, the items are asked again when it may, or closed
   * if nothing is wanted any more.
   */
  boolean admits();

  /** The next item. */
  void item(@Nullable Object value);

  /** There are no more. */
  void end();

  /** There are no more, because of {@code failure}. */
  void fail(Throwable failure);
}
