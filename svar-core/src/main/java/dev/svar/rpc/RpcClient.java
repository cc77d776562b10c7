package dev.svar.rpc;

import static java.util.Objects.requireNonNull;

import dev.svar.CallTimeoutException;
import dev.svar.ClosedException;
import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.MalformedReplyException;
import dev.svar.MessagingException;
import dev.svar.RemoteException;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TypeRef;
import dev.svar.UndeliverableException;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import dev.svar.Version;
import dev.svar.VersionCapException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the servers of one target. Immutable and thread-safe; it holds nothing that
 * must be closed. One with other settings is made by {@link #prepare}.
 *
 * <p>A call runs at most once. Its request is published mandatory, so that a target without a queue
 * is an error within a round trip ({@link UndeliverableException}).
 */
public final class RpcClient {
  private final ClientSettings settings;
  private final Sending sending;

  private RpcClient(ClientSettings settings) {
    this.settings = settings;
    this.sending = new Sending(settings);
  }

  /** Starts a client for {@code target} with everything by default. */
  public static Builder builder(Transport transport, Target target) {
    return new Builder(transport, target);
  }

  /** Starts a client with the settings of this one, to change some of them. */
  public Builder prepare() {
    return new Builder(settings);
  }

  /** What it sends to. */
  public Target target() {
    return settings.target();
  }

  /**
   * Whether the version cap allows to send for {@code version}; without a cap, always.
   *
   * @param version null for a message without a version, which no cap allows
   */
  public boolean canSendVersion(@Nullable String version) {
    return settings.allows(version);
  }

  /**
   * Calls {@code method} on one server and waits for its answer. Blocks at most the client's
   * timeout; interrupted, it forgets the call at once.
   *
   * @param args by name; JSON's values, or what Jackson writes as such
   * @return the answer as map, list, text, number, boolean or null
   * @throws CallTimeoutException if no answer came in time; the method may have run
   * @throws RemoteException if the method failed there, or as the type registered for it
   * @throws UnknownMethodException if no endpoint has the method
   * @throws UnsupportedVersionException if no endpoint serves the namespace and version
   * @throws UndeliverableException if nobody listens
   * @throws DeliveryException if the request did not get to the broker
   * @throws MalformedReplyException if the answer cannot be read
   * @throws VersionCapException if the version cap does not allow the target's version
   * @throws ClosedException if the transport is closed meanwhile
   * @throws IllegalStateException if the target is a fanout
   * @throws IllegalArgumentException if an argument cannot be written, naming its path
   * @throws MessagingException if the thread is interrupted (its flag stays set)
   */
  public @Nullable Object call(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.call(context, method, args, Object.class);
  }

  /**
   * As {@link #call(Context, String, Map)}.
   *
   * @param type what the answer is converted to
   * @throws MalformedReplyException also if the answer is not of that type
   */
  public <T> @Nullable T call(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Class<T> type) {
    return Sending.as(sending.call(context, method, args, type));
  }

  /** As {@link #call(Context, String, Map, Class)} for a type with parameters. */
  public <T> @Nullable T call(
      Context context,
      String method,
      Map<String, ? extends @Nullable Object> args,
      TypeRef<T> type) {
    return Sending.as(sending.call(context, method, args, type.type()));
  }

  /**
   * As {@link #call(Context, String, Map)} without waiting. The future ends on a thread of the
   * transport where blocking is allowed. Cancelling it forgets the call at once; the method may run
   * all the same.
   *
   * @return ends with the answer, or with what {@code call} throws
   */
  public CompletableFuture<@Nullable Object> callAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.callAsync(context, method, args, Object.class);
  }

  /** As {@link #callAsync(Context, String, Map)}, converted to {@code type}. */
  public <T> CompletableFuture<@Nullable T> callAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Class<T> type) {
    return Sending.asFuture(sending.callAsync(context, method, args, type));
  }

  /** As {@link #callAsync(Context, String, Map)}, converted to a type with parameters. */
  public <T> CompletableFuture<@Nullable T> callAsync(
      Context context,
      String method,
      Map<String, ? extends @Nullable Object> args,
      TypeRef<T> type) {
    return Sending.asFuture(sending.callAsync(context, method, args, type.type()));
  }

  /**
   * Calls {@code method} on one server, and gives its answers as they come: of a method that
   * streams each item, of any other the one result. Returns when the request is on its way; each
   * step of the stream blocks until the next answer is there, at most the client's timeout.
   *
   * <p>The answers come in order, none of them twice, and none is left out without an error. Not
   * more than 256 of them, or 16 MiB, are on their way or wait here: a server that is a Svar too
   * goes on when they have been read. A stream that is closed early ends at the server within a
   * round trip; close it unless it was read to its end. What {@link #call} throws, a step of the
   * stream throws, after the answers that came before; the stream is over then.
   *
   * <pre>{@code
   * try (Stream<Object> answers = client.multicall(Context.EMPTY, "list", Map.of())) {
   *   answers.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @return to be used by one thread at a time; also {@code iterator()} fetches no more than it is
   *     asked for
   * @throws IllegalStateException if the target is a fanout
   * @throws IllegalArgumentException if an argument cannot be written, naming its path
   * @throws VersionCapException if the version cap does not allow the target's version
   * @throws ClosedException if the transport is closed
   */
  public Stream<@Nullable Object> multicall(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.multicall(context, method, args, Object.class);
  }

  /** As {@link #multicall(Context, String, Map)}, each answer converted to {@code type}. */
  public <T> Stream<@Nullable T> multicall(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Class<T> type) {
    return sending.multicall(context, method, args, type);
  }

  /** As {@link #multicall(Context, String, Map)}, each converted to a type with parameters. */
  public <T> Stream<@Nullable T> multicall(
      Context context,
      String method,
      Map<String, ? extends @Nullable Object> args,
      TypeRef<T> type) {
    return sending.multicall(context, method, args, type.type());
  }

  /**
   * As {@link #multicall(Context, String, Map)} without waiting. The request is sent when somebody
   * subscribes, anew for each subscriber; cancelling the subscription ends the stream at the
   * server. Signals come one at a time on threads of the transport where blocking is allowed. The
   * timeout between two answers runs while the subscriber has asked for more.
   *
   * <p>A publisher cannot give null: an answer that is null ends it with {@link
   * MalformedReplyException}, unless it is asked for as {@code TypeRef<Optional<…>>}.
   */
  public Flow.Publisher<Object> multicallAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.multicallAsync(context, method, args, Object.class);
  }

  /** As {@link #multicallAsync(Context, String, Map)}, each answer converted to {@code type}. */
  public <T> Flow.Publisher<T> multicallAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Class<T> type) {
    return sending.multicallAsync(context, method, args, type);
  }

  /** As {@link #multicallAsync(Context, String, Map)}, each converted to a type with parameters. */
  public <T> Flow.Publisher<T> multicallAsync(
      Context context,
      String method,
      Map<String, ? extends @Nullable Object> args,
      TypeRef<T> type) {
    return sending.multicallAsync(context, method, args, type.type());
  }

  /**
   * Sends {@code method} to one server, or to every one if the target is a fanout, and expects no
   * answer. Returns when the broker has taken it over: that it runs, or runs well, is not known.
   * Blocks at most the client's timeout.
   *
   * @throws DeliveryException if the broker did not take it over in time
   * @throws UndeliverableException if the client is {@link Builder#mandatory} and nobody listens
   * @throws VersionCapException if the version cap does not allow the target's version
   * @throws IllegalArgumentException if an argument cannot be written, naming its path
   * @throws ClosedException if the transport is closed meanwhile
   */
  public void cast(Context context, String method, Map<String, ? extends @Nullable Object> args) {
    sending.cast(settings.target(), context, method, args);
  }

  /** As {@link #cast} without waiting; pipelined: any number may be under way. */
  public CompletableFuture<@Nullable Void> castAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.castAsync(settings.target(), context, method, args);
  }

  /** As {@link #cast}, to every server that listens on the target's topic. */
  public void fanout(Context context, String method, Map<String, ? extends @Nullable Object> args) {
    sending.cast(settings.target().withFanout(true), context, method, args);
  }

  /** As {@link #castAsync}, to every server that listens on the target's topic. */
  public CompletableFuture<@Nullable Void> fanoutAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return sending.castAsync(settings.target().withFanout(true), context, method, args);
  }

  /** The settings of a client. Not thread-safe. */
  public static final class Builder {
    private final Transport transport;
    private Target target;
    private @Nullable Duration timeout;
    private @Nullable Duration overallTimeout;
    private @Nullable Duration monitor;
    private @Nullable Version versionCap;
    private @Nullable Integer retry;
    private @Nullable Boolean mandatory;
    private Serializer serializer = Serializer.NONE;

    private Builder(Transport transport, Target target) {
      this.transport = requireNonNull(transport, "transport");
      this.target = requireNonNull(target, "target");
    }

    private Builder(ClientSettings from) {
      this(from.transport(), from.target());
      timeout = from.timeout();
      overallTimeout = from.overallTimeout();
      monitor = from.monitor();
      versionCap = from.versionCap();
      retry = from.retry();
      mandatory = from.mandatory();
      serializer = from.serializer();
    }

    /** What to send to. */
    public Builder target(Target target) {
      this.target = requireNonNull(target, "target");
      return this;
    }

    /** One server of the topic; null for any. */
    public Builder server(@Nullable String server) {
      return target(target.withServer(server));
    }

    /** The interface that is meant; null for the one without a name. */
    public Builder namespace(@Nullable String namespace) {
      return target(target.withNamespace(namespace));
    }

    /** The lowest version of it that is needed; null sends none. */
    public Builder version(@Nullable String version) {
      return target(target.withVersion(version));
    }

    /**
     * How long a call waits for its answer, a multicall for each of them, and a cast for the
     * broker, connecting included; zero or more. Default: the transport's {@link
     * Transport#responseTimeout}.
     */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * How long a multicall may take from its request to its end, more than zero. The {@link
     * #timeout} is for each of its answers. Default: without limit.
     */
    public Builder overallTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            "overallTimeout: " + timeout + " (expected: more than zero)");
      }
      this.overallTimeout = timeout;
      return this;
    }

    /**
     * Watches calls: the server sends a sign of life every half of {@code interval} while the
     * method runs, and the call fails when none came for {@code interval}. The timeout stays the
     * upper limit. Whole seconds, 2 or more (a server ignores less). Default: off.
     */
    public Builder monitor(Duration interval) {
      if (interval.getSeconds() < 2 || interval.getNano() != 0) {
        throw new IllegalArgumentException(
            "monitor: " + interval + " (expected: whole seconds, 2 or more)");
      }
      this.monitor = interval;
      return this;
    }

    /**
     * The highest version to send, for peers that are not upgraded yet: a message for a version
     * that {@code version} does not cover is not sent. Default: none; null for none.
     */
    public Builder versionCap(@Nullable String version) {
      this.versionCap = version == null ? null : Version.parse(version);
      return this;
    }

    /**
     * How often publishing is tried again when it fails, also when the broker may have the message
     * already (the server knows repetitions by their unique id); -1 for until the timeout. Default:
     * until the timeout, but only while the message certainly did not reach the broker.
     */
    public Builder retry(int retries) {
      if (retries < -1) {
        throw new IllegalArgumentException("retry: " + retries + " (expected: -1 or more)");
      }
      this.retry = retries;
      return this;
    }

    /**
     * Whether a message without a queue is an error. Default: for calls, not for casts. Ignored for
     * fanout. False restores Python's way, where such a call times out.
     */
    public Builder mandatory(boolean mandatory) {
      this.mandatory = mandatory;
      return this;
    }

    /** Converts arguments, answers and contexts. Default: nothing. */
    public Builder serializer(Serializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /** The client. Does not block. */
    public RpcClient build() {
      return new RpcClient(
          new ClientSettings(
              transport,
              target,
              timeout,
              overallTimeout,
              monitor,
              versionCap,
              retry,
              mandatory,
              serializer));
    }
  }
}
