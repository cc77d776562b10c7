package dev.svar.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.Notifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the appenders that announce log records share: the way to the bus.
 *
 * <p>The thread that logs waits for room at most, a second by default ({@link #setTimeout});
 * whether the broker has the record is found out later. One that is not sent is counted ({@link
 * #lost}) and told to Logback's status manager, once until the next one is sent again. Records of
 * this library, of the clients underneath, and those that are logged while one is being sent, are
 * left out, so that no record makes another one.
 */
public abstract class NotifyingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final List<String> OWN =
      List.of(
          "dev.svar.",
          "oslo.messaging.notification.",
          "openstack.common.notification.",
          "com.rabbitmq.",
          "org.apache.kafka.");

  private final ThreadLocal<Boolean> sending = ThreadLocal.withInitial(() -> false);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();
  private final List<String> drivers = new ArrayList<>();
  private final List<String> topics = new ArrayList<>();
  private @Nullable String url;
  private @Nullable String publisherId;
  private Duration timeout = Duration.ofSeconds(1);
  private @Nullable Transport transport;
  private boolean opened;
  private @Nullable Notifier notifier;

  /**
   * An appender.
   *
   * @param publisherId who the events come from if nobody is named; null for nobody
   */
  NotifyingAppender(@Nullable String publisherId) {
    this.publisherId = publisherId;
  }

  /** The bus, such as {@code rabbit://user:password@host/}. Needed unless there is a transport. */
  public final void setUrl(String url) {
    this.url = url;
  }

  /** The bus, opened by the application, which closes it. */
  public final void setTransport(Transport transport) {
    this.transport = transport;
  }

  /** Who the events come from. */
  public final void setPublisherId(String publisherId) {
    this.publisherId = publisherId;
  }

  /** A driver of the notifier, such as {@code messagingv2}, which is the default. */
  public final void addDriver(String name) {
    drivers.add(name);
  }

  /** A topic for the events; {@code notifications} by default. */
  public final void addTopic(String topic) {
    topics.add(topic);
  }

  /** How long a record may take to the broker, in milliseconds; 1,000 by default. */
  public final void setTimeout(long millis) {
    this.timeout = Duration.ofMillis(millis);
  }

  /** How many records were not sent. */
  public final long lost() {
    return lost.get();
  }

  /** Opens the bus, without connecting. What is wrong is told to Logback's status manager. */
  @Override
  public void start() {
    try {
      notifier = notifier();
    } catch (RuntimeException e) {
      addError("Not started: " + e.getMessage(), e);
      return;
    }
    super.start();
  }

  private Notifier notifier() {
    if (transport == null) {
      if (url == null) {
        throw new IllegalArgumentException("url: missing (expected: a transport URL)");
      }
      transport = Transport.open(url);
      opened = true;
    }
    Notifier.Builder builder = Notifier.builder(transport).timeout(timeout);
    if (!drivers.isEmpty()) {
      builder.driver(drivers.toArray(String[]::new));
    }
    if (!topics.isEmpty()) {
      builder.topics(topics.toArray(String[]::new));
    }
    return builder.build();
  }

  /** Whether events of this appender go to the log, too: by that they would come back. */
  final boolean logs() {
    return drivers.contains("log");
  }

  /** The event for a record; null if it has none. */
  abstract @Nullable Notification event(ILoggingEvent entry, @Nullable String publisherId);

  @Override
  protected final void append(ILoggingEvent entry) {
    Notifier current = notifier;
    if (current == null || sending.get() || isOwn(entry.getLoggerName())) {
      return;
    }
    // Who logs that it was interrupted has the flag set, and must find it so again.
    boolean interrupted = Thread.interrupted();
    sending.set(true);
    try {
      Notification event = event(entry, publisherId);
      if (event != null) {
        current.sendAsync(event).whenComplete((done, failure) -> ended(failure));
      }
    } catch (RuntimeException e) { // the application must not notice
      ended(e);
    } finally {
      sending.remove();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isOwn(String logger) {
    return OWN.stream().anyMatch(logger::startsWith);
  }

  private void ended(@Nullable Throwable failure) {
    if (failure == null) {
      failing.set(false);
    } else {
      lost.incrementAndGet();
      if (!failing.getAndSet(true)) {
        addWarn("A record was not sent, nor will others be that are not told here", failure);
      }
    }
  }

  /** Closes the bus, if this opened it; what is on its way has its timeout to get there. */
  @Override
  public void stop() {
    super.stop();
    Transport open = transport;
    if (opened && open != null) {
      open.close(timeout.plusSeconds(1));
      transport = null;
      opened = false;
    }
    notifier = null;
  }
}
