package dev.svar.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages pass to which everything that they need is declared, and holds back the others, in
 * their order, until the admin thread has declared it. Belongs to the writer thread, but for the
 * part that says otherwise.
 */
final class Gates {
  private final DriverEvents events;
  private final Fallbacks fallbacks;
  private final Consumer<Runnable> post;
  private final Consumer<Publication> through;
  private final BiConsumer<Publication, DriverException> fail;
  private final Map<Topology.Declaration, Gate> gates = new HashMap<>();
  private @Nullable RabbitConnection connection;
  private @Nullable Link link;

  /** Owned by the admin thread. */
  private @Nullable Declarer declarer;

  private static final class Gate {
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private boolean open;
    private boolean asked;
  }

  Gates(
      DriverEvents events,
      Fallbacks fallbacks,
      Consumer<Runnable> post,
      Consumer<Publication> through,
      BiConsumer<Publication, DriverException> fail) {
    this.events = events;
    this.fallbacks = fallbacks;
    this.post = post;
    this.through = through;
    this.fail = fail;
  }

  void over(RabbitConnection made) {
    this.connection = made;
  }

  void pass(Publication publication) {
    Topology.Declaration declaration = publication.route.declaration();
    if (declaration == null) {
      through.accept(publication);
      return;
    }
    Gate gate = gates.computeIfAbsent(declaration, d -> new Gate());
    if (gate.open) {
      through.accept(publication);
    } else {
      gate.waiting.add(publication);
      ask(declaration, gate);
    }
  }

  private void ask(Topology.Declaration declaration, Gate gate) {
    Link up = link;
    RabbitConnection over = connection;
    if (gate.asked || up == null || over == null) {
      return;
    }
    gate.asked = true;
    over.run(() -> declare(up, declaration, gate));
  }

  /** Admin thread. */
  private void declare(Link up, Topology.Declaration declaration, Gate gate) {
    Declarer by = declarer;
    if (by == null || !by.over(up)) {
      return;
    }
    try {
      by.declare(declaration);
      post.accept(() -> opened(up, gate));
    } catch (DriverException e) {
      post.accept(() -> refused(up, gate, e));
    } catch (IOException | ShutdownSignalException e) {
      // The link is lost: all gates are closed, and asked for again when the next one is up.
      up.kill();
    }
  }

  private void opened(Link up, Gate gate) {
    if (link == up && gate.asked) {
      gate.asked = false;
      gate.open = true;
      for (Publication next; (next = gate.waiting.poll()) != null; ) {
        through.accept(next);
      }
    }
  }

  private void refused(Link up, Gate gate, DriverException cause) {
    if (link == up) {
      gate.asked = false;
      failAll(gate, cause);
    }
  }

  private void failAll(Gate gate, DriverException cause) {
    for (Publication next; (next = gate.waiting.poll()) != null; ) {
      fail.accept(next, cause);
    }
  }

  void failAll(DriverException cause) {
    gates.values().forEach(gate -> failAll(gate, cause));
  }

  /** An exchange is missing: whatever needs it is declared again before the next message. */
  void closeMentioned(String text) {
    gates.forEach(
        (declaration, gate) -> {
          Topology.Exchange exchange = declaration.exchange();
          if (exchange != null && text.contains("'" + exchange.name() + "'")) {
            gate.open = false;
          }
        });
  }

  /** The link is lost. */
  void closeAll() {
    link = null;
    gates.values().removeIf(gate -> gate.waiting.isEmpty());
    for (Gate gate : gates.values()) {
      gate.open = false;
      gate.asked = false;
    }
  }

  /** Admin thread: there is a new link. */
  void up(Link made) {
    declarer = new Declarer(made, fallbacks);
  }

  /** Admin thread. */
  Declarer declarer(Link up) {
    Declarer known = declarer;
    if (known == null || !known.over(up)) {
      throw RabbitConnection.notConnected();
    }
    return known;
  }

  /** There is a new link, and messages may wait for it. */
  void askAgain(Link made) {
    link = made;
    gates.forEach(
        (declaration, gate) -> {
          if (!gate.waiting.isEmpty()) {
            ask(declaration, gate);
          }
        });
  }

  /** Has the admin thread look for what was declared. */
  void check(@Nullable Link up) {
    RabbitConnection over = connection;
    if (up == null || over == null || up.blocked.get()) {
      return;
    }
    List<Topology.Declaration> open = new ArrayList<>();
    gates.forEach(
        (declaration, gate) -> {
          if (gate.open) {
            open.add(declaration);
          }
        });
    over.run(() -> repair(up, open));
  }

  /** Admin thread. */
  private void repair(Link up, List<Topology.Declaration> declared) {
    Declarer by = declarer;
    if (by == null || !by.over(up) || up.blocked.get()) {
      return;
    }
    try {
      for (Topology.Declaration declaration : declared) {
        Topology.Exchange exchange = declaration.exchange();
        // One that deletes itself is gone whenever nobody listens, and declared when missed.
        if (exchange == null || !exchange.autoDelete()) {
          Repairs.check(by, declaration, events);
        }
      }
    } catch (DriverException e) {
      fallbacks.tell("What publications need could not be restored: " + e.getMessage());
    } catch (IOException | ShutdownSignalException e) {
      up.kill();
    }
  }
}
