package dev.svar.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** All partitions of topics, from their ends on, without a group: nobody else is concerned. */
final class TailAssignment implements Assignment {
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Set<String> topics;
  private final Flow flow;
  private final Runnable bell;
  private final Duration patience;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Map<TopicPartition, Track> tracks = new HashMap<>();

  /** Reads nothing yet; {@code patience} is for one question to the broker. */
  TailAssignment(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Set<String> topics,
      Flow flow,
      Runnable bell,
      Duration patience) {
    this.consumers = consumers;
    this.topics = topics;
    this.flow = flow;
    this.bell = bell;
    this.patience = patience;
  }

  @Override
  public Consumer<byte[], byte[]> open() {
    return consumers.get();
  }

  /** {@inheritDoc} One that replaces another goes on where that was. */
  @Override
  public void start(Consumer<byte[], byte[]> consumer) {
    if (!ready.isDone()) {
      find(consumer);
    }
    consumer.assign(tracks.keySet());
    tracks.forEach((partition, track) -> consumer.seek(partition, track.next()));
    ready.complete(null);
  }

  private void find(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> all = new HashSet<>();
    for (String topic : topics) {
      for (PartitionInfo partition : consumer.partitionsFor(topic, patience)) {
        all.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer
        .endOffsets(all, patience)
        .forEach((partition, end) -> tracks.put(partition, new Track(partition, end, true, bell)));
  }

  @Override
  public void polled(Consumer<byte[], byte[]> consumer) {}

  @Override
  public @Nullable Track track(TopicPartition partition) {
    return tracks.get(partition);
  }

  @Override
  public Collection<Track> tracks() {
    return tracks.values();
  }

  @Override
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /** {@inheritDoc} There is nobody to tell; what is settled is forgotten. */
  @Override
  public void commit(Consumer<byte[], byte[]> consumer) {
    tracks.values().forEach(Track::settled);
  }

  @Override
  public void leave(Consumer<byte[], byte[]> consumer) {
    tracks.values().forEach(flow::drop);
    tracks.clear();
  }

  @Override
  public void failed() {}
}
