package dev.svar.rpc;

import static java.util.Objects.requireNonNull;

import dev.svar.ClosedException;
import dev.svar.ConnectionException;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.internal.endpoint.Endpoint;
import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.Scope;
import dev.svar.internal.engine.Serving;
import dev.svar.internal.engine.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the methods of endpoints for the requests of one topic: those for any server, for this one
 * by name, and for all. Thread-safe.
 *
 * <p>A request is acknowledged when it gets a worker, immediately before its method starts: it runs
 * at most once. Not more than the concurrency run at a time, and about as many wait here; all
 * others wait at the broker. What a method throws reaches its caller.
 */
public final class RpcServer implements AutoCloseable {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  private final Subscriber requests;

  private RpcServer(Subscriber requests) {
    this.requests = requests;
  }

  /**
   * Starts a server for the topic and server name of {@code target}.
   *
   * @throws IllegalArgumentException if the target has no server name
   */
  public static Builder builder(Transport transport, Target target) {
    return new Builder(transport, target);
  }

  /** Starts within 60 s, as {@link #start(Duration)}. */
  public void start() {
    start(DEFAULT_LIMIT);
  }

  /**
   * Subscribes, and takes requests from then on. Keeps trying while the broker cannot be reached.
   * Blocks. Running already, it returns at once; after {@link #stop} it starts again.
   *
   * @throws ConnectionException if the broker could not be reached in time, or refused
   * @throws ClosedException if the server or its transport is closed
   */
  public void start(Duration timeout) {
    requests.start(timeout);
  }

  /**
   * Takes no more requests, and waits until those that were taken have run and their replies are
   * sent, at most {@code limit}: what has not started by then goes back to the broker, and what
   * runs is interrupted. Blocks. Not running, it returns at once.
   *
   * @return whether everything had run by then
   */
  public boolean stop(Duration limit) {
    return requests.stop(limit);
  }

  /** Stops with a limit of 60 s, for good. Again does nothing. */
  @Override
  public void close() {
    requests.close(DEFAULT_LIMIT);
  }

  /** The settings of a server. Not thread-safe. */
  public static final class Builder {
    private final Engine engine;
    private final Target target;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private AccessPolicy policy = AccessPolicy.NO_UNDERSCORE;
    private Serializer serializer = Serializer.NONE;
    private @Nullable Integer concurrency;
    private @Nullable Boolean ping;
    private @Nullable Boolean virtualThreads;
    private @Nullable Executor executor;
    private boolean acknowledgeAfter;

    private Builder(Transport transport, Target target) {
      this.engine = (Engine) requireNonNull(transport, "transport");
      this.target = requireNonNull(target, "target");
      if (target.server() == null) {
        throw new IllegalArgumentException(
            "target: "
                + target
                + " (expected: topic and server, such as Target.of(\"compute\", \"host1\"))");
      }
    }

    /**
     * Exposes the public methods of {@code endpoint}, as its {@link RpcEndpoint} says. Endpoints
     * are asked in the order they were added.
     *
     * @throws IllegalArgumentException if a parameter has no name, or two methods have the same
     */
    public Builder endpoint(Object endpoint) {
      endpoints.add(Endpoint.of(requireNonNull(endpoint, "endpoint")));
      return this;
    }

    /** As {@link #endpoint(Object)} for the given interface, whatever the class says. */
    public Builder endpoint(Object endpoint, @Nullable String namespace, String version) {
      endpoints.add(
          Endpoint.of(requireNonNull(endpoint, "endpoint"), namespace, requireNonNull(version)));
      return this;
    }

    /** Which methods a message may name. Default {@link AccessPolicy#NO_UNDERSCORE}. */
    public Builder access(AccessPolicy policy) {
      this.policy = requireNonNull(policy, "policy");
      return this;
    }

    /** Converts arguments, answers and contexts. Default: nothing. */
    public Builder serializer(Serializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * How many methods run at a time ({@code executor_thread_pool_size}); default 64. Requests
     * beyond wait at the broker.
     */
    public Builder concurrency(int methods) {
      if (methods < 1) {
        throw new IllegalArgumentException("concurrency: " + methods + " (expected: 1 or more)");
      }
      this.concurrency = methods;
      return this;
    }

    /**
     * Whether {@code oslo_rpc_server_ping} is answered with "pong" ({@code rpc_ping_enabled});
     * default false. A method of that name in an endpoint wins.
     */
    public Builder ping(boolean ping) {
      this.ping = ping;
      return this;
    }

    /**
     * Whether methods run on virtual threads. Default: on Java 24 and later.
     *
     * @throws IllegalArgumentException if true on a Java without them (before 21)
     */
    public Builder virtualThreads(boolean virtual) {
      Engine.checkVirtual(virtual);
      this.virtualThreads = virtual;
      return this;
    }

    /** Runs methods on {@code executor} instead of those of the transport. Lent: not shut down. */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Acknowledges a request after its method ran instead of before: a request whose server dies is
     * delivered again, so that a method may run twice. Default false.
     */
    public Builder acknowledgeAfter(boolean after) {
      this.acknowledgeAfter = after;
      return this;
    }

    /**
     * The server, not started yet. Does not block.
     *
     * @throws IllegalArgumentException if the access policy leaves two methods of one name in an
     *     endpoint
     */
    public RpcServer build() {
      boolean answersPing = ping != null ? ping : engine.pingEnabled();
      Dispatcher dispatcher = new Dispatcher(endpoints, policy, serializer, answersPing);
      return new RpcServer(
          engine.serve(
              new Serving(
                  target,
                  new Scope.Whole(),
                  false,
                  concurrency != null ? concurrency : engine.defaultConcurrency(),
                  virtualThreads,
                  executor,
                  acknowledgeAfter),
              dispatcher));
    }
  }
}
