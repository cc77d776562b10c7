package dev.svar.notify;

import static java.util.Objects.requireNonNull;

import dev.svar.ClosedException;
import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.MessagingException;
import dev.svar.Serializer;
import dev.svar.Transport;
import dev.svar.internal.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Announces events. Immutable and thread-safe; it holds nothing that must be closed.
 *
 * <p>Each event goes through every driver of the notifier, which do not hinder each other. By
 * default that is {@code messagingv2}: a message to {@code topic.priority} of the transport's
 * exchange for each topic, confirmed by the broker, which keeps it until a listener has handled it.
 * The driver declares the queue that it waits in, as Python's does, so that it waits also where
 * nobody has ever listened.
 *
 * <p>The context goes along as {@link Context#redacted} leaves it.
 */
public final class Notifier {
  private final Engine engine;
  private final @Nullable String publisherId;
  private final Serializer serializer;
  private final Settings settings;
  private final List<String> topics;
  private final NotifierDrivers drivers;
  private final List<String> selected;

  /** What was asked for; null or empty for what the transport's configuration says. */
  private record Settings(
      List<String> drivers,
      List<String> topics,
      @Nullable Integer retry,
      @Nullable Duration timeout,
      @Nullable Path routingConfig) {}

  private Notifier(Builder builder) {
    this.engine = builder.engine;
    this.publisherId = builder.publisherId;
    this.serializer = builder.serializer;
    this.settings =
        new Settings(
            List.copyOf(builder.drivers),
            List.copyOf(builder.topics),
            builder.retry,
            builder.timeout,
            builder.routingConfig);
    NotifierDrivers.Settings resolved = resolved(engine, settings);
    this.topics = List.copyOf(resolved.topics());
    this.drivers = new NotifierDrivers(engine, resolved);
    this.selected = names().stream().distinct().toList();
    selected.forEach(drivers::get); // an unknown one is told here
  }

  private Notifier(Notifier other, @Nullable String publisherId) {
    this.engine = other.engine;
    this.publisherId = publisherId;
    this.serializer = other.serializer;
    this.settings = other.settings;
    this.topics = other.topics;
    this.drivers = other.drivers;
    this.selected = other.selected;
  }

  private static NotifierDrivers.Settings resolved(Engine engine, Settings asked) {
    Engine.EventDefaults defaults = engine.eventDefaults();
    return new NotifierDrivers.Settings(
        asked.topics().isEmpty() ? defaults.topics() : asked.topics(),
        asked.retry() != null ? asked.retry() : defaults.retry(),
        asked.timeout() != null ? asked.timeout() : engine.responseTimeout(),
        asked.routingConfig() != null ? asked.routingConfig() : defaults.routingConfig());
  }

  private List<String> names() {
    if (!settings.drivers().isEmpty()) {
      return settings.drivers();
    }
    List<String> configured = engine.eventDefaults().drivers();
    return configured.isEmpty() ? List.of("messagingv2") : configured;
  }

  /** Starts a notifier with everything by default. */
  public static Builder builder(Transport transport) {
    return new Builder((Engine) requireNonNull(transport, "transport"));
  }

  /** Starts a notifier with the settings of this one, to change some of them. */
  public Builder prepare() {
    Builder builder = new Builder(engine);
    builder.publisherId = publisherId;
    builder.serializer = serializer;
    builder.drivers.addAll(settings.drivers());
    builder.topics.addAll(settings.topics());
    builder.retry = settings.retry();
    builder.timeout = settings.timeout();
    builder.routingConfig = settings.routingConfig();
    return builder;
  }

  /** The same under another name, sharing the drivers of this one. Cheap. */
  public Notifier withPublisherId(@Nullable String publisherId) {
    return new Notifier(this, publisherId);
  }

  /** Where events go: what was given, or what the transport's configuration says. */
  public List<String> topics() {
    return topics;
  }

  /** Whether it does anything: false if {@code noop} is its one driver. */
  public boolean isEnabled() {
    return !selected.equals(List.of("noop"));
  }

  /** Sends with {@link Priority#AUDIT}, as {@link #notify(Priority, Context, String, Object)}. */
  public void audit(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.AUDIT, context, eventType, payload);
  }

  /** Sends with {@link Priority#DEBUG}, as {@link #notify(Priority, Context, String, Object)}. */
  public void debug(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.DEBUG, context, eventType, payload);
  }

  /** Sends with {@link Priority#INFO}, as {@link #notify(Priority, Context, String, Object)}. */
  public void info(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.INFO, context, eventType, payload);
  }

  /** Sends with {@link Priority#WARN}, as {@link #notify(Priority, Context, String, Object)}. */
  public void warn(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.WARN, context, eventType, payload);
  }

  /** Sends with {@link Priority#ERROR}, as {@link #notify(Priority, Context, String, Object)}. */
  public void error(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.ERROR, context, eventType, payload);
  }

  /**
   * Sends with {@link Priority#CRITICAL}, as {@link #notify(Priority, Context, String, Object)}.
   */
  public void critical(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.CRITICAL, context, eventType, payload);
  }

  /** Sends with {@link Priority#SAMPLE}, as {@link #notify(Priority, Context, String, Object)}. */
  public void sample(Context context, String eventType, @Nullable Object payload) {
    notify(Priority.SAMPLE, context, eventType, payload);
  }

  /**
   * Sends an event, and waits until every driver is done with it: those that publish, until the
   * broker has it for every topic. Blocks at most the notifier's timeout.
   *
   * @param eventType what happened, such as {@code compute.instance.create.end}
   * @param payload what there is to know: JSON's values, or what Jackson writes as such
   * @throws DeliveryException if the broker does not have it for one topic at least; the outcome
   *     says what is known. Failures of other topics and drivers are suppressed in it
   * @throws IllegalArgumentException if the payload or the context cannot be written, naming the
   *     path of the field
   * @throws ClosedException if the transport is closed
   * @throws MessagingException if the thread is interrupted (its flag stays set)
   */
  public void notify(
      Priority priority, Context context, String eventType, @Nullable Object payload) {
    send(notification(priority, context, eventType, payload));
  }

  /**
   * As {@link #notify(Priority, Context, String, Object)} without waiting for the broker. Some
   * thousands of events may be on their way (4,096, or 16 MiB); with more this waits for room, at
   * most the timeout.
   *
   * @return ends with nothing, or with what {@code notify} throws; on a thread of the transport
   *     where blocking is allowed
   */
  public CompletableFuture<Void> notifyAsync(
      Priority priority, Context context, String eventType, @Nullable Object payload) {
    return sendAsync(notification(priority, context, eventType, payload));
  }

  private Notification notification(
      Priority priority, Context context, String eventType, @Nullable Object payload) {
    requireNonNull(context, "context");
    return Notification.builder(priority, eventType)
        .publisherId(publisherId)
        .context(Context.of(serializer.serializeContext(context.redacted())))
        .payload(serializer.serialize(context, payload))
        .build();
  }

  /**
   * Sends an event as it is, with its own id, time, publisher and context; waits as {@link
   * #notify(Priority, Context, String, Object)}.
   */
  public void send(Notification event) {
    CompletableFuture<Void> sent = drivers.send(event, selected);
    try {
      sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("Sending " + event + " was interrupted.", e);
    } catch (ExecutionException e) {
      throw failure(event, e.getCause() != null ? e.getCause() : e);
    }
  }

  /** As {@link #send} without waiting for the broker, and as {@link #notifyAsync}. */
  public CompletableFuture<Void> sendAsync(Notification event) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    drivers
        .send(event, selected)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure == null) {
                result.complete(null);
              } else {
                result.completeExceptionally(failure(event, failure));
              }
            },
            engine.callbacks());
    return result;
  }

  private static RuntimeException failure(Notification event, Throwable failure) {
    Throwable cause = Sends.unwrapped(failure);
    return cause instanceof RuntimeException known
        ? known
        : new MessagingException("Sending " + event + " failed: " + cause, cause);
  }

  /** What the driver {@code test} was given, oldest first; nothing without that driver. */
  public List<Notification> recorded() {
    return drivers.recorded();
  }

  /** The settings of a notifier. Not thread-safe. */
  public static final class Builder {
    private final Engine engine;
    private final List<String> drivers = new ArrayList<>();
    private final List<String> topics = new ArrayList<>();
    private Serializer serializer = Serializer.NONE;
    private @Nullable String publisherId;
    private @Nullable Integer retry;
    private @Nullable Duration timeout;
    private @Nullable Path routingConfig;

    private Builder(Engine engine) {
      this.engine = engine;
    }

    /** Who the events come from, such as {@code compute.host1}. Default: nobody is named. */
    public Builder publisherId(String publisherId) {
      this.publisherId = requireNonNull(publisherId, "publisherId");
      return this;
    }

    /**
     * The ways that events go, all of them: {@code messaging}, {@code messagingv2}, {@code log},
     * {@code noop}, {@code test}, {@code routing}, or one of an application's own. Default: the
     * option {@code driver} of the group {@code oslo_messaging_notifications}, and without it
     * {@code messagingv2}.
     */
    public Builder driver(String... names) {
      drivers.clear();
      drivers.addAll(List.of(names));
      return this;
    }

    /** Where events go. Default: the option {@code topics}, which is {@code notifications}. */
    public Builder topics(String... topics) {
      this.topics.clear();
      this.topics.addAll(List.of(topics));
      return this;
    }

    /**
     * How often publishing is tried again, also when its outcome is unknown, which may make an
     * event come twice; -1 for until the timeout. Default: the option {@code retry}, which is -1.
     */
    public Builder retry(int times) {
      if (times < -1) {
        throw new IllegalArgumentException("retry: " + times + " (expected: -1 or more)");
      }
      this.retry = times;
      return this;
    }

    /**
     * How long an event may take to the broker, connecting included. Default: the transport's
     * {@link Transport#responseTimeout}.
     */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
      }
      this.timeout = timeout;
      return this;
    }

    /** The file that the driver {@code routing} reads. Default: the option routing_config. */
    public Builder routingConfig(Path file) {
      this.routingConfig = requireNonNull(file, "file");
      return this;
    }

    /** Converts payloads and contexts. Default: nothing. */
    public Builder serializer(Serializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * The notifier. Does not block.
     *
     * @throws IllegalArgumentException if a driver is unknown, naming those there are, or cannot be
     *     used as configured
     * @throws ConfigurationException if the transport's files have a wrong value
     */
    public Notifier build() {
      return new Notifier(this);
    }
  }
}
