package dev.svar.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The threads of a transport that may block, and those that are lent to its servers. */
final class Crews {
  /** How many callbacks run at a time where threads are dear. */
  private static final int CALLBACKS = 16;

  private final Clocks clocks;
  private final List<ExecutorService> own = new ArrayList<>();
  private final Crew platform;
  private final @Nullable Crew virtual; // null where there are no virtual threads
  private final Workers callbacks;

  /** Crews that have no thread yet; {@link #end} is to follow. */
  Crews(String transport, Clocks clocks) {
    this.clocks = clocks;
    String name = "svar-worker-" + transport;
    this.platform = shared(name, false);
    this.virtual = Threads.haveVirtual() ? shared(name, true) : null;
    boolean light = Threads.virtualByDefault();
    String callbackName = "svar-callback-" + transport;
    this.callbacks =
        new Workers(
            shared(callbackName, light), light ? Integer.MAX_VALUE : CALLBACKS, callbackName);
  }

  private Crew shared(String name, boolean virtual) {
    ExecutorService threads = Threads.workers(name, virtual);
    own.add(threads);
    return new Crew(threads, name, clocks);
  }

  /**
   * The crew for one start of a server: the one that all share, unless threads are lent.
   *
   * @param owner for the log
   */
  Crew crew(Subscriber.Threading wanted, String owner) {
    Executor lent = wanted.executor();
    if (lent != null) {
      return new Crew(lent, owner, clocks);
    }
    boolean light = wanted.virtual() != null ? wanted.virtual() : Threads.virtualByDefault();
    return light && virtual != null ? virtual : platform;
  }

  /** Runs a callback; after {@link #end}, on the calling thread. */
  void callback(Runnable task) {
    callbacks.submit(Workers.task(task));
  }

  /** Ends the threads that have no work, and the others after it. */
  void end() {
    own.forEach(ExecutorService::shutdown);
  }
}
