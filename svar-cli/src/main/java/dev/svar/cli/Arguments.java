package dev.svar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values as they are typed: {@code name=text} and {@code name:=json}, or a JSON object. */
final class Arguments {
  private Arguments() {}

  /**
   * The values of {@code pairs}; of the same name the later wins.
   *
   * @param what names them in messages, such as {@code --context}; empty for none
   * @throws IllegalArgumentException if one is neither, or its JSON is wrong
   */
  static Map<String, @Nullable Object> ofPairs(List<String> pairs, String what) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      String where = what + JsonLine.readable(pair);
      int equals = pair.indexOf('=');
      boolean json = equals > 0 && pair.charAt(equals - 1) == ':';
      String name = pair.substring(0, Math.max(0, json ? equals - 1 : equals));
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            where + ": no argument (expected: name=text, or name:=json)");
      }
      String value = pair.substring(equals + 1);
      values.put(name, json ? json(value, name, where) : value);
    }
    return values;
  }

  /** People forget the quotes of a JSON text: they had better leave the colon away. */
  private static @Nullable Object json(String value, String name, String where) {
    try {
      return JsonText.read(value, where);
    } catch (IllegalArgumentException e) {
      throw value.isEmpty() || !Character.isLetter(value.charAt(0))
          ? e
          : new IllegalArgumentException(
              e.getMessage() + ". For a text: " + name + "=" + JsonLine.readable(value), e);
    }
  }

  /**
   * The values of a JSON object.
   *
   * @param source JSON, or {@code @file}, or {@code -} for {@code in}
   * @throws IllegalArgumentException if it cannot be read, or is something else
   */
  static Map<String, @Nullable Object> ofJson(String source, InputStream in) {
    if (!(value(source, "--args", in) instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException(
          where(source, "--args")
              + ": no object (expected: names and values, such as {\"name\": \"text\"})");
    }
    return named(object);
  }

  /** The entries of a JSON object. */
  static Map<String, @Nullable Object> named(Map<?, ?> object) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object.forEach((name, one) -> values.put(String.valueOf(name), one));
    return values;
  }

  /**
   * Any JSON value.
   *
   * @param source as for {@link #ofJson}
   * @param option names it in messages
   * @throws IllegalArgumentException if it cannot be read
   */
  static @Nullable Object value(String source, String option, InputStream in) {
    String where = where(source, option);
    return JsonText.read(isGiven(source) ? source : load(source, in, where), where);
  }

  private static String where(String source, String option) {
    return isGiven(source) ? option : option + " " + JsonLine.readable(source);
  }

  private static boolean isGiven(String source) {
    return !source.equals("-") && !source.startsWith("@");
  }

  private static String load(String source, InputStream in, String where) {
    try {
      byte[] bytes =
          source.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(source.substring(1)));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(where + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(where + ": this file may not be read", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(where + ": not UTF-8", e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }
}
