package dev.svar.driver;

/** What a driver may or may not be able to do. A missing one is a gap with a name. */
public enum Capability {
  /** {@link Address.Topic}: one of several servers gets each message, in turn. */
  TOPIC,
  /**
   * The same topic in two exchanges is two topics. Missing where queues are named after the topic
   * alone, as oslo.messaging's on RabbitMQ: there servers of one topic share its requests whatever
   * their exchange.
   */
  SCOPED_TOPICS,
  /** {@link Address.Server}. */
  SERVER,
  /** {@link Address.Fanout}. */
  FANOUT,
  /** {@link Address.Inbox}, without which there is no call. */
  INBOX,
  /** {@link Address.Events}. */
  EVENTS,
  /** {@link Address.Tail}. */
  TAIL,
  /** Pools in {@link Address.Topic} and {@link Address.Events}. */
  POOLS,
  /** A confirmed publication means that the broker has the message. */
  CONFIRM,
  /** {@link PublishOptions#mandatory}: a message without a queue comes back. */
  MANDATORY,
  /** {@link PublishOptions#expiration}. */
  EXPIRATION,
  /** {@link Delivery#requeue} of a single message. */
  REQUEUE,
  /** {@link Driver#inspect}. */
  INSPECT,
  /** {@link Driver#retryLater}. */
  RETRY_LATER,
  /** {@link Driver#deadLetter}. */
  DEAD_LETTER,
  /**
   * Messages wait at the broker while nobody consumes, as long as the broker keeps them: whether
   * that outlives its restart is a matter of its configuration.
   */
  STORE
}
