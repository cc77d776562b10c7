package dev.svar.kafka;

import static java.util.Objects.requireNonNull;

import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are sent to and read from, with the brokers' defaults, if the brokers
 * allow that. Python's clients leave it to the brokers in the same way. Thread-safe, never blocks.
 */
final class TopicMaker {
  private static final String AUTO_CREATE = "auto.create.topics.enable";

  /** Until brokers have agreed on who leads a new topic. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  private final Settings settings;
  private final Cluster cluster;
  private final Threads threads;

  TopicMaker(Settings settings, Cluster cluster, Threads threads) {
    this.settings = settings;
    this.cluster = cluster;
    this.threads = threads;
  }

  /**
   * Creates {@code topic} unless it is there.
   *
   * @return ends when every partition has a leader; with a {@link DriverException} that says
   *     REFUSED if the brokers do not want new topics
   */
  CompletableFuture<Void> ensure(String topic) {
    long deadline = System.nanoTime() + settings.requestTimeout.toNanos();
    return cluster
        .find(topic)
        .thenCompose(
            found ->
                found.isPresent()
                    ? led(topic, found, FIRST_PAUSE, deadline)
                    : create(topic).thenCompose(made -> look(topic, FIRST_PAUSE, deadline)))
        .handle(
            (done, failure) -> {
              if (failure != null) {
                throw Failures.before("The topic " + topic + " cannot be used", failure);
              }
              return null;
            });
  }

  /** Looks again, each time later, until every partition has a leader. */
  private CompletableFuture<Void> look(String topic, Duration pause, long deadline) {
    return cluster.find(topic).thenCompose(found -> led(topic, found, pause, deadline));
  }

  private CompletableFuture<Void> led(
      String topic, Optional<TopicDescription> found, Duration pause, long deadline) {
    if (found.isPresent()
        && found.get().partitions().stream().allMatch(partition -> partition.leader() != null)) {
      return CompletableFuture.completedFuture(null);
    }
    if (System.nanoTime() - deadline > 0) {
      return CompletableFuture.failedFuture(
          new DriverException(
              Outcome.NOT_SENT, "The topic " + topic + " has partitions without a leader", null));
    }
    CompletableFuture<Void> paused = new CompletableFuture<>();
    threads.later(pause, () -> paused.complete(null));
    return paused.thenCompose(over -> look(topic, pause.multipliedBy(2), deadline));
  }

  private CompletableFuture<Void> create(String topic) {
    return allowed()
        .thenCompose(
            allowed -> {
              if (!allowed) {
                return CompletableFuture.failedFuture(forbidden(topic));
              }
              NewTopic wanted = new NewTopic(topic, Optional.empty(), Optional.empty());
              return cluster.ask(asked -> asked.createTopics(List.of(wanted)).all());
            })
        .handle(
            (created, failure) -> {
              if (failure != null && !(Failures.unwrap(failure) instanceof TopicExistsException)) {
                throw Failures.before("The topic " + topic + " cannot be created", failure);
              }
              return null;
            });
  }

  private DriverException forbidden(String topic) {
    return new DriverException(
        Outcome.REFUSED,
        "The topic "
            + topic
            + " does not exist, and the brokers of "
            + settings.brokers
            + " create none on demand ("
            + AUTO_CREATE
            + "=false): create it with kafka-topics --create --topic "
            + topic,
        null);
  }

  /** Whether brokers create topics on demand. If they do not tell us, trying will. */
  private CompletableFuture<Boolean> allowed() {
    return cluster
        .ask(asked -> asked.describeCluster().controller())
        .thenCompose(this::allows)
        .handle((allows, failure) -> failure != null || allows);
  }

  private CompletableFuture<Boolean> allows(Node node) {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
    return cluster
        .ask(asked -> asked.describeConfigs(List.of(broker)).all())
        .thenApply(
            configs ->
                !"false".equals(requireNonNull(configs.get(broker)).get(AUTO_CREATE).value()));
  }
}
