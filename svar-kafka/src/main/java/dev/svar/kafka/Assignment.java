package dev.svar.kafka;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions a reader reads, from where on, and what it tells the broker of that. Owned by
 * the thread that polls.
 */
interface Assignment {

  /** Makes a consumer that is to read. */
  Consumer<byte[], byte[]> open();

  /** Begins with a new consumer. May wait for the broker. */
  void start(Consumer<byte[], byte[]> consumer);

  /** Sees to what a poll has changed. May wait for the broker. */
  void polled(Consumer<byte[], byte[]> consumer);

  /** The partition's track; null if it is not ours. */
  @Nullable Track track(TopicPartition partition);

  Collection<Track> tracks();

  /** Ends when it is known from where on is read. */
  CompletableFuture<Void> ready();

  /** Tells the broker what is settled, without waiting. */
  void commit(Consumer<byte[], byte[]> consumer);

  /** Tells the broker what is settled, and waits. Nothing more is read. */
  void leave(Consumer<byte[], byte[]> consumer);

  /** The consumer has failed; another one is opened. */
  void failed();
}
