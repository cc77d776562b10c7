package dev.svar.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.driver.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A handler that keeps the deliveries of a subscription, unsettled, for a test to take one by one.
 *
 * <p>Thread-safe. Never blocks the driver.
 */
public final class Arrivals implements Consumer<Delivery> {
  private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
  private final Duration limit;

  /**
   * Keeps nothing yet.
   *
   * @param limit how long {@link #next} waits
   */
  public Arrivals(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void accept(Delivery delivery) {
    waiting.add(delivery);
  }

  /** How many have arrived and were not taken. */
  public int size() {
    return waiting.size();
  }

  /**
   * Takes the next delivery, which stays unsettled; waits for it.
   *
   * @throws AssertionError if there is none within the limit
   */
  public Delivery next() throws InterruptedException {
    Delivery delivery = waiting.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (delivery == null) {
      throw new AssertionError("Nothing arrived within " + limit);
    }
    return delivery;
  }

  /** Takes the next {@code count} deliveries, which stay unsettled. */
  public List<Delivery> next(int count) throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    while (deliveries.size() < count) {
      deliveries.add(next());
    }
    return deliveries;
  }

  /** Takes the next delivery, accepts it and tells its body. */
  public String text() throws InterruptedException {
    Delivery delivery = next();
    delivery.accept();
    return text(delivery);
  }

  /** Takes the next {@code count} deliveries, accepts each and tells their bodies. */
  public List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      texts.add(text());
    }
    return texts;
  }

  /** The body of {@code delivery} as text. */
  public static String text(Delivery delivery) {
    return new String(delivery.message().body(), UTF_8);
  }
}
