package dev.svar.internal.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says which value is not of the type that was asked for: path, expected type and what came.
 * Jackson's messages quote the value, so that its exceptions are not passed on; those of the
 * application's own constructors and setters are.
 */
final class Unconvertible {
  private Unconvertible() {}

  static DecodeException explain(
      String start, Type wanted, Throwable failure, JsonParser parser, Limits limits) {
    if (!(failure instanceof JacksonException jackson)) {
      return new DecodeException(
          start + ": cannot be made a " + wanted.getTypeName() + why(failure), failure);
    }
    String path = Paths.of(start, jackson.getPath()) + ": ";
    if (jackson instanceof InvalidDefinitionException undefined) {
      return new DecodeException(
          path + name(undefined.getType(), wanted) + " cannot be made from JSON", undefined);
    }
    if (jackson instanceof ValueInstantiationException refused) {
      return thrown(path, name(refused.getType(), wanted), refused);
    }
    if (jackson instanceof MismatchedInputException mismatch) {
      boolean wrongForm = jackson instanceof InvalidFormatException && isText(parser, mismatch);
      return other(path + (wrongForm ? "other " : ""), parser, mismatch.getTargetType(), wanted);
    }
    if (jackson instanceof InputCoercionException range) {
      return other(path, parser, range.getTargetType(), wanted);
    }
    if (jackson instanceof StreamConstraintsException) {
      return Unreadable.explain(start, jackson, parser, limits);
    }
    return thrown(path, wanted.getTypeName(), jackson);
  }

  private static DecodeException thrown(String path, String type, JacksonException failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null || cause instanceof JacksonException
        ? new DecodeException(path + "cannot be made a " + type, null)
        : new DecodeException(path + "cannot be made a " + type + why(cause), cause);
  }

  private static String why(Throwable cause) {
    return cause instanceof StackOverflowError
        ? ": nested too deep for the stack of this thread"
        : ": its code threw " + cause.getClass().getTypeName();
  }

  /** Whether text is right in principle, and only this one is not: a date, an enum. */
  private static boolean isText(JsonParser parser, MismatchedInputException failure) {
    Class<?> target = failure.getTargetType();
    return target != null
        && !target.isPrimitive()
        && !Number.class.isAssignableFrom(target)
        && target != Boolean.class
        && parser.currentToken() == JsonToken.VALUE_STRING;
  }

  private static DecodeException other(
      String path, JsonParser parser, @Nullable Class<?> target, Type wanted) {
    String type = target == null ? wanted.getTypeName() : target.getTypeName();
    String came = Unreadable.kind(parser.currentToken());
    return new DecodeException(path + came + " (expected: " + type + ")", null);
  }

  private static String name(@Nullable JavaType type, Type wanted) {
    return type == null ? wanted.getTypeName() : type.getRawClass().getTypeName();
  }
}
