package dev.svar.internal.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that several {@link Workers} share, such as those of all servers of a transport. They run
 * what is ready in the order it came. Thread-safe; the lock, which is that of the workers, too, is
 * held for a decision only.
 *
 * <p>To wake a thread costs more than many a task takes, and what one thread does meanwhile needs
 * no other. So threads are started one after the other, each by the one before it when it finds
 * more than its own task; and where tasks are short, no more than there are processors. Tasks that
 * take long may as well wait for something, and a thread more costs little beside them; nor do
 * those count that say so ({@link #waits}).
 */
final class Crew {
  private static final Logger log = LoggerFactory.getLogger(Crew.class);

  /** What takes longer may as well wait for something, in nanoseconds. */
  static final long LONG = Duration.ofMillis(1).toNanos();

  /** When to see whether short tasks have become long. */
  private static final long MOMENT = Duration.ofMillis(2).toNanos();

  /** A task that may run. */
  record Ready(Workers workers, Workers.Task task) {}

  /** Of the calling thread, if it is of a crew. */
  private static final ThreadLocal<@Nullable Seat> MINE = new ThreadLocal<>();

  /** A thread that runs tasks. Guarded by lock. */
  private final class Seat {
    private final Thread thread = Thread.currentThread();
    private @Nullable Ready at; // changed with turn, too
    private long since;
    private boolean counted; // among those that are at something short

    /** Held while an interrupt is given to the task that the thread is at; taken before lock. */
    private final ReentrantLock turn = new ReentrantLock();

    boolean isAt(Workers workers) {
      return at != null && at.workers == workers;
    }

    Crew crew() {
      return Crew.this;
    }
  }

  /** Taken for each decision of the crew and of its workers. */
  final ReentrantLock lock = new ReentrantLock();

  private final Executor threads;
  private final String name;
  private final int enough;
  private final Clocks clocks;

  private final Queue<Ready> ready = new ArrayDeque<>(); // guarded by lock
  private final Set<Seat> seats = new HashSet<>(); // guarded by lock
  private int starting; // guarded by lock: threads that were started and have not begun yet
  private int busy; // guarded by lock: threads that are at something short
  private boolean looking; // guarded by lock: a look is planned

  /**
   * A crew of lent threads.
   *
   * @param name for the log
   */
  Crew(Executor threads, String name, Clocks clocks) {
    this(threads, name, Math.max(2, Runtime.getRuntime().availableProcessors()), clocks);
  }

  /** The same, of which no more than {@code enough} are started for what is short. */
  Crew(Executor threads, String name, int enough, Clocks clocks) {
    this.threads = threads;
    this.name = name;
    this.enough = clocks.external() ? Integer.MAX_VALUE : enough; // such a clock may stand still
    this.clocks = clocks;
  }

  // ---- With the lock held.

  /** Takes a thread if a task is to begin now; then {@link #run} must follow. */
  boolean take(Workers workers) {
    boolean free = !workers.areQuick() || (ready.isEmpty() && !crowded());
    starting += free ? 1 : 0;
    return free;
  }

  /** A task may run, and will on a thread that looks for work; see {@link #more}. */
  void queue(Ready task) {
    ready.add(task);
  }

  /** Whether one more thread is to look for work; then {@link #start} must follow. */
  boolean more() {
    Ready next = ready.peek();
    boolean more =
        next != null && starting == 0 && (!next.workers.areQuick() || !crowded() || !looksLater());
    starting += more ? 1 : 0;
    return more;
  }

  /** Whether as many threads as help are at something short. */
  private boolean crowded() {
    return busy + starting >= enough;
  }

  /** Whether it will be looked at whether those that are busy are at something long. */
  private boolean looksLater() {
    looking = looking || !clocks.later(this::look, MOMENT).isDone();
    return looking;
  }

  /** Takes back what has not begun. */
  void withdraw(Workers workers, Consumer<Workers.Task> withdrawn) {
    ready.removeIf(
        one -> {
          boolean theirs = one.workers == workers;
          if (theirs) {
            withdrawn.accept(one.task);
          }
          return theirs;
        });
  }

  // ---- Without it.

  /** Interrupts the threads that are at tasks of {@code workers}. */
  void interrupt(Workers workers) {
    List<Seat> theirs;
    lock.lock();
    try {
      theirs = seats.stream().filter(seat -> seat.isAt(workers)).toList();
    } finally {
      lock.unlock();
    }
    for (Seat seat : theirs) {
      seat.turn.lock();
      try {
        if (seat.isAt(workers)) {
          seat.thread.interrupt(); // which closes what the thread may be blocked in
        }
      } finally {
        seat.turn.unlock();
      }
    }
  }

  /**
   * The calling thread is about to wait for something. If it is at a task of a crew, that does not
   * count as short any more: what it waits for may be a task of the same crew.
   */
  static void waits() {
    Seat seat = MINE.get();
    if (seat != null) {
      seat.crew().waits(seat);
    }
  }

  private void waits(Seat seat) {
    boolean more;
    lock.lock();
    try {
      uncount(seat);
      more = more();
    } finally {
      lock.unlock();
    }
    if (more) {
      start();
    }
  }

  private void uncount(Seat seat) {
    busy -= seat.counted ? 1 : 0;
    seat.counted = false;
  }

  private void look() {
    boolean more;
    long now = clocks.now();
    lock.lock();
    try {
      looking = false;
      for (Seat seat : seats) {
        if (seat.counted && seat.at != null && now - seat.since > LONG) {
          uncount(seat);
          seat.at.workers.took(now - seat.since);
        }
      }
      more = more();
    } finally {
      lock.unlock();
    }
    if (more) {
      start();
    }
  }

  /** Runs a task on the thread that was taken for it, and after it what is ready. */
  void run(Ready task) {
    begin(task);
  }

  /** Runs what is ready on one more thread. */
  void start() {
    begin(null);
  }

  private void begin(@Nullable Ready first) {
    try {
      threads.execute(() -> work(first));
    } catch (RuntimeException | Error e) { // no thread can be made, perhaps
      if (!ended()) {
        log.warn("{} has no thread for a task", name, e);
      }
      refused(first);
    }
  }

  /** Gives back what no thread will come for; those that run go on. */
  private void refused(@Nullable Ready first) {
    lock.lock();
    try {
      starting--;
    } finally {
      lock.unlock();
    }
    for (Ready one = first != null ? first : abandoned(); one != null; one = abandoned()) {
      one.task.giveBack();
      one.workers.gaveBack();
    }
  }

  /** Something that is ready where no thread runs. */
  private @Nullable Ready abandoned() {
    lock.lock();
    try {
      return seats.isEmpty() && starting == 0 ? ready.poll() : null;
    } finally {
      lock.unlock();
    }
  }

  private boolean ended() {
    return threads instanceof ExecutorService lent && lent.isShutdown();
  }

  private void work(@Nullable Ready first) {
    Seat seat = new Seat();
    @Nullable Seat outer = MINE.get(); // of an executor that runs tasks on the calling thread
    MINE.set(seat);
    for (Ready one = begun(seat, first); one != null; one = next(seat)) {
      try {
        one.task.run();
      } catch (Throwable e) { // also one that a language without checked exceptions has thrown
        log.error("{}: a task failed inside the library", one.workers, e);
      }
    }
    MINE.set(outer);
  }

  /** What a thread that was started runs first. */
  private @Nullable Ready begun(Seat seat, @Nullable Ready first) {
    boolean more;
    long now = clocks.now();
    lock.lock();
    try {
      starting--;
      seats.add(seat);
      sit(seat, first != null ? first : ready.poll(), now);
      more = more();
    } finally {
      lock.unlock();
    }
    if (more) {
      start();
    }
    return seat.at;
  }

  /** What to run next on a thread that is free, which otherwise leaves. */
  private @Nullable Ready next(Seat seat) {
    boolean more;
    CompletableFuture<Void> drained;
    long now = clocks.now();
    boolean ended = ended();
    seat.turn.lock();
    lock.lock();
    try {
      drained = rise(seat, now);
      sit(seat, ready.poll(), now);
      more = more();
      if (!ended) {
        Thread.interrupted(); // it was meant for the task before, as in a pool of threads
      }
    } finally {
      lock.unlock();
      seat.turn.unlock();
    }
    if (more) {
      start();
    }
    if (drained != null) {
      drained.complete(null);
    }
    return seat.at;
  }

  /** A thread begins a task; without one it leaves. The lock is held. */
  private void sit(Seat seat, @Nullable Ready task, long now) {
    seat.at = task;
    if (task == null) {
      seats.remove(seat);
      return;
    }
    seat.since = now;
    seat.counted = task.workers.areQuick();
    busy += seat.counted ? 1 : 0;
  }

  /** A thread has done its task. Returns what is then to be completed. The lock is held. */
  private @Nullable CompletableFuture<Void> rise(Seat seat, long now) {
    uncount(seat);
    Workers workers = requireNonNull(seat.at).workers;
    workers.took(now - seat.since);
    return workers.ended();
  }
}
