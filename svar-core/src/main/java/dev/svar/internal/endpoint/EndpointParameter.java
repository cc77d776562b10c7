package dev.svar.internal.endpoint;

import dev.svar.Context;
import dev.svar.rpc.Param;
import dev.svar.rpc.RemainingArgs;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an endpoint's method.
 *
 * @param name of its argument; empty unless NAMED
 * @param optional whether the argument may be missing
 */
record EndpointParameter(Kind kind, String name, Type type, boolean optional) {

  enum Kind {
    /** One argument, by name. */
    NAMED,
    /** The request's context. */
    CONTEXT,
    /** Every argument that no other parameter names. */
    REMAINING
  }

  static EndpointParameter of(Method method, Parameter parameter) {
    Type type = parameter.getParameterizedType();
    if (Context.class.isAssignableFrom(parameter.getType())) {
      return new EndpointParameter(Kind.CONTEXT, "", type, true);
    }
    if (parameter.isAnnotationPresent(RemainingArgs.class)) {
      if (parameter.getType() != Map.class) {
        throw new IllegalArgumentException(
            "parameter "
                + parameter
                + " of "
                + method
                + ": @RemainingArgs needs a Map<String, Object>");
      }
      return new EndpointParameter(Kind.REMAINING, "", type, true);
    }
    Param named = parameter.getAnnotation(Param.class);
    if (named == null && !parameter.isNamePresent()) {
      throw new IllegalArgumentException(
          "method "
              + method.getDeclaringClass().getName()
              + "."
              + method.getName()
              + ": a parameter of type "
              + parameter.getType().getSimpleName()
              + " has no name (expected: compile with -parameters, or give @Param(\"name\"))");
    }
    boolean optional = (named != null && named.optional()) || parameter.getType() == Optional.class;
    return new EndpointParameter(
        Kind.NAMED, named != null ? named.value() : parameter.getName(), type, optional);
  }

  boolean primitive() {
    return type instanceof Class<?> plain && plain.isPrimitive();
  }

  /** What it gets when its argument is missing. */
  @Nullable Object absent() {
    if (type instanceof Class<?> plain && plain.isPrimitive()) {
      return Array.get(Array.newInstance(plain, 1), 0);
    }
    return type.getTypeName().startsWith("java.util.Optional") ? Optional.empty() : null;
  }
}
