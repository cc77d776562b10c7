package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.driver.Delivery;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one start of a listener has: they are gathered until a batch is full or its time
 * is over, and handled on workers. Each is settled after its handler, so that none is lost.
 * Thread-safe; the lock is held for a decision only.
 */
final class EventIntake implements Intake {
  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  private final Listening settings;
  private final EventHandler handler;
  private final Subscriber.Surroundings around;
  private final Workers workers;
  private final Verdicts verdicts;
  private final Duplicates handled;
  private final Watch watch;

  private final ReentrantLock lock = new ReentrantLock();
  private List<Delivery> gathering = new ArrayList<>(); // guarded by lock
  private @Nullable Future<?> end; // guarded by lock

  EventIntake(
      Listening settings, EventHandler handler, Subscriber.Surroundings around, Workers workers) {
    this.settings = settings;
    this.handler = handler;
    this.around = around;
    this.workers = workers;
    this.verdicts = new Verdicts(settings, around, workers);
    this.watch = new Watch(around.clocks());
    this.handled = new Duplicates(around.engine().rememberedIds());
  }

  @Override
  public void arrived(Delivery delivery) {
    if (around.engine().tooLong(delivery)) {
      return;
    }
    if (settings.batch() == 1) {
      workers.submit(new Batch(List.of(delivery)));
      return;
    }
    List<Delivery> full = null;
    lock.lock();
    try {
      gathering.add(delivery);
      if (gathering.size() >= settings.batch()) {
        full = gathered();
      } else if (gathering.size() == 1) {
        List<Delivery> begun = gathering;
        end = around.clocks().later(() -> timeIsOver(begun), Clocks.nanosOf(settings.gather()));
      }
    } finally {
      lock.unlock();
    }
    submit(full);
  }

  private void timeIsOver(List<Delivery> begun) {
    List<Delivery> batch = null;
    lock.lock();
    try {
      if (gathering == begun) {
        batch = gathered();
      }
    } finally {
      lock.unlock();
    }
    submit(batch);
  }

  private void submit(@Nullable List<Delivery> batch) {
    if (batch != null && !batch.isEmpty()) {
      workers.submit(new Batch(batch));
    }
  }

  /** Takes what was gathered so far. The lock is held. */
  private List<Delivery> gathered() {
    List<Delivery> batch = gathering;
    gathering = new ArrayList<>();
    if (end != null) {
      end.cancel(false);
      end = null;
    }
    return batch;
  }

  private List<Delivery> rest() {
    lock.lock();
    try {
      return gathered();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletableFuture<Void> drained() {
    submit(rest());
    return workers.drained();
  }

  @Override
  public int stop() {
    verdicts.stop();
    List<Delivery> rest = rest();
    rest.forEach(Delivery::requeue);
    return rest.size() + workers.stop();
  }

  /** What is handled on one worker, one priority after the other. */
  private final class Batch implements Workers.Task {
    private final List<Delivery> deliveries;

    Batch(List<Delivery> deliveries) {
      this.deliveries = deliveries;
    }

    @Override
    public void run() {
      if (deliveries.size() == 1) {
        ReceivedEvent event = read(deliveries.get(0));
        if (event != null) {
          handle(priority(event.event()), List.of(event));
        }
        return;
      }
      Map<String, List<ReceivedEvent>> byPriority = new TreeMap<>();
      for (Delivery delivery : deliveries) {
        ReceivedEvent event = read(delivery);
        if (event != null) {
          byPriority
              .computeIfAbsent(priority(event.event()), priority -> new ArrayList<>())
              .add(event);
        }
      }
      byPriority.forEach(EventIntake.this::handle);
    }

    @Override
    public void giveBack() {
      deliveries.forEach(Delivery::requeue);
    }
  }

  private static String priority(IncomingEvent event) {
    return event.priority().toLowerCase(Locale.ROOT);
  }

  /** The event of a delivery; null if it is settled already. */
  private @Nullable ReceivedEvent read(Delivery delivery) {
    IncomingEvent event;
    try {
      event = around.codec().decodeEvent(delivery.message());
    } catch (DecodeException e) {
      verdicts.unreadable(delivery, Text.of(e));
      return null;
    }
    String id = event.uniqueId();
    if (id != null && handled.contains(id)) {
      around.counting().count(Counter.DUPLICATE, delivery.address() + ": " + id);
      log.debug("An event came again and is dropped: {}", id);
      delivery.accept();
      return null;
    }
    return new ReceivedEvent(delivery, event);
  }

  private void handle(String priority, List<ReceivedEvent> events) {
    if (verdicts.stopping()) { // while those of another priority were handled
      events.forEach(event -> event.delivery().requeue());
      return;
    }
    if (!handler.handles(priority)) {
      events.forEach(event -> unhandled(priority, event));
      return;
    }
    Watch.Entry running = watch.begun(Clocks.nanosOf(settings.slow()), () -> verdicts.slow(events));
    try {
      if (handler.handle(contents(events))) {
        events.forEach(this::done);
      } else {
        verdicts.givenBack(events);
      }
    } catch (Throwable thrown) {
      verdicts.failed(events, thrown);
    } finally {
      running.ended();
    }
  }

  private static List<IncomingEvent> contents(List<ReceivedEvent> events) {
    return events.size() == 1
        ? List.of(events.get(0).event()) // nearly always
        : events.stream().map(ReceivedEvent::event).toList();
  }

  /** Remembers it also where the broker is not told any more, and will deliver it again. */
  private void done(ReceivedEvent event) {
    String id = event.event().uniqueId();
    if (id != null) {
      handled.firstTime(id);
    }
    event.delivery().accept();
  }

  private void unhandled(String priority, ReceivedEvent event) {
    around.counting().count(Counter.UNHANDLED, event.delivery().address() + ": " + priority);
    log.warn("{}: no handler here for the priority \"{}\", acknowledged", event, priority);
    event.delivery().accept();
  }
}
