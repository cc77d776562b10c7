package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.driver.Delivery;
import dev.svar.internal.codec.DecodeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that one started consumer has: some are handled on workers, as many as the
 * concurrency, and at most a window of others waits. Nothing is answered, and nothing is checked
 * for repetitions. Thread-safe.
 */
final class Messages implements Intake {
  private static final Logger log = LoggerFactory.getLogger(Messages.class);

  private final Serving settings;
  private final MessageHandler handler;
  private final Subscriber.Surroundings around;
  private final Workers workers;

  Messages(
      Serving settings, MessageHandler handler, Subscriber.Surroundings around, Workers workers) {
    this.settings = settings;
    this.handler = handler;
    this.around = around;
    this.workers = workers;
  }

  private final class Arrived implements Workers.Task {
    private final Delivery delivery;

    Arrived(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void run() {
      handle(delivery);
    }

    @Override
    public void giveBack() {
      delivery.requeue();
    }
  }

  @Override
  public void arrived(Delivery delivery) {
    if (around.engine().tooLong(delivery)) {
      return;
    }
    workers.submit(new Arrived(delivery));
  }

  private void handle(Delivery delivery) {
    Map<String, @Nullable Object> message;
    try {
      message = around.codec().decodeMap(delivery.message());
    } catch (DecodeException e) {
      around.engine().rejected(delivery, Text.of(e));
      return;
    }
    if (!settings.acknowledgeAfter() && !delivery.accept()) {
      return; // what brought it is gone: the broker delivers it again
    }
    try {
      handler.handle(message);
      delivery.accept();
    } catch (Throwable thrown) {
      boolean again = settings.acknowledgeAfter() && delivery.requeue();
      log.error(
          "A message to {} failed, and {}",
          settings.target(),
          again ? "goes back to the broker" : "was acknowledged before",
          thrown);
      around.counting().count(Counter.HANDLER_FAILED, settings.target() + ": " + thrown);
    }
  }

  @Override
  public CompletableFuture<Void> drained() {
    return workers.drained();
  }

  @Override
  public int stop() {
    return workers.stop();
  }
}
