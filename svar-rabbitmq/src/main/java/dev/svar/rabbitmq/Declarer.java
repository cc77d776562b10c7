package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Declares exchanges, queues and bindings, and looks for them, over a channel of its own, so that a
 * refusal closes no channel that messages go through. Used by one thread at a time; blocks.
 *
 * <p>Each method throws {@link IOException} if the link is lost, and {@link DriverException} if the
 * broker says no.
 */
final class Declarer {
  private static final int ATTEMPTS = 3;

  private final Link link;
  private final Fallbacks fallbacks;
  private @Nullable Channel channel;

  Declarer(Link link, Fallbacks fallbacks) {
    this.link = link;
    this.fallbacks = fallbacks;
  }

  boolean over(Link other) {
    return link == other;
  }

  /** A question to the broker. */
  private interface Question<T> {
    T ask(Channel channel) throws IOException;
  }

  /** The broker closed the channel instead of answering. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Closure closure;

    Refusal(Closure closure, Throwable cause) {
      super(closure.toString(), cause);
      this.closure = closure;
    }
  }

  /** Declares everything in {@code declaration}; gives back the queue as it was declared. */
  Topology.@Nullable Queue declare(Topology.Declaration declaration) throws IOException {
    Topology.Queue atOnce = declareAtOnce(declaration);
    if (atOnce != null) {
      return atOnce;
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Topology.Queue queue = declare(declaration.exchange(), declaration.queue());
      if (bound(declaration, queue)) {
        return queue;
      }
      // Somebody deleted the one while the other was declared.
    }
    throw new DriverException(
        Outcome.NOT_SENT,
        declaration.exchange() + " or " + declaration.queue() + " vanishes while it is declared",
        null);
  }

  /**
   * Declares a queue, its exchange and its binding within one round trip: only the last answer is
   * awaited.
   *
   * @return null if there are not all three, or if the broker refuses one: asked one by one, it
   *     says which, and another may do
   */
  private Topology.@Nullable Queue declareAtOnce(Topology.Declaration declaration)
      throws IOException {
    Topology.Exchange exchange = declaration.exchange();
    Topology.Queue wanted = declaration.queue();
    String key = declaration.key();
    if (exchange == null
        || wanted == null
        || key == null
        || !fallbacks.of(exchange).equals(exchange)) {
      return null;
    }
    Topology.Queue queue = fallbacks.of(wanted);
    try {
      ask(
          c -> {
            c.exchangeDeclareNoWait(
                exchange.name(),
                exchange.type(),
                exchange.durable(),
                exchange.autoDelete(),
                false,
                Map.of());
            c.queueDeclareNoWait(
                queue.name(),
                queue.durable(),
                queue.kind() == Topology.Kind.EXCLUSIVE,
                queue.autoDelete(),
                queue.arguments());
            return c.queueBind(queue.name(), exchange.name(), key);
          });
      return queue;
    } catch (Refusal e) {
      return null;
    } catch (IOException | ShutdownSignalException e) {
      fallbacks.lostWith(queue, Closure.of(e));
      throw e;
    }
  }

  private Topology.@Nullable Queue declare(
      Topology.@Nullable Exchange exchange, Topology.@Nullable Queue queue) throws IOException {
    boolean durable = true;
    if (exchange != null) {
      durable = exchange.durable() == declare(exchange).durable();
    }
    return queue == null ? null : declare(queue, durable);
  }

  private boolean bound(Topology.Declaration declaration, Topology.@Nullable Queue queue)
      throws IOException {
    Topology.Exchange exchange = declaration.exchange();
    String key = declaration.key();
    return exchange == null || queue == null || key == null || bind(exchange, queue, key);
  }

  Topology.Exchange declare(Topology.Exchange wanted) throws IOException {
    Topology.Exchange exchange = fallbacks.of(wanted);
    try {
      return create(exchange);
    } catch (Refusal e) {
      if (exchange.durable() && durableDiffers(e.closure)) {
        Topology.Exchange other = exchange.transientOne();
        try {
          create(other);
          fallbacks.notDurable(wanted, e.closure);
          return other;
        } catch (Refusal again) {
          throw refused(other, again);
        }
      } else if (e.closure.code() == Closure.NOT_FOUND) {
        try {
          return create(exchange);
        } catch (Refusal again) {
          throw refused(exchange, again);
        }
      }
      throw refused(exchange, e);
    }
  }

  private Topology.Exchange create(Topology.Exchange exchange) throws IOException, Refusal {
    ask(
        c ->
            c.exchangeDeclare(
                exchange.name(),
                exchange.type(),
                exchange.durable(),
                exchange.autoDelete(),
                Map.of()));
    return exchange;
  }

  /**
   * Declares a queue.
   *
   * @param asWanted false if its exchange had to be declared non-durable: then the queue, too, as
   *     oslo.messaging does
   */
  private Topology.Queue declare(Topology.Queue wanted, boolean asWanted) throws IOException {
    Topology.Queue queue = fallbacks.of(wanted);
    if (!asWanted && queue.durable() && queue.kind() == Topology.Kind.SHARED && !queue.quorum()) {
      queue = queue.with(false, queue.arguments());
    }
    try {
      return create(queue);
    } catch (Refusal e) {
      Topology.Queue other = alternative(queue, e.closure);
      if (other == null) {
        throw refused(queue, e);
      }
      try {
        Topology.Queue made = create(other);
        fallbacks.took(queue, made, e.closure);
        return made;
      } catch (Refusal again) {
        throw refused(other, again);
      }
    }
  }

  /** What to try after a refusal; null for nothing. */
  private static Topology.@Nullable Queue alternative(Topology.Queue queue, Closure closure) {
    if (closure.code() == Closure.NOT_FOUND) {
      return queue;
    } else if (Fallbacks.transientRefused(queue, closure)) {
      return Fallbacks.durable(queue);
    } else if (durableDiffers(closure) && !queue.quorum()) {
      return queue.with(!queue.durable(), queue.arguments());
    }
    return null;
  }

  private Topology.Queue create(Topology.Queue queue) throws IOException, Refusal {
    try {
      ask(
          c ->
              c.queueDeclare(
                  queue.name(),
                  queue.durable(),
                  queue.kind() == Topology.Kind.EXCLUSIVE,
                  queue.autoDelete(),
                  queue.arguments()));
      return queue;
    } catch (IOException | ShutdownSignalException e) {
      fallbacks.lostWith(queue, Closure.of(e));
      throw e;
    }
  }

  /** False if one of the two is missing. */
  boolean bind(Topology.Exchange exchange, Topology.Queue queue, String key) throws IOException {
    try {
      ask(c -> c.queueBind(queue.name(), exchange.name(), key));
      return true;
    } catch (Refusal e) {
      if (e.closure.code() == Closure.NOT_FOUND) {
        return false;
      }
      throw refused("binding of " + queue + " to " + exchange, e, "");
    }
  }

  /** Whether it is there. */
  boolean exists(Topology.Exchange exchange) throws IOException {
    try {
      ask(c -> c.exchangeDeclarePassive(exchange.name()));
      return true;
    } catch (Refusal e) {
      if (e.closure.code() == Closure.NOT_FOUND) {
        return false;
      }
      throw refused(exchange, e);
    }
  }

  /** What the broker knows about a queue; null if there is none. */
  AMQP.Queue.@Nullable DeclareOk find(String queue) throws IOException {
    try {
      return ask(c -> c.queueDeclarePassive(queue));
    } catch (Refusal e) {
      if (e.closure.code() == Closure.NOT_FOUND) {
        return null;
      }
      throw refused("queue " + queue, e, "");
    }
  }

  /** Deletes it, if it is there. */
  void delete(String queue) throws IOException {
    try {
      ask(c -> c.queueDelete(queue));
    } catch (Refusal e) {
      throw refused("deletion of queue " + queue, e, "");
    }
  }

  private <T> T ask(Question<T> question) throws IOException, Refusal {
    Channel open = channel;
    if (open == null || !open.isOpen()) {
      open = link.open();
      channel = open;
    }
    try {
      return question.ask(open);
    } catch (ChannelContinuationTimeoutException e) {
      channel = null;
      throw silent(e);
    } catch (IOException | ShutdownSignalException e) {
      channel = null;
      Closure closure = Closure.of(e);
      if (closure == null || closure.connection()) {
        throw e;
      }
      throw new Refusal(closure, e);
    } catch (IllegalArgumentException e) {
      // Not sent, such as a name of more than 255 bytes; the channel waits for an answer to it.
      channel = null;
      throw new DriverException(
          Outcome.REFUSED, "RabbitMQ cannot be asked for this: " + e.getMessage(), e);
    }
  }

  /**
   * A broker that does not answer is as good as lost, unless it reads nothing because it is short
   * of memory or disk: it may then still be reading when that is over.
   */
  private IOException silent(ChannelContinuationTimeoutException e) {
    if (link.blocked.get()) {
      throw new DriverException(
          Outcome.NOT_SENT,
          link.broker + " has blocked the connection and answers nothing: see its alarms",
          e);
    }
    link.kill();
    return new IOException(link.broker + " did not answer in time (svar_rpc_timeout)", e);
  }

  private static boolean durableDiffers(Closure closure) {
    return closure.code() == Closure.PRECONDITION_FAILED
        && closure.text().contains("inequivalent arg 'durable'");
  }

  private static DriverException refused(Object what, Refusal refusal) {
    String hint =
        switch (refusal.closure.code()) {
          case Closure.PRECONDITION_FAILED ->
              ". It exists with other attributes: make amqp_durable_queues, amqp_auto_delete,"
                  + " rabbit_quorum_queue and their like the same for every peer, or delete it";
          case Closure.ACCESS_REFUSED -> ". Give the user the permission to configure it";
          case Closure.RESOURCE_LOCKED -> ". Another connection has it for itself";
          default -> "";
        };
    return refused(what.toString(), refusal, hint);
  }

  private static DriverException refused(String what, Refusal refusal, String hint) {
    return new DriverException(
        Outcome.REFUSED, "RabbitMQ refused the " + what + ": " + refusal.closure + hint, refusal);
  }
}
