package dev.svar.bench.measure;

import java.util.Locale;

/** Loads as text that another process reads. */
public final class Loads {
  private Loads() {}

  /** Such as {@code blocking:16}. */
  public static String written(Load load) {
    return load.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ":" + load.size();
  }

  /**
   * What {@link #written} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Load read(String text) {
    int colon = text.indexOf(':');
    int size = Integer.parseInt(text.substring(colon + 1));
    return switch (text.substring(0, Math.max(0, colon))) {
      case "blocking" -> new Blocking(size);
      case "pipelined" -> new Pipelined(size);
      case "paced" -> new Paced(size);
      default ->
          throw new IllegalArgumentException(
              "load: \"" + text + "\" (expected: such as blocking:16)");
    };
  }
}
