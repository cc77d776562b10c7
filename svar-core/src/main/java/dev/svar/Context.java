package dev.svar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a message besides its arguments: who asks, on whose behalf, in which request.
 * Immutable; the values are JSON's: text, numbers, booleans, null, lists and maps of these.
 *
 * <p>On the wire each entry {@code k} is a key {@code _context_k} of the message (oslo.messaging,
 * {@code _drivers/amqp.py}).
 *
 * <p>Applications may extend it: an endpoint whose parameter is of that type gets what the
 * serializer's {@link Serializer#deserializeContext} made.
 */
public class Context {

  /** The one without entries. */
  public static final Context EMPTY = new Context(Map.of());

  private static final Pattern HARMLESS =
      Pattern.compile(
          "(service_)?(user|project)(_domain)?(_id|_name)?|user|tenant|domain(_id|_name)?"
              + "|(global_)?request_id|(service_)?roles|system_scope|is_admin(_project)?"
              + "|user_identity|resource_uuid|read_only|show_deleted");

  private final Map<String, @Nullable Object> entries;

  /** A context of these entries, copied. */
  protected Context(Map<String, ? extends @Nullable Object> entries) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** A context of these entries, copied. */
  public static Context of(Map<String, ? extends @Nullable Object> entries) {
    return entries.isEmpty() ? EMPTY : new Context(entries);
  }

  /** A copy with one entry more, or another value for it. */
  public Context with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(entries);
    copy.put(name, value);
    return new Context(copy);
  }

  /** The value of an entry; null if it is null, or missing. */
  public final @Nullable Object get(String name) {
    return entries.get(name);
  }

  /** Every entry, in the order of the message. */
  public final Map<String, @Nullable Object> toMap() {
    return entries;
  }

  /**
   * What of it listeners of events may know: who, where and in which request, but no token nor
   * anything else that is not known to be harmless. Those are the entries that {@code
   * redacted_copy} of oslo.context keeps: ids and names of users, projects and domains (also of the
   * service that acts for a user), {@code request_id}, {@code global_request_id}, {@code roles},
   * {@code system_scope}, {@code is_admin} and the like. Override it to keep others.
   */
  public Context redacted() {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> {
          if (HARMLESS.matcher(name).matches()) {
            copy.put(name, value);
          }
        });
    return of(copy);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Context context && entries.equals(context.entries);
  }

  @Override
  public final int hashCode() {
    return entries.hashCode();
  }

  /** The names alone: values may be secrets. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + entries.keySet();
  }
}
