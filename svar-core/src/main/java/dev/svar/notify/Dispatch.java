package dev.svar.notify;

import dev.svar.Context;
import dev.svar.Serializer;
import dev.svar.internal.codec.Argument;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingEvent;
import dev.svar.internal.codec.Plain;
import dev.svar.internal.engine.EventHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands events to the handlers that want them. Thread-safe. */
final class Dispatch implements EventHandler {
  private final Map<Priority, List<Entry>> entries;
  private final Serializer serializer;

  /** A handler, and what it wants. */
  record Entry(NotificationFilter filter, BatchHandler handler) {}

  Dispatch(Map<Priority, List<Entry>> entries, Serializer serializer) {
    this.entries = Map.copyOf(entries);
    this.serializer = serializer;
  }

  Set<Priority> priorities() {
    return entries.keySet();
  }

  @Override
  public boolean handles(String priority) {
    return Priority.find(priority).filter(entries::containsKey).isPresent();
  }

  @Override
  public boolean handle(List<IncomingEvent> events) throws Exception {
    Priority priority = Priority.of(events.get(0).priority());
    List<Notification> notifications = new ArrayList<>(events.size());
    for (IncomingEvent event : events) {
      notifications.add(notification(priority, event));
    }
    try {
      for (Entry entry : entries.getOrDefault(priority, List.of())) {
        List<Notification> wanted =
            entry.filter() == NotificationFilter.ANY
                ? notifications
                : notifications.stream().filter(entry.filter()::matches).toList();
        if (!wanted.isEmpty()) {
          entry.handler().handle(wanted);
        }
      }
      return true;
    } catch (RequeueException e) {
      return false;
    }
  }

  private Notification notification(Priority priority, IncomingEvent event) throws DecodeException {
    Context context = serializer.deserializeContext(event.context());
    return new Notification(
        context,
        priority,
        event.eventType(),
        event.publisherId(),
        event.messageId(),
        event.timestamp(),
        payload(context, event),
        event.headers());
  }

  private Argument payload(Context context, IncomingEvent event) throws DecodeException {
    return serializer == Serializer.NONE
        ? event.payload()
        : new Plain("payload", serializer.deserialize(context, event.payload().value()));
  }
}
