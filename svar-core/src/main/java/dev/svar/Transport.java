package dev.svar;

import static java.util.Objects.requireNonNull;

import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.EngineConfig;
import dev.svar.internal.engine.RemoteTypes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one message bus: what clients and servers of this process share. Opened by an
 * application, and closed by it. Thread-safe.
 *
 * <pre>{@code
 * try (Transport transport = Transport.open("rabbit://guest:guest@localhost:5672/")) {
 *   RpcClient client = RpcClient.builder(transport, Target.of("compute")).build();
 *   Object answer = client.call(Context.EMPTY, "echo", Map.of("text", "hello"));
 * }
 * }</pre>
 */
public sealed interface Transport extends AutoCloseable permits Engine {

  /**
   * Opens the transport that {@code url} names, all else by default. Does not connect, and does not
   * block.
   *
   * @param url {@code scheme://user:password@host:port,…/virtual_host?option=value}
   * @throws ConfigurationException if the URL is wrong, or no driver serves its scheme
   */
  static Transport open(String url) {
    return builder().url(url).open();
  }

  /** Starts a transport with everything by default. */
  static Builder builder() {
    return new Builder();
  }

  /** The URL it was opened with. */
  TransportUrl url();

  /** The exchange of targets that name none: {@code openstack} unless configured. */
  String exchange();

  /** How long a call waits unless its client says otherwise: 60 s unless configured. */
  Duration responseTimeout();

  /**
   * Connects now instead of at the first use, trying each host once. Blocks. Connected, it returns
   * at once.
   *
   * @param timeout more than zero
   * @throws ConnectionException if no host lets us in within that time, saying for each why
   * @throws ClosedException if the transport is closed
   */
  void connect(Duration timeout);

  /** What was counted since it was opened. */
  Counts counts();

  /**
   * Closes within 60 s, as {@link #close(Duration)}. Again does nothing.
   *
   * @throws MessagingException never; declared by none
   */
  @Override
  void close();

  /**
   * Ends servers that still run, fails the calls that wait with {@link ClosedException}, deletes
   * what was private to this transport at the broker, and closes its connections. Blocks until that
   * is done, at most {@code timeout}: what then still goes on ends in the background. Again does
   * nothing.
   */
  void close(Duration timeout);

  /**
   * How a transport is opened. What code gives wins over the URL's query, which wins over files.
   * Not thread-safe.
   */
  final class Builder {
    private @Nullable String url;
    private boolean notifications;
    private final List<Path> files = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final RemoteTypes remoteTypes = new RemoteTypes();
    private @Nullable String exchange;
    private @Nullable Duration responseTimeout;
    private @Nullable Observer observer;
    private @Nullable Clock clock;
    private @Nullable ScheduledExecutorService scheduler;
    private int maxMessageBytes = 64 << 20;
    private int maxDepth = 1_000;
    private int maxNumberDigits = 10_000;
    private int rememberedIds = 10_000;

    private Builder() {}

    /** Where the bus is. Default: {@code transport_url} of the configuration files. */
    public Builder url(String url) {
      this.url = requireNonNull(url, "url");
      return this;
    }

    /**
     * For notifications: where no URL is given, {@code transport_url} of the group {@code
     * oslo_messaging_notifications} of the configuration files counts, and that of {@code DEFAULT}
     * only without it. Default: false.
     */
    public Builder forNotifications(boolean notifications) {
      this.notifications = notifications;
      return this;
    }

    /**
     * Reads a file in the format of {@code oslo.conf}: {@code [DEFAULT] transport_url,
     * control_exchange, rpc_response_timeout}, and the driver's group such as {@code
     * [oslo_messaging_rabbit]}. Several files: the later wins.
     */
    public Builder configFile(Path file) {
      files.add(requireNonNull(file, "file"));
      return this;
    }

    /**
     * Sets an option of the driver by its name in a configuration file.
     *
     * @param value of the option's type, or text that is read as such
     */
    public Builder option(String name, Object value) {
      options.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /** The exchange of targets that name none ({@code control_exchange}); default openstack. */
    public Builder exchange(String exchange) {
      this.exchange = requireNonNull(exchange, "exchange");
      return this;
    }

    /** How long a call waits by default ({@code rpc_response_timeout}); default 60 s. */
    public Builder responseTimeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException(
            "responseTimeout: " + timeout + " (expected: zero or more)");
      }
      this.responseTimeout = timeout;
      return this;
    }

    /**
     * Lets exceptions of type {@code type} cross the bus as {@code module.name}. One thrown by an
     * endpoint is sent under that name; a remote failure of that name is rebuilt by {@code rebuild}
     * on the thread that waits for the call. Only registered pairs are ever rebuilt.
     *
     * @param rebuild gets what is known of the failure; what it throws itself reaches the caller as
     *     the cause of a {@link RemoteException}
     */
    public <X extends RuntimeException> Builder remoteType(
        String module, String name, Class<X> type, Function<RemoteException, X> rebuild) {
      remoteTypes.register(module, name, type, rebuild);
      return this;
    }

    /** Hears of everything that is counted. Default: nobody. */
    public Builder observer(Observer observer) {
      this.observer = requireNonNull(observer, "observer");
      return this;
    }

    /**
     * The time that deadlines are measured by, together with {@link #scheduler}: for tests that
     * move time. Default: the system's.
     */
    public Builder clock(Clock clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Runs what is due later; nothing that blocks is given to it. Lent: not shut down. Default: one
     * daemon thread of the transport.
     */
    public Builder scheduler(ScheduledExecutorService scheduler) {
      this.scheduler = requireNonNull(scheduler, "scheduler");
      return this;
    }

    /**
     * The longest body that is sent or read, in bytes, also after decompression; default 64 MiB.
     */
    public Builder maxMessageBytes(int bytes) {
      this.maxMessageBytes = atLeast(1, bytes, "maxMessageBytes");
      return this;
    }

    /** The deepest nesting that is sent or read; default 1,000, which is what Python reads. */
    public Builder maxDepth(int depth) {
      this.maxDepth = atLeast(1, depth, "maxDepth");
      return this;
    }

    /** The longest number that is read, in characters; default 10,000. */
    public Builder maxNumberDigits(int digits) {
      this.maxNumberDigits = atLeast(1, digits, "maxNumberDigits");
      return this;
    }

    /** How many unique ids are kept to tell a repeated request; default 10,000. */
    public Builder rememberedIds(int ids) {
      this.rememberedIds = atLeast(1, ids, "rememberedIds");
      return this;
    }

    /**
     * Opens it. Does not connect, and does not block but for reading the files.
     *
     * @throws ConfigurationException if the URL, an option or a file is wrong, or no driver serves
     *     the URL's scheme
     */
    public Transport open() {
      if ((clock == null) != (scheduler == null)) {
        throw new ConfigurationException(
            "clock and scheduler belong together: give both, or neither", null);
      }
      return Engine.open(
          new EngineConfig(
              url,
              notifications,
              files,
              options,
              exchange,
              responseTimeout,
              remoteTypes.copy(),
              observer,
              clock,
              scheduler,
              new EngineConfig.Bounds(maxMessageBytes, maxDepth, maxNumberDigits, rememberedIds)));
    }

    private static int atLeast(int least, int value, String name) {
      if (value < least) {
        throw new IllegalArgumentException(
            name + ": " + value + " (expected: " + least + " or more)");
      }
      return value;
    }
  }
}
