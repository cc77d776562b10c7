package dev.svar.rabbitmq;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a driver tells, one line each. */
final class Events implements DriverEvents {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Message> returned = new CopyOnWriteArrayList<>();

  /** How many lines start so. */
  long count(String start) {
    return lines.stream().filter(line -> line.startsWith(start)).count();
  }

  @Override
  public void connected(String broker, boolean again) {
    lines.add((again ? "connected again " : "connected ") + broker);
  }

  @Override
  public void lost(String broker, Throwable cause) {
    lines.add("lost " + broker + " " + Closure.reason(cause));
  }

  @Override
  public void blocked(String reason) {
    lines.add("blocked " + reason);
  }

  @Override
  public void unblocked() {
    lines.add("unblocked");
  }

  @Override
  public void returned(Message message, String reason) {
    returned.add(message);
    lines.add("returned " + message + " " + reason);
  }

  @Override
  public void refused(Message message, DriverException cause) {
    lines.add("refused " + message + " " + cause.outcome() + " " + cause.getMessage());
  }

  @Override
  public void repaired(String what) {
    lines.add("repaired " + what);
  }

  @Override
  public void degraded(String what) {
    lines.add("degraded " + what);
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
