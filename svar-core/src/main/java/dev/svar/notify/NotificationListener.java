package dev.svar.notify;

import static java.util.Objects.requireNonNull;

import dev.svar.ClosedException;
import dev.svar.ConfigurationException;
import dev.svar.ConnectionException;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.Listening;
import dev.svar.internal.engine.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Handles the events of some topics. Thread-safe.
 *
 * <p>It reads the queue {@code topic.priority} of each target and of each priority that it has a
 * handler for. Listeners of the same queue share its events; those of a {@link Builder#pool} share
 * a copy of their own. An event is acknowledged after its handlers, so that it is handled at least
 * once: it comes again if this process dies before. There is no order among events that are handled
 * at the same time; with a concurrency of 1 they are handled in the order of their queue.
 *
 * <p>What a handler throws is logged and counted. By default the event is acknowledged all the
 * same, as in Python; see {@link Builder#allowRequeue} and {@link Builder#redelivery}.
 */
public final class NotificationListener implements AutoCloseable {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  private final Subscriber subscriber;

  private NotificationListener(Subscriber subscriber) {
    this.subscriber = subscriber;
  }

  /**
   * Starts a listener whose handlers get events one by one.
   *
   * @param target its topic, and its exchange if it has one; the rest is of no meaning
   */
  public static Builder<NotificationHandler> builder(Transport transport, Target target) {
    return new Builder<>(
        transport, target, 1, Duration.ZERO, handler -> events -> handler.handle(events.get(0)));
  }

  /**
   * Starts a listener whose handlers get events by the batch: when {@code size} have come, or
   * {@code wait} after the first of them. A batch is taken apart by priority. Batches are handled
   * one after the other, while the next one is gathered, unless {@link Builder#concurrency} says
   * otherwise.
   *
   * @param target as for {@link #builder}
   * @param size one or more
   * @param wait more than zero
   */
  public static Builder<BatchHandler> batchBuilder(
      Transport transport, Target target, int size, Duration wait) {
    if (size < 1) {
      throw new IllegalArgumentException("size: " + size + " (expected: 1 or more)");
    }
    if (wait.isNegative() || wait.isZero()) {
      throw new IllegalArgumentException("wait: " + wait + " (expected: more than zero)");
    }
    return new Builder<BatchHandler>(transport, target, size, wait, handler -> handler)
        .concurrency(1);
  }

  /** Starts within 60 s, as {@link #start(Duration)}. */
  public void start() {
    start(DEFAULT_LIMIT);
  }

  /**
   * Subscribes, and takes events from then on. Keeps trying while the broker cannot be reached.
   * Blocks. Running already, it returns at once; after {@link #stop} it starts again.
   *
   * @throws ConnectionException if the broker could not be reached in time, or refused
   * @throws ClosedException if the listener or its transport is closed
   */
  public void start(Duration timeout) {
    subscriber.start(timeout);
  }

  /**
   * Takes no more events from here on. Those that were taken are still handled: a handler that has
   * had enough gives them back with {@link RequeueException}, and none comes again to this
   * listener. Does not block, so that handlers may call it; {@link #stop} is still to follow.
   */
  public void pause() {
    subscriber.pause();
  }

  /**
   * Takes no more events, and waits until those that were taken are handled, an unfinished batch
   * included, at most {@code limit}: what has not started by then goes back to the broker, what
   * runs is interrupted, and goes back unless it ends well. Blocks. Not running, it returns at
   * once.
   *
   * @return whether everything was handled by then
   */
  public boolean stop(Duration limit) {
    return subscriber.stop(limit);
  }

  /** Stops with a limit of 60 s, for good. Again does nothing. */
  @Override
  public void close() {
    subscriber.close(DEFAULT_LIMIT);
  }

  /**
   * The settings of a listener. Not thread-safe.
   *
   * @param <H> what handles its events
   */
  public static final class Builder<H> {
    private final Engine engine;
    private final Set<Target> targets = new LinkedHashSet<>();
    private final int batch;
    private final Duration wait;
    private final Function<H, BatchHandler> adapter;
    private final Map<Priority, List<Dispatch.Entry>> entries = new EnumMap<>(Priority.class);
    private Serializer serializer = Serializer.NONE;
    private Duration slow = Duration.ofMinutes(15);
    private boolean requeue;
    private boolean tail;
    private boolean dead;
    private @Nullable String pool;
    private @Nullable RedeliveryPolicy redelivery;
    private @Nullable Integer concurrency;
    private @Nullable Boolean virtualThreads;
    private @Nullable Executor executor;

    private Builder(
        Transport transport,
        Target target,
        int batch,
        Duration wait,
        Function<H, BatchHandler> adapter) {
      this.engine = (Engine) requireNonNull(transport, "transport");
      this.batch = batch;
      this.wait = wait;
      this.adapter = adapter;
      targets.add(requireNonNull(target, "target"));
    }

    /** One topic more. */
    public Builder<H> target(Target target) {
      targets.add(requireNonNull(target, "target"));
      return this;
    }

    /** Handles every event of that priority, after the handlers that were added before. */
    public Builder<H> on(Priority priority, H handler) {
      return on(priority, NotificationFilter.ANY, handler);
    }

    /** Handles events of that priority that the filter matches. */
    public Builder<H> on(Priority priority, NotificationFilter filter, H handler) {
      requireNonNull(priority, "priority");
      requireNonNull(filter, "filter");
      BatchHandler adapted = adapter.apply(requireNonNull(handler, "handler"));
      entries
          .computeIfAbsent(priority, none -> new ArrayList<>())
          .add(new Dispatch.Entry(filter, adapted));
      return this;
    }

    /** Handles events of every priority. */
    public Builder<H> onAny(H handler) {
      return onAny(NotificationFilter.ANY, handler);
    }

    /** Handles events of every priority that the filter matches. */
    public Builder<H> onAny(NotificationFilter filter, H handler) {
      for (Priority priority : Priority.values()) {
        on(priority, filter, handler);
      }
      return this;
    }

    /**
     * Listens with others of that name to a copy of their own of every event, from the time on that
     * the pool first had a listener. It is the name of a queue on RabbitMQ, and of a consumer group
     * on Kafka. The queue without a pool fills all the same: somebody must read that, too. Default:
     * none.
     */
    public Builder<H> pool(String name) {
      this.pool = requireNonNull(name, "name");
      return this;
    }

    /**
     * Listens to a private copy of what comes from the start on, which takes nothing from anybody
     * and is gone when this listener stops. Default false.
     */
    public Builder<H> tail(boolean tail) {
      this.tail = tail;
      return this;
    }

    /**
     * Listens to the dead letters of these events instead, which a {@link #redelivery} policy made:
     * of those without a pool, or of the {@link #pool}. {@link Notification#headers} tells why they
     * are dead. Default false.
     */
    public Builder<H> deadLetters(boolean dead) {
      this.dead = dead;
      return this;
    }

    /**
     * Whether an event whose handler throws goes back to its queue, to be delivered again at once
     * and without end. Default false: it is acknowledged all the same.
     */
    public Builder<H> allowRequeue(boolean allow) {
      this.requeue = allow;
      return this;
    }

    /**
     * What becomes of events whose handler throws, and of messages that are no events: they are
     * delivered again later, and in the end become dead letters. Wins over {@link #allowRequeue}.
     */
    public Builder<H> redelivery(RedeliveryPolicy policy) {
      this.redelivery = requireNonNull(policy, "policy");
      return this;
    }

    /** Converts payloads and contexts. Default: nothing. */
    public Builder<H> serializer(Serializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * How many events, or batches, are handled at a time. Default 64 ({@code
     * executor_thread_pool_size}) for events, 1 for batches. Here are no more events than that, but
     * 200 at least, and of batches one more than that; all others wait at the broker.
     */
    public Builder<H> concurrency(int handlers) {
      if (handlers < 1) {
        throw new IllegalArgumentException("concurrency: " + handlers + " (expected: 1 or more)");
      }
      this.concurrency = handlers;
      return this;
    }

    /**
     * Whether handlers run on virtual threads. Default: on Java 24 and later.
     *
     * @throws IllegalArgumentException if true on a Java without them (before 21)
     */
    public Builder<H> virtualThreads(boolean virtual) {
      Engine.checkVirtual(virtual);
      this.virtualThreads = virtual;
      return this;
    }

    /** Runs handlers on {@code executor} instead of those of the transport. Lent: not shut down. */
    public Builder<H> executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /**
     * After which time a handler that still runs is reported in the log, with the name of its
     * event. Default 15 minutes: RabbitMQ closes the channel of a consumer that needs more than 30.
     */
    public Builder<H> reportAfter(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("reportAfter: " + time + " (expected: more than zero)");
      }
      this.slow = time;
      return this;
    }

    /**
     * The listener, not started yet. Does not block.
     *
     * @throws IllegalArgumentException if there is no handler, or settings contradict each other
     * @throws ConfigurationException if the transport's driver has not what is asked for
     */
    public NotificationListener build() {
      check();
      Dispatch dispatch = new Dispatch(entries, serializer);
      return new NotificationListener(
          engine.listen(
              new Listening(
                  List.copyOf(targets),
                  dispatch.priorities().stream().sorted().map(Priority::inAddress).toList(),
                  new Listening.Source(pool, tail, dead),
                  batch,
                  wait,
                  new Subscriber.Threading(
                      concurrency != null ? concurrency : engine.defaultConcurrency(),
                      virtualThreads,
                      executor),
                  requeue,
                  redelivery == null
                      ? null
                      : new Listening.Redelivery(
                          redelivery.attempts(),
                          redelivery.firstDelay(),
                          redelivery.longestDelay()),
                  slow),
              dispatch));
    }

    private void check() {
      if (entries.isEmpty()) {
        throw new IllegalArgumentException(
            "handlers: none (expected: one or more, given with on or onAny)");
      }
      if (tail && dead) {
        throw new IllegalArgumentException(
            "tail and deadLetters (expected: one of them: dead letters wait in a queue)");
      }
      if (tail && pool != null) {
        throw new IllegalArgumentException(
            "tail and pool " + pool + " (expected: one of them: a tail has a copy of its own)");
      }
      if (tail && redelivery != null) {
        throw new IllegalArgumentException(
            "tail and redelivery (expected: one of them: a tail has nothing to come back to)");
      }
    }
  }
}
