package dev.svar.notify;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The driver {@code test}: keeps what it is given. */
final class Recording implements NotifierDriver {
  private final List<Notification> events = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> send(Notification event) {
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  List<Notification> events() {
    return List.copyOf(events);
  }
}
