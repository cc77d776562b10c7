package dev.svar.notify;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which events a handler wants. Every rule that was given must match; a rule is a regular
 * expression that matches from the start of a text, and need not match all of it. What is missing,
 * or no text, matches no rule. Immutable and thread-safe.
 *
 * <p>As oslo.messaging's {@code NotificationFilter}; its keys may be paths here.
 */
public final class NotificationFilter {

  /** Every event. */
  public static final NotificationFilter ANY = builder().build();

  private final @Nullable Pattern eventType;
  private final @Nullable Pattern publisherId;
  private final Map<String, Pattern> context;
  private final Map<String, Pattern> metadata;
  private final Map<String, Pattern> payload;

  private NotificationFilter(Builder builder) {
    this.eventType = builder.eventType;
    this.publisherId = builder.publisherId;
    this.context = Map.copyOf(builder.context);
    this.metadata = Map.copyOf(builder.metadata);
    this.payload = Map.copyOf(builder.payload);
  }

  /** Starts a filter without rules. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Whether {@code event} is wanted.
   *
   * @throws MalformedNotificationException if there is a rule for the payload, which cannot be read
   */
  public boolean matches(Notification event) {
    return matches(eventType, event.eventType())
        && matches(publisherId, event.publisherId())
        && matches(context, event.context()::get)
        && matches(metadata, name -> metadata(event, name))
        && (payload.isEmpty() || matchesPayload(event.payload()));
  }

  private boolean matchesPayload(@Nullable Object value) {
    return matches(payload, path -> find(value, path));
  }

  private static @Nullable Object metadata(Notification event, String name) {
    return switch (name) {
      case "message_id" -> event.messageId();
      case "timestamp" -> event.timestamp();
      default -> null;
    };
  }

  private static boolean matches(
      Map<String, Pattern> rules, Function<String, @Nullable Object> values) {
    return rules.entrySet().stream()
        .allMatch(rule -> matches(rule.getValue(), values.apply(rule.getKey())));
  }

  private static boolean matches(@Nullable Pattern rule, @Nullable Object value) {
    return rule == null || (value instanceof String text && rule.matcher(text).lookingAt());
  }

  /** The value of a key, or of a path: its keys with dots between, which they may have as well. */
  private static @Nullable Object find(@Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      return null;
    }
    if (map.containsKey(path)) {
      return map.get(path);
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Object found = find(map.get(path.substring(0, dot)), path.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The rules of a filter. Not thread-safe. */
  public static final class Builder {
    private @Nullable Pattern eventType;
    private @Nullable Pattern publisherId;
    private final Map<String, Pattern> context = new LinkedHashMap<>();
    private final Map<String, Pattern> metadata = new LinkedHashMap<>();
    private final Map<String, Pattern> payload = new LinkedHashMap<>();

    private Builder() {}

    /**
     * A rule for the event type, such as {@code compute\.instance\..*}.
     *
     * @throws IllegalArgumentException if it is no regular expression, as with every rule
     */
    public Builder eventType(String regex) {
      this.eventType = compiled("eventType", regex);
      return this;
    }

    /** A rule for the publisher id. */
    public Builder publisherId(String regex) {
      this.publisherId = compiled("publisherId", regex);
      return this;
    }

    /** A rule for an entry of the context. */
    public Builder context(String name, String regex) {
      context.put(requireNonNull(name, "name"), compiled("context " + name, regex));
      return this;
    }

    /**
     * A rule for the metadata.
     *
     * @param name {@code message_id} or {@code timestamp}
     */
    public Builder metadata(String name, String regex) {
      if (!name.equals("message_id") && !name.equals("timestamp")) {
        throw new IllegalArgumentException(
            "metadata: \"" + name + "\" (expected: message_id or timestamp)");
      }
      metadata.put(name, compiled("metadata " + name, regex));
      return this;
    }

    /**
     * A rule for an entry of the payload.
     *
     * @param path its key, or the keys that lead to it with dots between: {@code
     *     nova_object.data.host}
     */
    public Builder payload(String path, String regex) {
      payload.put(requireNonNull(path, "path"), compiled("payload " + path, regex));
      return this;
    }

    private static Pattern compiled(String rule, String regex) {
      try {
        return Pattern.compile(requireNonNull(regex, rule));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            rule
                + ": \""
                + regex
                + "\" (expected: a regular expression; "
                + e.getDescription()
                + " at "
                + e.getIndex()
                + ")",
            e);
      }
    }

    /** The filter. */
    public NotificationFilter build() {
      return new NotificationFilter(this);
    }
  }
}
