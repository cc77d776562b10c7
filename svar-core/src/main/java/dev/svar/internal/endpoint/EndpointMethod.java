package dev.svar.internal.endpoint;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Serializer;
import dev.svar.internal.codec.Argument;
import dev.svar.internal.codec.DecodeException;
import dev.svar.rpc.RpcMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A method of an endpoint, and how a message's arguments become its parameters. */
public final class EndpointMethod {
  private final Object object;
  private final Method method;
  private final List<EndpointParameter> parameters;
  private final List<Class<? extends Throwable>> expected;
  private final boolean takesAll;
  private final boolean streams;

  private EndpointMethod(
      Object object,
      Method method,
      List<EndpointParameter> parameters,
      List<Class<? extends Throwable>> expected,
      boolean streams) {
    this.object = object;
    this.method = method;
    this.parameters = List.copyOf(parameters);
    this.expected = expected;
    this.streams = streams;
    this.takesAll =
        parameters.stream().anyMatch(one -> one.kind() == EndpointParameter.Kind.REMAINING);
  }

  static EndpointMethod of(Object object, Method method, @Nullable RpcMethod annotation) {
    List<EndpointParameter> parameters = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      parameters.add(EndpointParameter.of(method, parameter));
    }
    if (!method.trySetAccessible()) {
      throw new IllegalArgumentException(
          "method "
              + text(method)
              + " cannot be called (expected: a public class in an exported package, or \"opens "
              + method.getDeclaringClass().getPackageName()
              + " to dev.svar\")");
    }
    return new EndpointMethod(
        object,
        method,
        parameters,
        annotation == null ? List.of() : List.of(annotation.expected()),
        annotation != null && annotation.streams());
  }

  /** Whether what can be iterated is sent item by item. */
  public boolean streams() {
    return streams;
  }

  /** Whether {@code thrown} is part of its contract. */
  public boolean expects(Throwable thrown) {
    return expected.stream().anyMatch(type -> type.isInstance(thrown));
  }

  /** What {@code type} says of it; null if it does not carry that annotation. */
  public <A extends Annotation> @Nullable A annotation(Class<A> type) {
    return method.getAnnotation(type);
  }

  /**
   * Calls it.
   *
   * @param context what a parameter for the context gets
   * @throws Throwable what it throws; a RemoteException named TypeError if the arguments do not fit
   */
  public @Nullable Object call(
      Context context, Map<String, ? extends Argument> args, Serializer serializer)
      throws Throwable {
    @Nullable Object[] values = new @Nullable Object[parameters.size()];
    List<String> missing = new ArrayList<>();
    int used = 0;
    for (int i = 0; i < values.length; i++) {
      EndpointParameter parameter = parameters.get(i);
      switch (parameter.kind()) {
        case CONTEXT -> values[i] = context(parameter, context);
        case REMAINING -> values[i] = remaining(context, args, serializer);
        case NAMED -> {
          Argument given = args.get(parameter.name());
          if (given != null) {
            used++;
            values[i] = value(parameter, given, context, serializer);
          } else if (parameter.optional()) {
            values[i] = parameter.absent();
          } else {
            missing.add(parameter.name());
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw typeError(missingText(missing));
    }
    if (used < args.size() && !takesAll) {
      throw typeError("got an unexpected keyword argument '" + unexpected(args) + "'");
    }
    return invoke(values);
  }

  private Context context(EndpointParameter parameter, Context context) {
    if (parameter.type() instanceof Class<?> wanted && wanted.isInstance(context)) {
      return context;
    }
    throw typeError(
        "takes a context of "
            + parameter.type().getTypeName()
            + ", but got one of "
            + context.getClass().getTypeName());
  }

  private @Nullable Object invoke(@Nullable Object[] values) throws Throwable {
    Object result;
    try {
      result = method.invoke(object, values);
    } catch (InvocationTargetException e) {
      throw e.getCause() != null ? e.getCause() : e;
    }
    if (result instanceof CompletionStage<?> later) {
      try {
        return later.toCompletableFuture().get();
      } catch (ExecutionException e) {
        throw e.getCause() != null ? e.getCause() : e;
      }
    }
    return result;
  }

  private @Nullable Object value(
      EndpointParameter parameter, Argument given, Context context, Serializer serializer) {
    try {
      Object value =
          serializer == Serializer.NONE
              ? given.as(parameter.type())
              : given.converted(serializer.deserialize(context, given.value()), parameter.type());
      if (value == null && parameter.primitive()) {
        throw typeError("argument '" + parameter.name() + "' must not be null");
      }
      return value;
    } catch (DecodeException e) {
      throw typeError("argument '" + parameter.name() + "': " + e.getMessage(), e);
    }
  }

  private Map<String, @Nullable Object> remaining(
      Context context, Map<String, ? extends Argument> args, Serializer serializer) {
    Map<String, @Nullable Object> remaining = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends Argument> arg : args.entrySet()) {
      if (isNamed(arg.getKey())) {
        continue;
      }
      try {
        remaining.put(arg.getKey(), serializer.deserialize(context, arg.getValue().value()));
      } catch (DecodeException e) {
        throw typeError("argument '" + arg.getKey() + "': " + e.getMessage(), e);
      }
    }
    return remaining;
  }

  private boolean isNamed(String name) {
    return parameters.stream()
        .anyMatch(one -> one.kind() == EndpointParameter.Kind.NAMED && one.name().equals(name));
  }

  private String unexpected(Map<String, ? extends Argument> args) {
    return args.keySet().stream().filter(name -> !isNamed(name)).findFirst().orElse("?");
  }

  /** As Python words it. */
  private static String missingText(List<String> names) {
    StringBuilder text =
        new StringBuilder("missing ")
            .append(names.size())
            .append(" required positional argument")
            .append(names.size() == 1 ? ": " : "s: ");
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        text.append(i < names.size() - 1 ? ", " : names.size() > 2 ? ", and " : " and ");
      }
      text.append('\'').append(names.get(i)).append('\'');
    }
    return text.toString();
  }

  private RemoteException typeError(String problem) {
    return typeError(problem, null);
  }

  private RemoteException typeError(String problem, @Nullable Throwable cause) {
    String text = object.getClass().getSimpleName() + "." + method.getName() + "() " + problem;
    return new RemoteException(
        new RemoteException.Failure(
            "TypeError",
            "builtins",
            text,
            List.of("TypeError: " + text + "\n"),
            List.of(text),
            Map.of()),
        cause);
  }

  private static String text(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }

  @Override
  public String toString() {
    return method.toGenericString();
  }
}
