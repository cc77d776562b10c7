package dev.svar.internal.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An argument that is a value of this process already. */
public final class Plain implements Argument {
  private static final Jackson JACKSON = Jackson.with(Limits.DEFAULT);

  private final String name;
  private final @Nullable Object value;

  /**
   * An argument.
   *
   * @param name for messages about it
   */
  public Plain(String name, @Nullable Object value) {
    this.name = name;
    this.value = value;
  }

  @Override
  public @Nullable Object value() {
    return value;
  }

  @Override
  public @Nullable Object as(Type type) throws DecodeException {
    return converted(value, type);
  }

  @Override
  public @Nullable Object converted(@Nullable Object made, Type type) throws DecodeException {
    if (made == null || (type instanceof Class<?> plain && plain.isInstance(made))) {
      return made;
    }
    try {
      return JACKSON.mapper().convertValue(made, JACKSON.mapper().constructType(type));
    } catch (RuntimeException | StackOverflowError e) {
      throw new DecodeException(
          name + ": a " + made.getClass().getTypeName() + " (expected: " + type.getTypeName() + ")",
          e);
    }
  }

  /** Its name, never its value. */
  @Override
  public String toString() {
    return name;
  }
}
