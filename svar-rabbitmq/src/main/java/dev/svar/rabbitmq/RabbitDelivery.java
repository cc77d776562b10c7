package dev.svar.rabbitmq;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Message;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message from one channel, to be settled on that channel or not at all. */
final class RabbitDelivery implements Delivery {

  /** How it was settled. */
  enum Settlement {
    ACCEPT,
    REQUEUE,
    REJECT
  }

  final ConsumerChannel channel;
  final long tag;
  final String queue;
  final String routingKey;
  private final Address address;
  private final Message message;
  private final boolean redelivered;
  private final AtomicBoolean settled = new AtomicBoolean();

  RabbitDelivery(
      ConsumerChannel channel,
      long tag,
      String queue,
      String routingKey,
      Address address,
      Message message,
      boolean redelivered) {
    this.channel = channel;
    this.tag = tag;
    this.queue = queue;
    this.routingKey = routingKey;
    this.address = address;
    this.message = message;
    this.redelivered = redelivered;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public boolean redelivered() {
    return redelivered;
  }

  @Override
  public boolean accept() {
    return settle(Settlement.ACCEPT);
  }

  @Override
  public boolean requeue() {
    return settle(Settlement.REQUEUE);
  }

  @Override
  public boolean reject(String reason) {
    return settle(Settlement.REJECT);
  }

  /** Takes the decision away from everybody else; false if it is taken, or comes too late. */
  boolean claim() {
    return !channel.closed() && !settled.getAndSet(true);
  }

  /** Gives the decision back. */
  void unclaim() {
    settled.set(false);
  }

  /** Accepts what was claimed. */
  void acceptClaimed() {
    channel.settled(this, Settlement.ACCEPT);
  }

  private boolean settle(Settlement how) {
    return !settled.getAndSet(true) && channel.settled(this, how);
  }

  @Override
  public String toString() {
    return message + " at " + address;
  }
}
