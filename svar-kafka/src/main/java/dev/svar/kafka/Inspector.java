package dev.svar.kafka;

import static java.util.Objects.requireNonNull;

import dev.svar.driver.Inspection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Says who reads a topic, and how far behind they are. Thread-safe, never blocks. */
final class Inspector {
  private final Cluster cluster;

  /** Whether a group that never read starts at the beginning. */
  private final boolean fromStart;

  Inspector(Settings settings, Cluster cluster) {
    this.cluster = cluster;
    this.fromStart = settings.options.get(KafkaOptions.OFFSET_RESET).equals("earliest");
  }

  /**
   * Asks about a topic, and the group that reads it.
   *
   * @param group null for none
   */
  CompletableFuture<Inspection> inspect(String topic, @Nullable String group) {
    return cluster
        .find(topic)
        .thenCompose(
            found -> {
              if (found.isEmpty() || group == null) {
                return CompletableFuture.completedFuture(new Inspection(found.isPresent(), 0, 0));
              }
              return readers(topic, group)
                  .thenCombine(
                      backlog(found.get(), group),
                      (readers, waiting) -> new Inspection(true, readers, waiting));
            })
        .handle(
            (inspection, failure) -> {
              if (failure != null) {
                throw Failures.before("No answer about the topic " + topic, failure);
              }
              return inspection;
            });
  }

  private CompletableFuture<Long> readers(String topic, String group) {
    return orIfUnknown(
            cluster.ask(asked -> asked.describeConsumerGroups(List.of(group)).all()), Map.of())
        .thenApply(
            groups ->
                groups.values().stream()
                    .flatMap(description -> description.members().stream())
                    .filter(member -> reads(member, topic))
                    .count());
  }

  /** Whether it has a partition of {@code topic}, or none at all, so that it may get one. */
  private static boolean reads(MemberDescription member, String topic) {
    Set<TopicPartition> partitions = member.assignment().topicPartitions();
    return partitions.isEmpty()
        || partitions.stream().anyMatch(partition -> partition.topic().equals(topic));
  }

  private CompletableFuture<Long> backlog(TopicDescription topic, String group) {
    Set<TopicPartition> partitions = new HashSet<>();
    topic
        .partitions()
        .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    var starts = offsets(partitions, OffsetSpec.earliest());
    var ends = offsets(partitions, OffsetSpec.latest());
    var committed =
        orIfUnknown(
            cluster.ask(
                asked -> asked.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()),
            Map.<TopicPartition, OffsetAndMetadata>of());
    return starts.thenCompose(
        first ->
            ends.thenCombine(
                committed,
                (last, read) ->
                    partitions.stream()
                        .mapToLong(
                            partition ->
                                backlog(
                                    requireNonNull(first.get(partition)).offset(),
                                    requireNonNull(last.get(partition)).offset(),
                                    read.get(partition)))
                        .sum()));
  }

  private long backlog(long start, long end, @Nullable OffsetAndMetadata committed) {
    long from = committed != null ? Math.max(committed.offset(), start) : fromStart ? start : end;
    return Math.max(0, end - from);
  }

  private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Set<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> which));
    return cluster.ask(asked -> asked.listOffsets(wanted).all());
  }

  /** The answer, or {@code nothing} if the group never was. */
  private static <T> CompletableFuture<T> orIfUnknown(CompletableFuture<T> answer, T nothing) {
    return answer.handle(
        (value, failure) -> {
          if (failure instanceof GroupIdNotFoundException) {
            return nothing;
          }
          if (failure != null) {
            throw Failures.before("The consumer group", failure);
          }
          return value;
        });
  }
}
