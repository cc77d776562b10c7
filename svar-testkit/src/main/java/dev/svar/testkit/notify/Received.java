package dev.svar.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.notify.BatchHandler;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Handles events by keeping them until a test asks. Thread-safe. */
public final class Received implements NotificationHandler {
  private final Duration soon;
  private final BlockingQueue<List<Notification>> batches = new LinkedBlockingQueue<>();

  /**
   * Empty.
   *
   * @param soon how long to wait for what must come
   */
  public Received(Duration soon) {
    this.soon = soon;
  }

  @Override
  public void handle(Notification event) {
    batches.add(List.of(event));
  }

  /** The same for batches. */
  public BatchHandler batches() {
    return events -> batches.add(List.copyOf(events));
  }

  /** The next batch that comes. */
  public List<Notification> nextBatch() throws InterruptedException {
    List<Notification> next = batches.poll(soon.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(next).as("an event within " + soon).isNotNull();
    return next;
  }

  /** The next event that comes by itself. */
  public Notification next() throws InterruptedException {
    List<Notification> batch = nextBatch();
    assertThat(batch).hasSize(1);
    return batch.get(0);
  }

  /** The types of the next events, in the order they come. */
  public List<String> types(int count) throws InterruptedException {
    List<String> types = new ArrayList<>();
    while (types.size() < count) {
      nextBatch().forEach(event -> types.add(event.eventType()));
    }
    return types;
  }

  /** How many have come and were not asked for. */
  public int waiting() {
    return batches.size();
  }
}
