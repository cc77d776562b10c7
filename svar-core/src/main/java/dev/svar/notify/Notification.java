package dev.svar.notify;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.TypeRef;
import dev.svar.internal.codec.Argument;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.Plain;
import dev.svar.internal.engine.Ids;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event: what happened, of which type, and who says so. Immutable and thread-safe.
 *
 * <p>Its fields are the keys of oslo.messaging's message ({@code notify/notifier.py}, {@code
 * Notifier._notify}).
 */
public final class Notification {
  private final Context context;
  private final Priority priority;
  private final String eventType;
  private final @Nullable String publisherId;
  private final @Nullable String messageId;
  private final @Nullable String timestamp;
  private final Argument payload;
  private final Map<String, Object> headers;

  Notification(
      Context context,
      Priority priority,
      String eventType,
      @Nullable String publisherId,
      @Nullable String messageId,
      @Nullable String timestamp,
      Argument payload,
      Map<String, Object> headers) {
    this.context = context;
    this.priority = priority;
    this.eventType = eventType;
    this.publisherId = publisherId;
    this.messageId = messageId;
    this.timestamp = timestamp;
    this.payload = payload;
    this.headers = headers;
  }

  /** Starts a notification that this process is to send, with {@link Notifier#send}. */
  public static Builder builder(Priority priority, String eventType) {
    return new Builder(priority, eventType);
  }

  /** On whose behalf, in which request: as much as the publisher lets others know. */
  public Context context() {
    return context;
  }

  /** How important it is. */
  public Priority priority() {
    return priority;
  }

  /** What happened, such as {@code compute.instance.create.end}. */
  public String eventType() {
    return eventType;
  }

  /** Who says so, such as {@code compute.host1}; null if nobody is named. */
  public @Nullable String publisherId() {
    return publisherId;
  }

  /** A UUID, the same for every copy of it; null if the publisher gave none. */
  public @Nullable String messageId() {
    return messageId;
  }

  /**
   * When it happened, as the message has it: {@code 2026-11-22 12:18:18.241531}, in UTC. Null if
   * the publisher gave none.
   */
  public @Nullable String timestamp() {
    return timestamp;
  }

  /** When it happened; empty if {@link #timestamp} is missing, or no time. */
  public Optional<Instant> time() {
    return Timestamps.parse(timestamp);
  }

  /**
   * What there is to know about it, as map, list, text, number, boolean or null. Read anew each
   * time.
   *
   * @throws MalformedNotificationException if it cannot be read
   */
  public @Nullable Object payload() {
    return as(Object.class);
  }

  /**
   * The payload as {@code type}: a class or a record. Names that it does not have are left alone.
   *
   * @throws MalformedNotificationException if it is not of that type, naming the path
   */
  public <T> @Nullable T payload(Class<T> type) {
    return as((Type) type);
  }

  /** As {@link #payload(Class)} for a type with parameters. */
  public <T> @Nullable T payload(TypeRef<T> type) {
    return as(type.type());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> @Nullable T as(Type type) {
    try {
      return (T) payload.as(type);
    } catch (DecodeException e) {
      throw new MalformedNotificationException(
          "The payload of " + this + " is not what was asked for: " + e.getMessage(), e);
    }
  }

  /**
   * What the broker's message says beside its body: of a dead letter, why it is one ({@code
   * x-svar-reason}, {@code x-svar-stack}, {@code x-svar-attempts}) and where it came from ({@code
   * x-svar-exchange}, {@code x-svar-events}, {@code x-svar-pool}). Empty for most.
   */
  public Map<String, Object> headers() {
    return headers;
  }

  /** The message by the names that it has on the wire, without the context. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("message_id", messageId);
    map.put("publisher_id", publisherId);
    map.put("event_type", eventType);
    map.put("priority", priority.name());
    map.put("payload", payload());
    map.put("timestamp", timestamp);
    return map;
  }

  /** Its type, publisher and id, never the payload. */
  @Override
  public String toString() {
    return eventType + " from " + publisherId + " (" + messageId + ")";
  }

  /** What a notification is made of. Not thread-safe. */
  public static final class Builder {
    private final Priority priority;
    private final String eventType;
    private Context context = Context.EMPTY;
    private @Nullable String publisherId;
    private String messageId = Ids.uniqueUuid().toString();
    private @Nullable Instant time = Instant.now();
    private @Nullable Object payload;

    private Builder(Priority priority, String eventType) {
      this.priority = requireNonNull(priority, "priority");
      this.eventType = requireNonNull(eventType, "eventType");
    }

    /** On whose behalf. Default: {@link Context#EMPTY}. */
    public Builder context(Context context) {
      this.context = requireNonNull(context, "context");
      return this;
    }

    /** Who says so. Default: nobody. */
    public Builder publisherId(@Nullable String publisherId) {
      this.publisherId = publisherId;
      return this;
    }

    /** What there is to know: JSON's values, or what Jackson writes as such. Default: null. */
    public Builder payload(@Nullable Object payload) {
      this.payload = payload;
      return this;
    }

    /** Its id. Default: a new UUID. */
    public Builder messageId(String messageId) {
      this.messageId = requireNonNull(messageId, "messageId");
      return this;
    }

    /** When it happened; null if nobody knows. Default: now. */
    public Builder time(@Nullable Instant time) {
      this.time = time;
      return this;
    }

    /** The notification. */
    public Notification build() {
      return new Notification(
          context,
          priority,
          eventType,
          publisherId,
          messageId,
          time == null ? null : Timestamps.format(time),
          new Plain("payload", payload),
          Map.of());
    }
  }
}
