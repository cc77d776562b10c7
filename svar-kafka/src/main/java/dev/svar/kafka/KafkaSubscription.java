package dev.svar.kafka;

import dev.svar.driver.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A subscription: a window, and the readers that share it. Thread-safe. */
final class KafkaSubscription implements Subscription {
  private final Flow flow;
  private final List<Reader> readers;
  private final Consumer<KafkaSubscription> whenClosed;

  KafkaSubscription(Flow flow, List<Reader> readers, Consumer<KafkaSubscription> whenClosed) {
    this.flow = flow;
    this.readers = List.copyOf(readers);
    this.whenClosed = whenClosed;
  }

  /** Ends when every reader knows from where on it reads. */
  CompletableFuture<Void> start() {
    return all(readers.stream().map(Reader::start).toList());
  }

  /**
   * {@inheritDoc} Partitions stay with this subscription, so that what is out can be committed:
   * what comes meanwhile waits until it is closed.
   */
  @Override
  public CompletableFuture<Void> pause() {
    return flow.pause();
  }

  @Override
  public CompletableFuture<Void> close() {
    whenClosed.accept(this);
    CompletableFuture<Void> still = flow.pause();
    CompletableFuture<Void> left = all(readers.stream().map(Reader::close).toList());
    return CompletableFuture.allOf(left, still);
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }
}
