package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One hand-over of a message to a handler. Thread-safe through its {@link Flow}. */
final class KafkaDelivery implements Delivery {
  private static final Logger log = LoggerFactory.getLogger(KafkaDriver.class);

  enum State {
    OUT,
    /** It is being published elsewhere, and is settled after that. */
    CLAIMED,
    SETTLED
  }

  final Held held;

  /** Guarded by the lock of the flow. */
  State state = State.OUT;

  private final Flow flow;
  private final Message message;
  private final boolean again;

  KafkaDelivery(Flow flow, Held held, Message message) {
    this.flow = flow;
    this.held = held;
    this.message = message;
    this.again = held.again;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public Address address() {
    return held.address;
  }

  /** {@inheritDoc} Kafka does not tell; true means that this subscription handed it over before. */
  @Override
  public boolean redelivered() {
    return again;
  }

  @Override
  public boolean accept() {
    return flow.settle(this, State.OUT);
  }

  @Override
  public boolean requeue() {
    return flow.requeue(this);
  }

  /** {@inheritDoc} Kafka has no dead letters of its own: the message is passed over. */
  @Override
  public boolean reject(String reason) {
    boolean rejected = flow.settle(this, State.OUT);
    if (rejected) {
      log.debug("Dropped {} of {}: {}", message, held.address, reason);
    }
    return rejected;
  }

  /** Keeps others from settling it. Returns whether nobody had. */
  boolean claim() {
    return flow.claim(this, State.OUT, State.CLAIMED);
  }

  void unclaim() {
    flow.claim(this, State.CLAIMED, State.OUT);
  }

  void acceptClaimed() {
    flow.settle(this, State.CLAIMED);
  }

  @Override
  public String toString() {
    return message + " from " + held.address;
  }
}
