package dev.svar.kafka;

import static java.util.Objects.requireNonNull;

import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers what is neither sending nor reading. The client for that is made at the first
 * question.
 *
 * <p>Thread-safe, never blocks. Futures end on the client's thread, or that of the driver that
 * makes it.
 */
final class Cluster {
  private final Settings settings;
  private final ExecutorService admin;

  /** Owned by the admin thread. */
  private @Nullable Admin client;

  Cluster(Settings settings, Threads threads) {
    this.settings = settings;
    this.admin = threads.single("admin");
  }

  /** Ends when a broker has answered. */
  CompletableFuture<Void> answers() {
    return ask(asked -> asked.describeCluster().nodes())
        .handle(
            (nodes, failure) -> {
              if (failure != null) {
                throw Failures.before("No broker of " + settings.brokers + " answers", failure);
              }
              return null;
            });
  }

  /** What the brokers know of {@code topic}; empty if there is none. */
  CompletableFuture<Optional<TopicDescription>> find(String topic) {
    return ask(asked -> asked.describeTopics(List.of(topic)).allTopicNames())
        .handle(
            (found, failure) -> {
              if (failure instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
              }
              if (failure != null) {
                throw Failures.before("The topic " + topic, failure);
              }
              return Optional.of(requireNonNull(found.get(topic)));
            });
  }

  /**
   * Asks; fails with Kafka's own exceptions, or with a {@link DriverException} without a client.
   */
  <T> CompletableFuture<T> ask(Function<Admin, KafkaFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      admin.execute(() -> ask(question, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(Failures.closed());
    }
    return answer;
  }

  private <T> void ask(Function<Admin, KafkaFuture<T>> question, CompletableFuture<T> answer) {
    try {
      Futures.whenEnded(
          question.apply(client()).toCompletionStage().toCompletableFuture(),
          (value, failure) -> {
            if (failure == null) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(Failures.unwrap(failure));
            }
          });
    } catch (RuntimeException e) {
      answer.completeExceptionally(
          client == null && e instanceof KafkaException failed ? unusable(failed) : e);
    }
  }

  private Admin client() {
    if (client == null) {
      client = Admin.create(settings.admin());
    }
    return client;
  }

  /**
   * Why a client could not be made. Looks up host names, so that it may block.
   *
   * @param failure what its constructor threw
   */
  DriverException unusable(KafkaException failure) {
    for (String broker : settings.brokers.split(",", -1)) {
      String host = broker.substring(0, broker.lastIndexOf(':'));
      try {
        if (InetAddress.getAllByName(host).length > 0) {
          Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
          return new DriverException(
              Outcome.REFUSED, "Kafka's client refuses its settings: " + cause, failure);
        }
      } catch (UnknownHostException e) {
        // Then the next one.
      }
    }
    return new DriverException(
        Outcome.NOT_SENT, "No host name of " + settings.brokers + " is known", failure);
  }

  /** Closes the client. What is asked now and later fails. */
  CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    admin.execute(
        () -> {
          if (client != null) {
            client.close(Duration.ZERO);
          }
          closed.complete(null);
        });
    admin.shutdown();
    return closed;
  }
}
