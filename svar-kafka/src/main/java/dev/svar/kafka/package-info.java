/**
 * The driver for Apache Kafka, over Kafka's own client library: events only, as oslo.messaging's
 * {@code impl_kafka.py} sends and reads them.
 *
 * <p>Events are a topic, called after them; a pool is a consumer group. {@code Publisher} has the
 * one producer, {@code Cluster} the one client for questions, and each {@code Reader} a consumer: a
 * subscription has one for each group, and one for its tails. {@code Flow} is the window of a
 * subscription over all its readers.
 *
 * <p>Offsets are committed up to the lowest event that is not settled, so that nothing is lost;
 * what was settled behind it comes again after a crash, or when the partition moves.
 *
 * <p>Threads, all daemons called {@code svar-kafka-<driver>-}:
 *
 * <ul>
 *   <li>{@code writer} hands publications to the producer, which may wait;
 *   <li>{@code consumer-<n>} polls, runs the handler, commits;
 *   <li>{@code admin} makes and closes the client for questions, idle it ends;
 * </ul>
 *
 * <p>and those of the library: one for the network of each client, called {@code kafka-…}, and one
 * for the heartbeats of each consumer. Futures end on any of these.
 *
 * <p>Two locks, each held for a few instructions and never with the other: that of {@code Flow} and
 * that of {@code Outbox}.
 */
@NullMarked
package dev.svar.kafka;

import org.jspecify.annotations.NullMarked;
