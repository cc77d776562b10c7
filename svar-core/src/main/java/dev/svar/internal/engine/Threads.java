package dev.svar.internal.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The kinds of threads that the library makes. Virtual ones are found once, here. */
final class Threads {
  /** From here on virtual threads do not pin in {@code synchronized}, and are the default. */
  private static final int VIRTUAL_BY_DEFAULT = 24;

  private static final @Nullable MethodHandle OF_VIRTUAL = virtualThreadFactory();

  private Threads() {}

  /** Whether this Java has virtual threads. */
  static boolean haveVirtual() {
    return OF_VIRTUAL != null;
  }

  /** Whether handlers run on virtual threads unless somebody says otherwise. */
  static boolean virtualByDefault() {
    return haveVirtual() && Runtime.version().feature() >= VIRTUAL_BY_DEFAULT;
  }

  /**
   * Runs each task at once: on a virtual thread of its own, or on the platform thread that has been
   * idle for the shortest time, whose stack and data the processor still has at hand. Those that
   * are not needed end after a minute. How many tasks run at a time is for {@link Crew} and {@link
   * Workers} to say.
   */
  static ExecutorService workers(String name, boolean virtual) {
    return virtual ? perTask(virtualFactory(name)) : Executors.newCachedThreadPool(daemons(name));
  }

  /** One thread that runs what is due; cancelled tasks leave its queue at once. */
  static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> daemon(task, name + "-" + number.incrementAndGet());
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static ThreadFactory virtualFactory(String name) {
    if (OF_VIRTUAL == null) {
      throw new IllegalStateException(
          "Java "
              + Runtime.version().feature()
              + " has no virtual threads (expected: 21 or newer)");
    }
    try {
      return (ThreadFactory) OF_VIRTUAL.invoke(name + "-");
    } catch (Throwable e) {
      throw new IllegalStateException("virtual threads cannot be made", e);
    }
  }

  private static ExecutorService perTask(ThreadFactory factory) {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class, ThreadFactory.class))
              .invoke(factory);
    } catch (Throwable e) {
      throw new IllegalStateException("virtual threads cannot be made", e);
    }
  }

  /** {@code name -> Thread.ofVirtual().name(name, 1).factory()}; null before 21. */
  private static @Nullable MethodHandle virtualThreadFactory() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle start =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle name =
          lookup.findVirtual(
              ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      MethodHandle named = MethodHandles.foldArguments(name, start); // (String, long) → builder
      MethodHandle fromOne = MethodHandles.insertArguments(named, 1, 1L);
      return MethodHandles.filterReturnValue(
          fromOne, factory.asType(MethodType.methodType(ThreadFactory.class, ofVirtual)));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
