package dev.svar.driver;

/** How messages are written for the peers that share a driver's broker. */
public enum Dialect {
  /** oslo.messaging's RabbitMQ and in-memory drivers: {@code _context_} keys, envelope 2.0. */
  OSLO,
  /** oslo.messaging's Kafka driver: one {@code _context} key, no {@code _unique_id}. */
  OSLO_KAFKA
}
