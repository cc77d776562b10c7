package dev.svar.classic;

import dev.svar.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, on whose behalf: named values, and the one that is current on a thread ({@code
 * rpc/common.py}, {@code CommonRpcContext}).
 *
 * <p>Immutable with the maps and lists inside, which are copied: where Python needs a deep copy,
 * nothing is needed.
 */
public class CommonRpcContext extends Context {
  private static final ThreadLocal<CommonRpcContext> CURRENT = new ThreadLocal<>();

  protected CommonRpcContext(Map<String, ? extends @Nullable Object> values) {
    super(copied(values));
  }

  /** A context of these values, copied. */
  public static CommonRpcContext of(Map<String, ? extends @Nullable Object> values) {
    return new CommonRpcContext(values);
  }

  /** The context that is current on this thread; null if there is none. */
  public static @Nullable CommonRpcContext current() {
    return CURRENT.get();
  }

  /** Forgets the context that is current on this thread. */
  public static void clearCurrent() {
    CURRENT.remove();
  }

  /**
   * Makes this the current one on this thread. A server does so before it runs a method, and clears
   * it afterwards.
   */
  public final void updateStore() {
    CURRENT.set(this);
  }

  /**
   * A value that must be there.
   *
   * @return null if it is null
   * @throws NoSuchElementException if there is none of that name, with the names there are
   */
  public final @Nullable Object require(String name) {
    if (!toMap().containsKey(name)) {
      throw new NoSuchElementException(
          "the context has no \""
              + name
              + "\" (it has: "
              + String.join(", ", toMap().keySet())
              + ")");
    }
    return get(name);
  }

  @Override
  public CommonRpcContext with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(toMap());
    values.put(name, value);
    return withValues(values);
  }

  /** A copy that is an administrator's: {@code is_admin} is true, and {@code roles} has "admin". */
  public final CommonRpcContext elevated() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(toMap());
    List<@Nullable Object> roles = new ArrayList<>();
    if (values.get("roles") instanceof List<?> present) {
      roles.addAll(present);
    }
    if (!roles.contains("admin")) {
      roles.add("admin");
    }
    values.put("roles", roles);
    values.put("is_admin", true);
    return withValues(values);
  }

  /** As {@link #elevated()}, with {@code read_deleted} set, such as to "yes", "no" or "only". */
  public final CommonRpcContext elevated(String readDeleted) {
    return elevated().with("read_deleted", readDeleted);
  }

  /** A copy of the same class with other values. */
  protected CommonRpcContext withValues(Map<String, ? extends @Nullable Object> values) {
    return new CommonRpcContext(values);
  }

  private static Map<String, @Nullable Object> copied(
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(name, copied(value)));
    return copy;
  }

  private static @Nullable Object copied(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, copied(item)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copied(item)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}
