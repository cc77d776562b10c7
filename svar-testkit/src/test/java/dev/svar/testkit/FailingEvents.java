package dev.svar.testkit;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;

/** Passes on what was connected or returned, then throws. */
record FailingEvents(DriverEvents next) implements DriverEvents {
  private static final String ON_PURPOSE = "the events of a test fail on purpose";

  @Override
  public void connected(String broker, boolean again) {
    next.connected(broker, again);
    throw new IllegalStateException(ON_PURPOSE);
  }

  @Override
  public void returned(Message message, String reason) {
    next.returned(message, reason);
    throw new IllegalStateException(ON_PURPOSE);
  }

  @Override
  public void lost(String broker, Throwable cause) {}

  @Override
  public void blocked(String reason) {}

  @Override
  public void unblocked() {}

  @Override
  public void refused(Message message, DriverException cause) {}

  @Override
  public void repaired(String what) {}

  @Override
  public void degraded(String what) {}
}
