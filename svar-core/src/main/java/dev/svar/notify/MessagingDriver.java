package dev.svar.notify;

import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.Event;
import dev.svar.internal.engine.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The drivers {@code messaging} (bare messages) and {@code messagingv2} (in an envelope): one
 * message for each topic, to {@code topic.priority}.
 */
final class MessagingDriver implements NotifierDriver {
  private final Engine engine;
  private final NotifierDrivers.Settings settings;
  private final boolean envelope;

  MessagingDriver(Engine engine, NotifierDrivers.Settings settings, boolean envelope) {
    this.engine = engine;
    this.settings = settings;
    this.envelope = envelope;
  }

  @Override
  public CompletableFuture<Void> send(Notification event) {
    Map<String, @Nullable Object> message = event.toMap();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (String topic : settings.topics()) {
      sent.add(
          Sends.tried(
              () ->
                  engine.publishAsync(
                      new Event(
                          engine.exchange(),
                          topic + "." + event.priority().inAddress(),
                          message,
                          event.context().toMap(),
                          envelope,
                          settings.timeout(),
                          new Retry(settings.retry())))));
    }
    return Sends.all(sent);
  }
}
