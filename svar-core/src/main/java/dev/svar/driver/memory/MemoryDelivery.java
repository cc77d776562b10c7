package dev.svar.driver.memory;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Message;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message on its way to a handler, then in its hands.
 *
 * <p>Thread-safe. Whoever changes {@link #state} to {@code SETTLED} decides what becomes of the
 * message, and takes the {@link Gate} afterwards to carry it out.
 */
final class MemoryDelivery implements Delivery, Runnable {
  private static final Logger log = LoggerFactory.getLogger(MemoryDriver.class);

  private enum State {
    /** The courier will bring it. */
    UNSEEN,
    /** The handler has it, or had it. */
    SEEN,
    SETTLED
  }

  private final Tap tap;
  private final Stored stored;
  private final boolean redelivered;
  private final AtomicReference<State> state = new AtomicReference<>(State.UNSEEN);

  /** Made by the holder of the gate. */
  MemoryDelivery(Tap tap, Stored stored) {
    this.tap = tap;
    this.stored = stored;
    redelivered = stored.redelivered;
  }

  Tap tap() {
    return tap;
  }

  /** Whether {@code member} brought it. */
  boolean isFrom(Member member) {
    return tap.subscription().member().equals(member);
  }

  Stored stored() {
    return stored;
  }

  @Override
  public Message message() {
    return stored.message;
  }

  @Override
  public Address address() {
    return tap.address();
  }

  @Override
  public boolean redelivered() {
    return redelivered;
  }

  /** Runs the handler, unless the message went back before its turn came. */
  @Override
  public void run() {
    if (!state.compareAndSet(State.UNSEEN, State.SEEN)) {
      return;
    }
    try {
      tap.subscription().handler().accept(this);
    } catch (Throwable t) {
      giveUp(t);
    }
  }

  @Override
  public boolean accept() {
    return settle();
  }

  @Override
  public boolean reject(String reason) {
    boolean rejected = settle();
    if (rejected) {
      log.debug("Dropped {} of {}: {}", stored.message, tap.address(), reason);
    }
    return rejected;
  }

  @Override
  public boolean requeue() {
    if (!take()) {
      return false;
    }
    Gate gate = tap.subscription().member().gate();
    gate.lock();
    try {
      stored.redelivered = true;
      tap.subscription().requeue(this);
    } finally {
      gate.unlock();
    }
    return true;
  }

  /** Whether the caller is the one who settles it, and must release it from its subscription. */
  boolean take() {
    return state.compareAndSet(State.SEEN, State.SETTLED);
  }

  /** Takes it back by the holder of the gate, if no handler has seen it. */
  boolean revokeUnseen() {
    return state.compareAndSet(State.UNSEEN, State.SETTLED);
  }

  /** Takes it back by the holder of the gate, if nobody has settled it. */
  boolean revoke() {
    State before = state.getAndSet(State.SETTLED);
    stored.redelivered |= before == State.SEEN;
    return before != State.SETTLED;
  }

  private boolean settle() {
    if (!take()) {
      return false;
    }
    Gate gate = tap.subscription().member().gate();
    gate.lock();
    try {
      tap.subscription().release(this);
    } finally {
      gate.unlock();
    }
    return true;
  }

  /** Once more, since the cause may pass; not for ever, since nothing would slow that down. */
  private void giveUp(Throwable cause) {
    boolean again = !redelivered && requeue();
    boolean dropped = !again && settle();
    String fate =
        again ? "it is delivered once more" : dropped ? "it is dropped" : "it was settled";
    log.error("The handler of {} failed on a message; {}", tap.address(), fate, cause);
  }

  @Override
  public String toString() {
    return stored.message + " at " + tap.address();
  }
}
