package dev.svar.cli;

import java.util.Iterator;

/** The items of a stream, whose request has its line in the log when it is closed. */
final class LoggedItems<T> implements Iterator<T>, AutoCloseable {
  private final Iterator<T> items;
  private final RequestLog.Entry request;
  private long given;
  private boolean over;

  LoggedItems(Iterator<T> items, RequestLog.Entry request) {
    this.items = items;
    this.request = request;
  }

  @Override
  public boolean hasNext() {
    over = !items.hasNext();
    return !over;
  }

  @Override
  public T next() {
    T item = items.next();
    given++;
    return item;
  }

  /** Called once, whatever the end is. */
  @Override
  public void close() {
    request.ended((over ? "ok, " : "cancelled after ") + given + (given == 1 ? " item" : " items"));
  }
}
