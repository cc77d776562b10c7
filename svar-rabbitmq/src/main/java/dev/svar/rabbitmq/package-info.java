/**
 * The driver for RabbitMQ and other brokers of AMQP 0-9-1. Its names, declarations and properties
 * are those of oslo.messaging's {@code impl_rabbit.py}.
 *
 * <p>A driver has two connections, one to publish and one to consume, so that a broker that is
 * short of memory and stops reading the one does not stop acknowledgements on the other. Each is
 * made when first needed, and made again whenever it is lost, by {@code RabbitConnection}; what
 * goes over them is the business of {@code Publisher} and {@code Consumers}.
 *
 * <p>Each connection has these threads, all daemons whose names start with {@code
 * svar-rabbit-<driver>-out-} or {@code -in-}:
 *
 * <ul>
 *   <li>{@code reader}, the client library's: reads from the broker, runs handlers, ends
 *       publications. It waits for nobody.
 *   <li>{@code writer}: writes messages or acknowledgements; another thread does so in its place
 *       while nobody else does, and only what has room in the socket's buffer. What it owns needs
 *       no lock; others leave it notes and wake it. It hands over deliveries for which a settlement
 *       made room.
 *   <li>{@code admin}: whatever waits for an answer of the broker, one thing at a time: connecting,
 *       channels, declarations, closing. It ends when idle for some seconds.
 *   <li>{@code library}: heartbeats, and helpers of the client library.
 * </ul>
 *
 * <p>Threads called {@code svar-rabbit-<driver>-closing} flush and close sockets, each for a
 * moment. The lent timer only triggers work of the admin threads.
 *
 * <p>Two locks, held for a few instructions and never during I/O or while a callback runs: that of
 * {@code RabbitConnection} (its state, and who waits for it), and under it that of {@code Outbox}
 * (what waits to be written). The stream of {@code BatchingSocket} is synchronized like the
 * library's own, and taken under the library's locks only.
 */
@NullMarked
package dev.svar.rabbitmq;

import org.jspecify.annotations.NullMarked;
