package dev.svar.internal.engine;

import dev.svar.ConfigurationException;
import dev.svar.ConnectionException;
import dev.svar.Counter;
import dev.svar.Counts;
import dev.svar.MessagingException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TransportUrl;
import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.InboxMessage;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.codec.StreamSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open transport: its driver, its calls, its servers and listeners. Thread-safe.
 *
 * <p>Owns the threads of its timer and callbacks (unless lent), and the driver; {@link #close} ends
 * them.
 */
public final class Engine implements Transport {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(60);

  /** Bodies above this are decoded on another thread than the one that reads. */
  private static final int DECODED_WHILE_READING = 64 << 10;

  private final Opened opened;
  private final Driver driver;
  private final Codec codec;
  private final Clocks clocks;
  private final Counting counting;
  private final Crews crews;
  private final Executor callbacks;
  private final InOrder largeReplies;
  private final Connections connections;
  private final CallsInFlight inFlight;
  private final Calls calls;
  private final Outbox outbox;
  private final Casts casts;
  private final Events events;
  private final Inbox inbox;
  private final Replies replies;
  private final Duplicates duplicates;
  private final OutgoingStreams streams = new OutgoingStreams();
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Opens what {@code config} says; called by {@link Transport.Builder#open}. */
  public static Engine open(EngineConfig config) {
    Opened opened = Opened.resolve(config);
    return new Engine(opened);
  }

  private Engine(Opened opened) {
    this.opened = opened;
    this.clocks = opened.clocks();
    this.crews = new Crews(opened.name(), clocks);
    this.callbacks = crews::callback;
    this.counting = new Counting(opened.observer(), new InOrder(callbacks));
    this.connections = new Connections();
    this.largeReplies = new InOrder(callbacks);
    this.duplicates = new Duplicates(opened.bounds().rememberedIds());
    BrokerEvents told = new BrokerEvents(opened.url(), clocks, connections, counting);
    this.driver = opened.openDriver(told);
    this.codec = opened.codec(driver);
    this.outbox = new Outbox(driver, clocks, counting);
    StreamSignals signals = new StreamSignals(codec, outbox, clocks);
    this.inFlight =
        new CallsInFlight(new Inspections(driver, clocks), connections, counting, signals);
    told.tell(new BrokerEvents.Senders(codec, inFlight, outbox));
    Confirms confirms = new Confirms(clocks, connections);
    this.events = new Events(codec, outbox, clocks, confirms);
    this.casts = new Casts(codec, outbox, clocks, confirms, callbacks);
    this.inbox = new Inbox(driver, this::messageArrived);
    this.calls =
        new Calls(
            inFlight, signals, driver, codec, inbox, outbox, clocks, callbacks, maxMessageBytes());
    this.replies =
        new Replies(
            codec,
            outbox,
            new MissingInboxes(driver.missingInboxPatience(), clocks),
            clocks,
            counting);
  }

  @Override
  public TransportUrl url() {
    return opened.url();
  }

  @Override
  public String exchange() {
    return opened.exchange();
  }

  @Override
  public Duration responseTimeout() {
    return opened.responseTimeout();
  }

  /** Whether servers answer pings unless they say otherwise. */
  public boolean pingEnabled() {
    return opened.pingEnabled();
  }

  /** How many methods a server runs at a time unless it says otherwise. */
  public int defaultConcurrency() {
    return opened.concurrency();
  }

  /**
   * What the files say about notifications.
   *
   * @param drivers empty if they name none
   * @param retry -1 for without limit
   * @param routingConfig null if they name none
   */
  public record EventDefaults(
      List<String> drivers, List<String> topics, int retry, @Nullable Path routingConfig) {}

  /** What notifiers do unless they say otherwise. */
  public EventDefaults eventDefaults() {
    return opened.events();
  }

  /** Which exceptions cross the bus as themselves. */
  public RemoteTypes remoteTypes() {
    return opened.remoteTypes();
  }

  /** Refuses virtual threads where there are none. */
  public static void checkVirtual(boolean wanted) {
    if (wanted && !Threads.haveVirtual()) {
      throw new IllegalArgumentException(
          "virtualThreads: true on Java "
              + Runtime.version().feature()
              + " (expected: Java 21 or newer)");
    }
  }

  @Override
  public void connect(Duration timeout) {
    checkOpen("Connecting to " + url());
    String what = "Connecting to " + url();
    try {
      Failures.await(
          driver.connect(),
          timeout,
          what,
          () ->
              new ConnectionException(
                  what
                      + " took longer than "
                      + Text.of(timeout)
                      + ": check host and port of the URL, and that a message broker runs there",
                  null));
    } catch (DriverException e) {
      throw Failures.notConnected(what, e);
    }
  }

  @Override
  public Counts counts() {
    return counting.snapshot();
  }

  // ---- calls and casts ----

  /** Sends a request, and waits for its reply on the calling thread. */
  public IncomingReply call(CallRequest request) {
    PendingCall call = begin(request);
    if (clocks.external()) {
      call.watch();
    }
    try {
      return await(call);
    } catch (InterruptedException e) {
      call.cancel();
      throw Failures.interrupted(request.what(), e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause(), request);
    }
  }

  private IncomingReply await(PendingCall call) throws InterruptedException, ExecutionException {
    if (!call.reply.isDone()) {
      Crew.waits();
    }
    while (true) {
      try {
        return clocks.external()
            ? call.reply.get()
            : call.reply.get(call.wake() - clocks.now(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Something is due: the loop does it.
      }
    }
  }

  /**
   * The failure as it was made where it was noticed, seen from the thread that waited: its own
   * stack would show the inside of the library alone.
   */
  private static RuntimeException rethrown(@Nullable Throwable cause, CallRequest request) {
    if (cause instanceof RuntimeException failure) {
      StackTraceElement[] here = new Throwable().getStackTrace();
      failure.setStackTrace(Arrays.copyOfRange(here, 1, here.length));
      return failure;
    }
    return new MessagingException(request.what() + " failed", cause);
  }

  /** Sends a request. The future ends on the reading thread or another one of the library's. */
  public Call callAsync(CallRequest request) {
    PendingCall call = begin(request);
    call.watch();
    return call;
  }

  /** A call under way. */
  public sealed interface Call permits PendingCall {

    /** Ends on a thread that must not run application code. */
    CompletableFuture<IncomingReply> reply();

    /** Forgets the call. */
    void cancel();
  }

  /** Where applications' code may run. */
  public Executor callbacks() {
    return callbacks;
  }

  private PendingCall begin(CallRequest request) {
    checkOpen(request.what());
    need(Capability.INBOX, "calls", request.what());
    return calls.begin(request, address(request.target()));
  }

  /**
   * Sends a request, and gives its replies as they come. The stream is to be closed.
   *
   * @param overall how long it may take from here to its end; null for without limit
   */
  public IncomingStream multicall(CallRequest request, @Nullable Duration overall) {
    checkOpen(request.what());
    need(Capability.INBOX, "calls", request.what());
    return calls.multicall(request, address(request.target()), overall);
  }

  /**
   * Sends a request that nobody answers, and waits on the calling thread until the broker has it.
   */
  public void cast(CallRequest request) {
    checkOpen(request.what());
    casts.cast(request, castAddress(request));
  }

  /**
   * Sends a request that nobody answers; the future ends, on a callback thread, when the broker has
   * it.
   */
  public CompletableFuture<Void> castAsync(CallRequest request) {
    checkOpen(request.what());
    return casts.castAsync(request, castAddress(request));
  }

  private Address castAddress(CallRequest request) {
    Target target = request.target();
    need(
        target.fanout()
            ? Capability.FANOUT
            : target.server() != null ? Capability.SERVER : Capability.TOPIC,
        "casts",
        request.what());
    return address(target);
  }

  /** Publishes an event, and waits on the calling thread until the broker has it. */
  public void publish(Event event) {
    checkOpen(event.what());
    need(Capability.EVENTS, "events", event.what());
    events.publish(event);
  }

  /**
   * Publishes an event, waiting on the calling thread for nothing but room: no more than some
   * thousands may be on their way. The future ends, on any thread, when the broker has it.
   */
  public CompletableFuture<Void> publishAsync(Event event) {
    checkOpen(event.what());
    need(Capability.EVENTS, "events", event.what());
    return events.publishAsync(event);
  }

  /** Makes a listener for events, not started yet. */
  public Subscriber listen(Listening settings, EventHandler handler) {
    checkOpen(settings.what());
    need(Capability.EVENTS, "events", settings.what());
    if (settings.source().tail()) {
      need(Capability.TAIL, "tails", settings.what());
    }
    if (settings.source().pool() != null) {
      need(Capability.POOLS, "pools", settings.what());
    }
    if (settings.redelivery() != null) {
      need(Capability.DEAD_LETTER, "dead letters", settings.what());
      if (settings.redelivery().attempts() > 1) {
        need(Capability.RETRY_LATER, "delayed redelivery", settings.what());
      }
    }
    Subscriber.Surroundings around = around();
    return add(
        new Subscriber(
            settings.life(this),
            workers -> new EventIntake(settings, handler, around, workers),
            around));
  }

  /** A target's address, the default exchange where it names none. */
  public Address address(Target target) {
    String exchange = target.exchange() != null ? target.exchange() : exchange();
    String server = target.server();
    return target.fanout()
        ? new Address.Fanout(exchange, target.topic())
        : server != null
            ? new Address.Server(exchange, target.topic(), server)
            : new Address.Topic(exchange, target.topic(), null);
  }

  /** Makes a server, not started yet. */
  public Subscriber serve(Serving settings, RequestHandler handler) {
    Subscriber.Surroundings around = around();
    return serve(settings, around, workers -> new Requests(settings, handler, around, workers));
  }

  /** Makes a consumer of messages as they are, not started yet. */
  public Subscriber serve(Serving settings, MessageHandler handler) {
    Subscriber.Surroundings around = around();
    return serve(settings, around, workers -> new Messages(settings, handler, around, workers));
  }

  private Subscriber serve(
      Serving settings, Subscriber.Surroundings around, Function<Workers, Intake> intakes) {
    checkOpen("Serving " + settings.target());
    String serving = "serving " + settings.target();
    need(Capability.TOPIC, "servers", serving);
    if (settings.scope() instanceof Scope.Single single) {
      if (settings.target().fanout()) {
        need(Capability.FANOUT, "fanouts", serving);
      }
      if (single.pool() != null) {
        need(Capability.POOLS, "pools", serving);
      }
    }
    Subscriber.Life life = settings.life(this, driver.capabilities()::contains);
    return add(new Subscriber(life, intakes, around));
  }

  private Subscriber add(Subscriber subscriber) {
    subscribers.add(subscriber);
    return subscriber;
  }

  private Subscriber.Surroundings around() {
    return new Subscriber.Surroundings(
        this, driver, codec, outbox, replies, inbox, streams, duplicates, clocks, counting);
  }

  void forget(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  void checkOpen(String what) {
    if (closed.get()) {
      throw Failures.closed(what);
    }
  }

  private void need(Capability capability, String what, String by) {
    if (!driver.capabilities().contains(capability)) {
      throw new ConfigurationException(
          "The driver of "
              + url()
              + " has no "
              + what
              + " ("
              + capability
              + "), which "
              + by
              + " needs: use memory:// or rabbit://.",
          null);
    }
  }

  int maxMessageBytes() {
    return opened.bounds().messageBytes();
  }

  int rememberedIds() {
    return opened.bounds().rememberedIds();
  }

  Crew crew(Subscriber.Threading wanted, String owner) {
    return crews.crew(wanted, owner);
  }

  // ---- what arrives ----

  private void messageArrived(Delivery delivery) {
    Message message = delivery.message();
    if (message.size() > maxMessageBytes()) {
      rejected(delivery, "a reply of " + message.size() + " bytes, more than " + maxMessageBytes());
      return;
    }
    if (message.size() > DECODED_WHILE_READING) {
      largeReplies.execute(() -> take(decode(message), message.size()));
    } else {
      InboxMessage decoded = decode(message);
      boolean follows = decoded instanceof IncomingReply reply && reply.followsByOrder();
      if (!follows || !largeReplies.executeIfBusy(() -> take(decoded, message.size()))) {
        take(decoded, message.size());
      }
    }
    delivery.accept();
  }

  private @Nullable InboxMessage decode(Message message) {
    try {
      return codec.decodeInbox(message);
    } catch (DecodeException e) {
      counting.count(Counter.REJECTED, "reply: " + Text.of(e));
      if (!inFlight.malformed(e.messageId(), Text.of(e), e)) {
        log.warn("A reply cannot be read, and no call waits for it: {}", Text.of(e));
      }
      return null;
    }
  }

  private void take(@Nullable InboxMessage message, int bytes) {
    if (message instanceof IncomingReply reply) {
      inFlight.replied(reply, bytes);
    } else if (message instanceof StreamSignal signal) {
      streams.signalled(signal);
    }
  }

  /** Whether a message that came to a server is longer than the limit: then it is refused. */
  boolean tooLong(Delivery delivery) {
    int size = delivery.message().size();
    boolean tooLong = size > maxMessageBytes();
    if (tooLong) {
      rejected(
          delivery,
          "a body of " + size + " bytes (limit maxMessageBytes: " + maxMessageBytes() + ")");
    }
    return tooLong;
  }

  /** Refuses a delivery for good, with a count and one log line. */
  void rejected(Delivery delivery, String reason) {
    counting.count(Counter.REJECTED, delivery.address() + ": " + reason);
    log.warn("A message to {} was rejected: {}", delivery.address(), reason);
    delivery.reject(reason);
  }

  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  @Override
  public void close(Duration timeout) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long deadline = clocks.after(timeout);
    for (Subscriber subscriber : subscribers) {
      subscriber.close(Duration.ofNanos(Math.max(0, deadline - clocks.now())));
    }
    inFlight.close();
    replies.close();
    outbox.close();
    try {
      driver.close().get(Math.max(1, deadline - clocks.now()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.warn("{} did not close within {}; it goes on in the background", url(), Text.of(timeout));
    } catch (ExecutionException e) {
      log.warn("{} did not close cleanly", url(), e.getCause());
    }
    crews.end();
    opened.end();
  }
}
