package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Whether a call is made while locks are held. */
final class LockCheckTest {
  private final Object monitor = new Object();
  private final ReentrantLock lock = new ReentrantLock();

  @Test
  void no_lock_is_held_before_and_after_and_one_is_inside() {
    assertThat(LockCheck.held()).isFalse();
    synchronized (monitor) {
      assertThat(LockCheck.held()).isTrue();
    }
    assertThat(LockCheck.held()).isFalse();
    lock.lock();
    try {
      assertThat(LockCheck.held()).isTrue();
    } finally {
      lock.unlock();
    }
    assertThat(LockCheck.held()).isFalse();
  }

  @Test
  void the_report_names_each_lock_and_where_the_call_is_made() {
    synchronized (monitor) {
      lock.lock();
      try {
        assertThat(LockCheck.report())
            .startsWith(
                "An RPC is made while this thread holds 2 locks; whoever wants it waits as long as"
                    + " the call takes:\n  monitor java.lang.Object@")
            .contains(", entered in dev.svar.classic.LockCheckTest.the_report_names_")
            .contains("\n  lock java.util.concurrent.locks.ReentrantLock$NonfairSync@")
            .contains("\nThe call is made in:\n  at dev.svar.classic.LockCheckTest.the_report_");
      } finally {
        lock.unlock();
      }
    }
    assertThat(LockCheck.report()).isNull();
  }

  @Test
  void on_a_virtual_thread_nothing_is_known() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before Java 21");
    boolean[] held = {true};
    Runnable look =
        () -> {
          lock.lock();
          try {
            held[0] = LockCheck.held();
          } finally {
            lock.unlock();
          }
        };
    Thread virtual =
        (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, look);
    virtual.join();

    assertThat(held[0]).isFalse();
  }

  @Test
  void the_locks_of_other_threads_do_not_count() throws Exception {
    lock.lock();
    try {
      boolean[] held = {true};
      Thread other = new Thread(() -> held[0] = LockCheck.held());
      other.start();
      other.join();

      assertThat(held[0]).isFalse();
    } finally {
      lock.unlock();
    }
  }
}
