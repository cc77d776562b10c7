package dev.svar.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a group gives to its member.
 *
 * <p>Whenever a member comes or goes, all give their partitions up and get most of them back. Until
 * it is known which, tracks are suspended: those that come back go on as if nothing had happened,
 * unless somebody else has committed more meanwhile.
 */
final class GroupAssignment implements Assignment, ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(KafkaDriver.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Set<String> topics;
  private final Flow flow;
  private final Runnable bell;
  private final Duration patience;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private final Map<TopicPartition, Track> tracks = new HashMap<>();
  private final Map<TopicPartition, Track> suspended = new HashMap<>();

  /** Assigned, and it is not known yet from where on. They are paused. */
  private final Set<TopicPartition> fresh = new HashSet<>();

  private @Nullable Consumer<byte[], byte[]> current;
  private boolean assigned;
  private boolean committing;

  /**
   * Reads nothing yet.
   *
   * @param patience for one question to the broker
   */
  GroupAssignment(
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

  @Override
  public void start(Consumer<byte[], byte[]> consumer) {
    current = consumer;
    consumer.subscribe(topics, this);
  }

  @Override
  public CompletableFuture<Void> ready() {
    return ready;
  }

  @Override
  public @Nullable Track track(TopicPartition partition) {
    return tracks.get(partition);
  }

  @Override
  public Collection<Track> tracks() {
    return tracks.values();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    Consumer<byte[], byte[]> consumer = current;
    fresh.removeAll(partitions);
    List<Track> leaving = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      Track track = tracks.remove(partition);
      if (track != null) {
        flow.suspend(track);
        suspended.put(partition, track);
        leaving.add(track);
      }
    }
    if (consumer != null) {
      commitNow(consumer, leaving);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    fresh.removeAll(partitions);
    for (TopicPartition partition : partitions) {
      forget(tracks.remove(partition));
      forget(suspended.remove(partition));
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.pause(partitions);
      // The poll that is under way would go on for as long as it may, and bring nothing.
      consumer.wakeup();
    }
    fresh.addAll(partitions);
    assigned = true;
  }

  @Override
  public void polled(Consumer<byte[], byte[]> consumer) {
    if (!assigned) {
      return;
    }
    if (!fresh.isEmpty()) {
      adopt(consumer);
    }
    save(consumer);
    suspended.values().forEach(this::forget);
    suspended.clear();
    assigned = false;
    ready.complete(null);
  }

  /** Finds out from where on to read. */
  private void adopt(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> mine = Set.copyOf(fresh);
    Map<TopicPartition, OffsetAndMetadata> known =
        undisturbed(() -> consumer.committed(mine, patience));
    for (TopicPartition partition : mine) {
      OffsetAndMetadata committed = known.get(partition);
      Track before = suspended.get(partition);
      if (before != null && (committed == null || committed.offset() <= before.settled())) {
        consumer.seek(partition, before.next());
        suspended.remove(partition);
        tracks.put(partition, before);
        flow.resume(before);
      } else if (committed != null) {
        tracks.put(partition, new Track(partition, committed.offset(), true, bell));
      } else {
        long start = undisturbed(() -> consumer.position(partition, patience));
        tracks.put(partition, new Track(partition, start, false, bell));
      }
      fresh.remove(partition);
    }
  }

  /** Tells the broker where a partition that the group never read begins. */
  private void save(Consumer<byte[], byte[]> consumer) {
    List<Track> unsaved = tracks.values().stream().filter(track -> !track.saved()).toList();
    if (!unsaved.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = offsets(unsaved);
      undisturbed(
          () -> {
            consumer.commitSync(offsets, patience);
            return true;
          });
      done(unsaved, offsets);
    }
  }

  private void forget(@Nullable Track track) {
    if (track != null) {
      flow.drop(track);
    }
  }

  @Override
  public void commit(Consumer<byte[], byte[]> consumer) {
    if (committing) {
      return;
    }
    List<Track> dirty = tracks.values().stream().filter(Track::dirty).toList();
    if (dirty.isEmpty()) {
      return;
    }
    committing = true;
    consumer.commitAsync(
        offsets(dirty),
        (offsets, failure) -> {
          committing = false;
          if (failure == null) {
            done(dirty, offsets);
            if (tracks.values().stream().anyMatch(Track::dirty)) {
              bell.run();
            }
          } else {
            log.debug("Not committed, and tried again: {}", offsets.keySet(), failure);
          }
        });
  }

  private void commitNow(Consumer<byte[], byte[]> consumer, Collection<Track> some) {
    List<Track> dirty = some.stream().filter(Track::dirty).toList();
    if (dirty.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets(dirty);
    try {
      undisturbed(
          () -> {
            consumer.commitSync(offsets, patience);
            return true;
          });
      done(dirty, offsets);
    } catch (KafkaException e) {
      log.debug("Not committed, so that it is read again: {}", offsets.keySet(), e);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(List<Track> tracks) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    tracks.forEach(track -> offsets.put(track.partition, new OffsetAndMetadata(track.settled())));
    return offsets;
  }

  private static void done(List<Track> tracks, Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (Track track : tracks) {
      OffsetAndMetadata offset = offsets.get(track.partition);
      if (offset != null) {
        track.committed(offset.offset());
      }
    }
  }

  @Override
  public void leave(Consumer<byte[], byte[]> consumer) {
    commitNow(consumer, tracks.values());
    failed();
  }

  @Override
  public void failed() {
    tracks.values().forEach(this::forget);
    suspended.values().forEach(this::forget);
    tracks.clear();
    suspended.clear();
    fresh.clear();
    assigned = false;
    committing = false;
    current = null;
  }

  /** What a wake-up that came too late interrupts is done once more: there is at most one. */
  private static <T> T undisturbed(Supplier<T> question) {
    try {
      return question.get();
    } catch (WakeupException e) {
      return question.get();
    }
  }
}
