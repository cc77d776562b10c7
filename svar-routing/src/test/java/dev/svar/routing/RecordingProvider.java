package dev.svar.routing;

import dev.svar.notify.Notification;
import dev.svar.notify.NotifierDriver;
import dev.svar.notify.NotifierDriverProvider;
import dev.svar.notify.NotifierDrivers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application's own driver, named {@code poll}. */
public final class RecordingProvider implements NotifierDriverProvider {
  static final List<Notification> POLLED = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "poll";
  }

  @Override
  public NotifierDriver open(NotifierDrivers drivers) {
    return event -> {
      POLLED.add(event);
      return CompletableFuture.completedFuture(null);
    };
  }
}
