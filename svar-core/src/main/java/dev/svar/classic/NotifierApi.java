package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.internal.config.ClassicSettings;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Announces events as openstack.common.notifier does ({@code notifier/api.py}), by the drivers that
 * {@code notification_driver} names. {@link RpcBackend#notifier} has it. Thread-safe.
 *
 * <p>A driver's name is the last part of what is configured, such as {@code rpc_notifier} of {@code
 * nova.openstack.common.notifier.rpc_notifier}, or the short one:
 *
 * <ul>
 *   <li>{@code no_op_notifier, no_op}: does nothing.
 *   <li>{@code log_notifier, log}: the message as JSON to the logger {@code
 *       openstack.common.notification.<event type>}, without passwords and tokens.
 *   <li>{@code rpc_notifier, rpc}: {@link RpcBackend#notify} to {@code topic.priority} for each of
 *       {@code notification_topics}. The whole context goes along, tokens included.
 *   <li>{@code rpc_notifier2, rpc2}: the same in an envelope, for each of {@code topics} in the
 *       group {@code rpc_notifier2}.
 *   <li>{@code test_notifier, test}: keeps it for {@link #recorded}.
 * </ul>
 *
 * <p>A name that is none is logged at ERROR with the first event, and left alone. Without drivers
 * events go nowhere. New programs are better off with {@link dev.svar.notify.Notifier}.
 */
public final class NotifierApi {
  private static final List<String> PRIORITIES =
      List.of("DEBUG", "WARN", "INFO", "ERROR", "CRITICAL");

  private final ClassicSettings settings;
  private final NotifierModules drivers;

  NotifierApi(RpcBackend backend, ClassicSettings settings) {
    this.settings = settings;
    this.drivers = new NotifierModules(backend, settings);
  }

  /**
   * Sends an event by every driver, one after the other. A driver that fails is logged at ERROR,
   * and stops no other one: this never fails for what happens on the way. Those that publish wait
   * until the broker has it, for each topic at most {@code rpc_cast_timeout}.
   *
   * @param context on whose behalf; null for {@code RequestContext.admin(false)}
   * @param publisherId who says so, such as {@link #publisherId(String)}
   * @param eventType what happened, such as {@code compute.instance.create.end}
   * @param priority one of {@code DEBUG, WARN, INFO, ERROR, CRITICAL}, in capitals
   * @param payload what there is to know: JSON's values, or what Jackson writes as such
   * @throws BadPriorityException if it is another priority
   */
  public void notify(
      @Nullable Context context,
      String publisherId,
      String eventType,
      String priority,
      @Nullable Object payload) {
    drivers.send(
        Notification.builder(priority(priority), eventType)
            .context(context != null ? context : RequestContext.admin(false))
            .publisherId(requireNonNull(publisherId, "publisherId"))
            .payload(payload)
            .build());
  }

  private static Priority priority(String name) {
    if (!PRIORITIES.contains(requireNonNull(name, "priority"))) {
      throw new BadPriorityException(
          name
              + " not in valid priorities (expected: one of "
              + String.join(", ", PRIORITIES)
              + ")");
    }
    return Priority.of(name);
  }

  /** As {@link #publisherId(String, String)} for this machine. */
  public String publisherId(String service) {
    return publisherId(service, null);
  }

  /**
   * Who a service is for those who listen: {@code service.host}.
   *
   * @param host null or empty for the option {@code host}, and without it {@code
   *     default_publisher_id}, and without it the name of this machine, which may be asked of a
   *     name server
   */
  public String publisherId(String service, @Nullable String host) {
    requireNonNull(service, "service");
    return service
        + "."
        + (host != null && !host.isEmpty()
            ? host
            : settings.serviceHost().filter(name -> !name.isEmpty()).orElseGet(this::publisher));
  }

  private String publisher() {
    return settings.publisherId().filter(id -> !id.isEmpty()).orElseGet(NotifierApi::hostName);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * A function that announces each of its calls before it does what {@code function} does: as event
   * {@code name} of the publisher {@code default_publisher_id}, with the priority {@code
   * default_notification_level} and the payload <code>{"args": [...], "kwarg": {}}</code>. If the
   * argument is a {@link Context}, it is the event's.
   */
  public <A, R> Function<A, R> notifyDecorator(
      String name, Function<? super A, ? extends R> function) {
    requireNonNull(name, "name");
    requireNonNull(function, "function");
    return argument -> {
      announce(name, argument);
      return function.apply(argument);
    };
  }

  /**
   * The same for a function of two arguments, such as a context and what is asked for: the first
   * {@link Context} of them is the event's.
   */
  public <A, B, R> BiFunction<A, B, R> notifyDecorator(
      String name, BiFunction<? super A, ? super B, ? extends R> function) {
    requireNonNull(name, "name");
    requireNonNull(function, "function");
    return (first, second) -> {
      announce(name, first, second);
      return function.apply(first, second);
    };
  }

  private void announce(String name, @Nullable Object... arguments) {
    Context context = null;
    List<@Nullable Object> args = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof Context given) {
        context = context == null ? given : context;
        // A payload is for everybody who listens.
        args.add(given.redacted().toMap());
      } else {
        args.add(argument);
      }
    }
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("args", args);
    payload.put("kwarg", Map.of());
    notify(context, publisher(), name, settings.notificationLevel(), payload);
  }

  /** What the driver {@code test_notifier} was given, oldest first; nothing without that driver. */
  public List<Notification> recorded() {
    return drivers.recorded();
  }
}
