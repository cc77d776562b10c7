package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that one started server has: some run on workers, as many as the concurrency; the
 * others wait, unacknowledged and no more than the subscription's window, which is the concurrency
 * too. All further ones wait at the broker.
 *
 * <p>Thread-safe; the lock is held for a decision only.
 */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  /** Bodies above this are not looked into while reading. */
  private static final int DECODED_WHILE_READING = 64 << 10;

  private final RequestServer.Settings settings;
  private final RequestHandler handler;
  private final RequestServer.Surroundings around;
  private final Executor workers;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Waiting> waiting = new ArrayDeque<>(); // guarded by lock
  private int running; // guarded by lock
  private int replying; // guarded by lock
  private @Nullable CompletableFuture<Void> drained; // guarded by lock

  /** A request without a worker; decoded and kept alive if its caller wants signs of life. */
  private record Waiting(
      Delivery delivery, @Nullable IncomingRequest request, @Nullable Heartbeat heartbeat) {}

  Requests(
      RequestServer.Settings settings,
      RequestHandler handler,
      RequestServer.Surroundings around,
      Executor workers) {
    this.settings = settings;
    this.handler = handler;
    this.around = around;
    this.workers = workers;
  }

  /** A request came, on the thread that reads. */
  void arrived(Delivery delivery) {
    int size = delivery.message().size();
    int most = around.engine().maxMessageBytes();
    if (size > most) {
      around
          .engine()
          .rejected(delivery, "a body of " + size + " bytes (limit maxMessageBytes: " + most + ")");
      return;
    }
    boolean mayRun;
    lock.lock();
    try {
      mayRun = running < settings.concurrency();
      if (mayRun) {
        running++;
      }
    } finally {
      lock.unlock();
    }
    if (mayRun) {
      hand(new Waiting(delivery, null, null));
    } else {
      await(delivery);
    }
  }

  private void await(Delivery delivery) {
    IncomingRequest request = null;
    Heartbeat heartbeat = null;
    if (delivery.message().size() <= DECODED_WHILE_READING) {
      try {
        request = around.codec().decodeRequest(delivery.message());
        heartbeat = heartbeat(request);
      } catch (DecodeException e) {
        malformed(delivery, e);
        return;
      }
    }
    Waiting late = new Waiting(delivery, request, heartbeat);
    lock.lock();
    try {
      if (running >= settings.concurrency()) {
        waiting.add(late);
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    hand(late);
  }

  private void hand(Waiting first) {
    try {
      workers.execute(() -> work(first));
    } catch (RejectedExecutionException e) {
      log.warn("The executor of {} takes no work: a request went back", settings.target(), e);
      stop(first.heartbeat());
      first.delivery().requeue();
      next();
    }
  }

  private void work(Waiting first) {
    Waiting one = first;
    while (one != null) {
      try {
        run(one);
      } catch (RuntimeException | Error e) {
        log.error("A request to {} failed inside the library", settings.target(), e);
      } finally {
        stop(one.heartbeat());
      }
      one = next();
    }
  }

  /** What to run next on a worker that is free, which otherwise is no longer counted. */
  private @Nullable Waiting next() {
    CompletableFuture<Void> empty = null;
    lock.lock();
    try {
      Waiting one = waiting.poll();
      if (one != null) {
        return one;
      }
      running--;
      empty = idle() ? drained : null;
    } finally {
      lock.unlock();
    }
    if (empty != null) {
      empty.complete(null);
    }
    return null;
  }

  private boolean idle() {
    return running == 0 && replying == 0 && waiting.isEmpty();
  }

  private void run(Waiting one) {
    Delivery delivery = one.delivery();
    IncomingRequest request = one.request();
    if (request == null) {
      try {
        request = around.codec().decodeRequest(delivery.message());
      } catch (DecodeException e) {
        malformed(delivery, e);
        return;
      }
    }
    String id = request.uniqueId() == null ? null : key(delivery.address(), request.uniqueId());
    if (id != null && !around.duplicates().firstTime(id)) {
      around.counting().count(Counter.DUPLICATE, request.method() + " " + request.uniqueId());
      log.info("Request {} of {} came again and was dropped", request.uniqueId(), request.method());
      delivery.accept();
      return;
    }
    if (!settings.acknowledgeAfter() && !delivery.accept()) {
      // What brought it is gone: the broker delivers it again.
      if (id != null) {
        around.duplicates().forget(id);
      }
      return;
    }
    Heartbeat heartbeat = one.heartbeat() != null ? null : heartbeat(request);
    try {
      execute(request);
    } finally {
      stop(heartbeat);
      if (settings.acknowledgeAfter()) {
        delivery.accept();
      }
    }
  }

  private void execute(IncomingRequest request) {
    Replies.Caller caller = caller(request);
    Object result;
    try {
      result = handler.handle(request);
    } catch (Throwable thrown) {
      failed(request, caller, thrown);
      return;
    }
    if (caller != null) {
      sending(around.replies().result(caller, result));
    }
  }

  private void failed(IncomingRequest request, Replies.@Nullable Caller caller, Throwable thrown) {
    if (!handler.expects(request, thrown)) {
      log.error("{} on {} failed", request.method(), settings.target(), thrown);
    } else if (caller != null) {
      log.debug("{} on {} failed as expected", request.method(), settings.target(), thrown);
    } else {
      log.warn(
          "{} on {} failed, and nobody waits for it", request.method(), settings.target(), thrown);
    }
    if (caller != null) {
      sending(around.replies().failure(caller, around.engine().remoteTypes().failure(thrown)));
    } else {
      around.counting().count(Counter.HANDLER_FAILED, request.method() + ": " + thrown);
    }
  }

  /** Counts a reply as unfinished work until nothing more is to be done for it. */
  private void sending(CompletableFuture<Void> reply) {
    if (reply.isDone()) {
      return;
    }
    lock.lock();
    try {
      replying++;
    } finally {
      lock.unlock();
    }
    reply.whenComplete(
        (done, never) -> {
          CompletableFuture<Void> empty;
          lock.lock();
          try {
            replying--;
            empty = idle() ? drained : null;
          } finally {
            lock.unlock();
          }
          if (empty != null) {
            empty.complete(null);
          }
        });
  }

  private void malformed(Delivery delivery, DecodeException problem) {
    around.engine().rejected(delivery, Text.of(problem));
    String messageId = problem.messageId();
    String queue = problem.replyQueue();
    if (messageId != null && queue != null) {
      RemoteException.Failure failure =
          new RemoteException.Failure(
              "TypeError",
              "builtins",
              "The request cannot be read: " + Text.of(problem),
              List.of(),
              List.of("The request cannot be read: " + Text.of(problem)),
              Map.of());
      sending(
          around
              .replies()
              .failure(new Replies.Caller(messageId, queue, "a malformed request"), failure));
    }
  }

  private Replies.@Nullable Caller caller(IncomingRequest request) {
    if (request.messageId() == null) {
      return null;
    }
    if (request.replyQueue() == null) {
      around
          .counting()
          .count(Counter.REPLY_DROPPED, "request " + request.messageId() + " has no _reply_q");
      log.warn(
          "Request {} of {} wants a reply but has no _reply_q: it gets none",
          request.messageId(),
          request.method());
      return null;
    }
    return new Replies.Caller(request.messageId(), request.replyQueue(), request.method());
  }

  private @Nullable Heartbeat heartbeat(IncomingRequest request) {
    if (request.messageId() == null || request.replyQueue() == null) {
      return null;
    }
    return Heartbeat.start(
        request.timeout(),
        new Replies.Caller(request.messageId(), request.replyQueue(), request.method()),
        around.replies(),
        around.clocks());
  }

  private static void stop(@Nullable Heartbeat heartbeat) {
    if (heartbeat != null) {
      heartbeat.stop();
    }
  }

  /** A fanout is meant for each server of a transport, all else for one of them. */
  private String key(Address address, String uniqueId) {
    return address instanceof Address.Fanout
        ? uniqueId + "@" + settings.target().server() + "/" + settings.target().topic()
        : uniqueId;
  }

  /** Ends when nothing runs, waits or is being answered. Nothing new may arrive meanwhile. */
  CompletableFuture<Void> drained() {
    lock.lock();
    try {
      if (idle()) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> end = drained != null ? drained : new CompletableFuture<>();
      drained = end;
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what has not started. Returns how many that were. */
  int giveBack() {
    List<Waiting> given;
    lock.lock();
    try {
      given = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    for (Waiting one : given) {
      stop(one.heartbeat());
      one.delivery().requeue();
    }
    return given.size();
  }
}
