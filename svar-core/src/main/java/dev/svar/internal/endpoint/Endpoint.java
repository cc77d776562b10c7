package dev.svar.internal.endpoint;

import dev.svar.Version;
import dev.svar.rpc.AccessPolicy;
import dev.svar.rpc.RpcEndpoint;
import dev.svar.rpc.RpcMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object whose methods are exposed, and the interface it serves. */
public final class Endpoint {
  private final Object object;
  private final Set<@Nullable String> namespaces;
  private final Version version;

  private Endpoint(Object object, Set<@Nullable String> namespaces, Version version) {
    this.object = object;
    this.namespaces = namespaces;
    this.version = version;
  }

  /** As its annotation says. */
  public static Endpoint of(Object object) {
    RpcEndpoint annotation = object.getClass().getAnnotation(RpcEndpoint.class);
    if (annotation == null) {
      return of(object, null, "1.0");
    }
    Set<@Nullable String> namespaces = new HashSet<>();
    namespaces.add(emptyToNull(annotation.namespace()));
    for (String legacy : annotation.legacyNamespaces()) {
      namespaces.add(emptyToNull(legacy));
    }
    return new Endpoint(object, namespaces, Version.parse(annotation.version()));
  }

  /** Whatever its annotation says. */
  public static Endpoint of(Object object, @Nullable String namespace, String version) {
    return new Endpoint(object, Collections.singleton(namespace), Version.parse(version));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Whether it is of this namespace. */
  public boolean isIn(@Nullable String namespace) {
    return namespaces.contains(namespace);
  }

  /** The version that it implements. */
  public Version version() {
    return version;
  }

  /** Whether it serves requests for this namespace and version. */
  public boolean serves(@Nullable String namespace, Version requested) {
    return namespaces.contains(namespace) && version.serves(requested);
  }

  /**
   * The methods that {@code policy} exposes, by their names in messages.
   *
   * @throws IllegalArgumentException if one cannot be called by name, or two have the same name
   */
  public Map<String, EndpointMethod> methods(AccessPolicy policy) {
    return methods(policy, Set.of());
  }

  /**
   * As {@link #methods(AccessPolicy)}, without the methods of these types, which are called by
   * others than messages.
   */
  public Map<String, EndpointMethod> methods(AccessPolicy policy, Set<Class<?>> without) {
    Map<String, EndpointMethod> methods = new HashMap<>();
    for (Method method : object.getClass().getMethods()) {
      if (method.getDeclaringClass() == Object.class
          || method.isBridge()
          || method.isSynthetic()
          || Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      RpcMethod annotation = method.getAnnotation(RpcMethod.class);
      String name =
          annotation == null || annotation.name().isEmpty() ? method.getName() : annotation.name();
      if (!allows(policy, name, annotation) || isOf(without, method)) {
        continue;
      }
      EndpointMethod added = EndpointMethod.of(object, method, annotation);
      EndpointMethod other = methods.put(name, added);
      if (other != null) {
        throw new IllegalArgumentException(
            "endpoint "
                + object.getClass().getName()
                + " has two methods for \""
                + name
                + "\": "
                + other
                + " and "
                + added
                + " (expected: one; name one differently with @RpcMethod(name = …))");
      }
    }
    return methods;
  }

  private static boolean isOf(Set<Class<?>> types, Method method) {
    return types.stream()
        .filter(type -> type.isAssignableFrom(method.getDeclaringClass()))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .anyMatch(
            one ->
                one.getName().equals(method.getName())
                    && Arrays.equals(one.getParameterTypes(), method.getParameterTypes()));
  }

  private static boolean allows(AccessPolicy policy, String name, @Nullable RpcMethod annotation) {
    return switch (policy) {
      case ALL -> true;
      case NO_UNDERSCORE -> !name.startsWith("_");
      case EXPOSED -> annotation != null;
    };
  }
}
