package dev.svar.cli;

import dev.svar.MessagingException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** 1, 2, 3 and so on, a while between two. Whoever asks for the next one waits for it. */
final class Count implements Iterator<Long> {
  private final long last;
  private final long pauseNanos;
  private long given;

  Count(long last, double pauseSeconds) {
    this.last = last;
    this.pauseNanos = (long) (pauseSeconds * 1e9);
  }

  @Override
  public boolean hasNext() {
    return given < last;
  }

  /**
   * The next number.
   *
   * @throws MessagingException if the thread is interrupted meanwhile
   */
  @Override
  public Long next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      if (given > 0) {
        TimeUnit.NANOSECONDS.sleep(pauseNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("count() was interrupted", e);
    }
    return ++given;
  }
}
