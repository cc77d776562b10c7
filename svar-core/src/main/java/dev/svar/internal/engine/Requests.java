package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that one started server has: some run on workers, as many as the concurrency; the
 * others wait, unacknowledged and no more than the subscription's window, which is the concurrency
 * too. All further ones wait at the broker. Thread-safe.
 */
final class Requests implements Intake {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private static final String STOPS = "its server stops";

  /** Bodies above this are not looked into while reading. */
  private static final int DECODED_WHILE_READING = 64 << 10;

  private final Serving settings;
  private final RequestHandler handler;
  private final Subscriber.Surroundings around;
  private final Workers workers;
  private final Set<OutgoingStream> streams = ConcurrentHashMap.newKeySet();
  private final Set<LastItem> lastItems = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Whose fanouts these are, among all servers of the transport. */
  private final String owner;

  Requests(
      Serving settings, RequestHandler handler, Subscriber.Surroundings around, Workers workers) {
    this.settings = settings;
    this.handler = handler;
    this.around = around;
    this.workers = workers;
    String server = settings.target().server();
    this.owner = server != null ? server : Ids.secret();
  }

  /** A request on its way to a worker; decoded and kept alive if it had to wait for one. */
  private final class Arrived implements Workers.Task {
    private final Delivery delivery;
    private final @Nullable IncomingRequest request;
    private final @Nullable Heartbeat heartbeat;

    Arrived(Delivery delivery, @Nullable IncomingRequest request, @Nullable Heartbeat heartbeat) {
      this.delivery = delivery;
      this.request = request;
      this.heartbeat = heartbeat;
    }

    @Override
    public void run() {
      if (stopped) { // after it was taken, before it began
        giveBack();
        return;
      }
      IncomingRequest decoded = request;
      if (decoded == null) {
        try {
          decoded = decoded(delivery);
        } catch (DecodeException e) {
          malformed(delivery, e);
          return;
        }
      }
      CompletableFuture<Void> ran = NOTHING;
      Heartbeat alive = heartbeat;
      try {
        if (accept(delivery, decoded)) {
          alive = alive != null ? alive : heartbeat(decoded);
          ran = execute(delivery, decoded);
        }
      } finally {
        Heartbeat ending = alive;
        if (ending != null) {
          ran.whenComplete((done, failure) -> ending.stop());
        }
      }
    }

    @Override
    public void giveBack() {
      if (heartbeat != null) {
        heartbeat.stop();
      }
      delivery.requeue();
    }
  }

  /** A request came, on the thread that reads. */
  @Override
  public void arrived(Delivery delivery) {
    if (around.engine().tooLong(delivery)) {
      return;
    }
    if (workers.take()) {
      workers.run(new Arrived(delivery, null, null));
    } else {
      await(delivery);
    }
  }

  private void await(Delivery delivery) {
    IncomingRequest request = null;
    Heartbeat heartbeat = null;
    if (delivery.message().size() <= DECODED_WHILE_READING) {
      try {
        request = decoded(delivery);
        heartbeat = heartbeat(request);
      } catch (DecodeException e) {
        malformed(delivery, e);
        return;
      }
    }
    workers.submit(new Arrived(delivery, request, heartbeat));
  }

  /** Whether a request is to be executed. */
  private boolean accept(Delivery delivery, IncomingRequest request) {
    String id = request.uniqueId() == null ? null : key(delivery.address(), request.uniqueId());
    if (id != null && !around.duplicates().firstTime(id)) {
      around.counting().count(Counter.DUPLICATE, request.method() + " " + request.uniqueId());
      log.info("Request {} of {} came again and was dropped", request.uniqueId(), request.method());
      delivery.accept();
      return false;
    }
    if (!settings.acknowledgeAfter() && !delivery.accept()) {
      // What brought it is gone: the broker delivers it again.
      if (id != null) {
        around.duplicates().forget(id);
      }
      return false;
    }
    return true;
  }

  private IncomingRequest decoded(Delivery delivery) throws DecodeException {
    return handler.takesAnyMethod()
        ? around.codec().decodeRequestWithAnyMethod(delivery.message())
        : around.codec().decodeRequest(delivery.message());
  }

  /** Runs the method. Ends, never with a failure, when nothing of it runs any more. */
  private CompletableFuture<Void> execute(Delivery delivery, IncomingRequest request) {
    Replies.Caller caller = caller(request);
    EarlyReplies early = new EarlyReplies(around.replies(), caller);
    Object result;
    try {
      result = handler.handle(request, early);
    } catch (Throwable thrown) {
      failed(request, caller, thrown);
      return NOTHING;
    } finally {
      early.end();
      if (settings.acknowledgeAfter()) {
        delivery.accept();
      }
    }
    if (result instanceof Items items) {
      return caller != null && wantsAll(request, caller)
          ? stream(request, caller, items)
          : last(request, caller, items);
    }
    if (caller != null) {
      workers.await(around.replies().result(caller, result));
    }
    return NOTHING;
  }

  /** Whether a caller takes several values, with credit or as in 2013. */
  private static boolean wantsAll(IncomingRequest request, Replies.Caller caller) {
    return request.stream() != null || caller.era() != Era.TODAY;
  }

  /** Sends all items. Begins on this worker, and goes on whenever its client allows. */
  private CompletableFuture<Void> stream(
      IncomingRequest request, Replies.Caller caller, Items items) {
    if (request.stream() == null) {
      return begin(request, caller, items, null);
    }
    Address.Inbox open = around.inbox().ifOpen();
    if (open != null) {
      return begin(request, caller, items, open);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    workers.await(done);
    around
        .inbox()
        .open()
        .whenCompleteAsync(
            (inbox, failure) -> {
              if (failure == null) {
                begin(request, caller, items, inbox).thenRun(() -> done.complete(null));
              } else {
                close(request, items);
                String text =
                    "The stream of " + request.method() + " could not begin: " + Text.of(failure);
                log.error(text, failure);
                workers.await(around.replies().failure(caller, Replies.problem(text)));
                done.complete(null);
              }
            },
            around.engine().callbacks());
    return done;
  }

  private CompletableFuture<Void> begin(
      IncomingRequest request, Replies.Caller caller, Items items, Address.@Nullable Inbox inbox) {
    OutgoingStream stream =
        new OutgoingStream(
            caller,
            items,
            new OutgoingStream.Surroundings(
                around.replies(),
                around.streams(),
                workers,
                around.engine().callbacks(),
                around.clocks(),
                around.counting(),
                thrown -> failure(request, caller, thrown)),
            inbox,
            inbox == null ? null : request.stream());
    streams.add(stream);
    workers.await(stream.done);
    stream.done.whenComplete((done, never) -> streams.remove(stream));
    // giveBack() may have gone through the set just before.
    String refusal = stopped ? STOPS : around.streams().add(stream);
    if (refusal == null) {
      workers.submit(stream);
    } else {
      stream.end(refusal);
    }
    return stream.done;
  }

  /** Lets all items pass, and answers with the last. */
  private CompletableFuture<Void> last(
      IncomingRequest request, Replies.@Nullable Caller caller, Items items) {
    LastItem last = new LastItem();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    workers.await(answered);
    last.value.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            failed(request, caller, failure);
          } else if (caller != null) {
            workers.await(around.replies().result(caller, value));
          }
          answered.complete(null);
        });
    lastItems.add(last);
    last.value.whenComplete((value, failure) -> lastItems.remove(last));
    if (stopped) {
      last.fail(stops());
    }
    try {
      items.produce(last);
    } catch (Throwable failure) {
      last.fail(failure);
    }
    last.value.whenCompleteAsync(
        (value, failure) -> close(request, items), around.engine().callbacks());
    return answered;
  }

  private static RemoteException stops() {
    return new RemoteException(Replies.problem("Its items were ended: " + STOPS));
  }

  private static void close(IncomingRequest request, Items items) {
    try {
      items.close();
    } catch (Throwable failure) {
      log.warn("The items of {} could not be closed", request.method(), failure);
    }
  }

  private void failed(IncomingRequest request, Replies.@Nullable Caller caller, Throwable thrown) {
    RemoteException.Failure failure = failure(request, caller, thrown);
    if (caller != null) {
      workers.await(around.replies().failure(caller, failure));
    } else {
      around.counting().count(Counter.HANDLER_FAILED, request.method() + ": " + thrown);
    }
  }

  /** Logs a failure, and makes of it what a caller gets. */
  private RemoteException.Failure failure(
      IncomingRequest request, Replies.@Nullable Caller caller, Throwable thrown) {
    try {
      return told(request, caller, thrown);
    } catch (RuntimeException | Error e) { // of the exception's own methods, so it is not logged
      String text = thrown.getClass().getName() + ", which does not say what it is";
      log.error("{} failed with {}", request.method(), text);
      return Replies.problem(request.method() + " failed with " + text);
    }
  }

  private RemoteException.Failure told(
      IncomingRequest request, Replies.@Nullable Caller caller, Throwable thrown) {
    if (!handler.expects(request, thrown)) {
      log.error("{} on {} failed", request.method(), settings.target(), thrown);
    } else if (caller != null) {
      log.debug("{} on {} failed as expected", request.method(), settings.target(), thrown);
    } else {
      log.warn(
          "{} on {} failed, and nobody waits for it", request.method(), settings.target(), thrown);
    }
    return handler.failure(thrown, around.engine().remoteTypes());
  }

  private void malformed(Delivery delivery, DecodeException problem) {
    around.engine().rejected(delivery, Text.of(problem));
    String messageId = problem.messageId();
    String queue = problem.replyQueue();
    if (messageId != null && queue != null) {
      String text = "The request cannot be read: " + Text.of(problem);
      RemoteException.Failure failure =
          new RemoteException.Failure(
              "TypeError", "builtins", text, List.of(), List.of(text), Map.of());
      Replies.Caller caller =
          new Replies.Caller(messageId, queue, "a malformed request", Era.TODAY);
      workers.await(around.replies().failure(caller, failure));
    }
  }

  private static Replies.@Nullable Caller caller(IncomingRequest request) {
    String messageId = request.messageId();
    if (messageId == null) {
      return null;
    }
    Era era = Era.of(request);
    String queue = request.replyQueue() == null ? messageId : request.replyQueue();
    return new Replies.Caller(messageId, queue, request.method(), era);
  }

  private @Nullable Heartbeat heartbeat(IncomingRequest request) {
    Replies.Caller caller = caller(request);
    return caller == null
        ? null
        : Heartbeat.start(request.timeout(), caller, around.replies(), around.clocks());
  }

  /** What goes to several queues is meant for each of them, all else for one server. */
  private String key(Address address, String uniqueId) {
    if (address instanceof Address.Fanout) {
      return uniqueId + "@" + owner + "/" + settings.target().topic();
    }
    if (address instanceof Address.Topic topic) {
      if (topic.pool() != null) {
        return uniqueId + "@" + topic.pool();
      }
      // A pattern where the broker knows some: other queues get the same message.
      if (topic.topic().indexOf('*') >= 0 || topic.topic().indexOf('#') >= 0) {
        return uniqueId + "@" + topic.topic();
      }
    }
    return uniqueId;
  }

  @Override
  public CompletableFuture<Void> drained() {
    return workers.drained();
  }

  /**
   * Gives back what has not started, and ends the streams that still run. Returns how many requests
   * went back.
   */
  @Override
  public int stop() {
    stopped = true;
    int given = workers.stop();
    streams.forEach(stream -> stream.end(STOPS));
    lastItems.forEach(last -> last.fail(stops()));
    return given;
  }
}
