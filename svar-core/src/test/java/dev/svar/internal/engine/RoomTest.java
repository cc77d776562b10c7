package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may enter, and who waits. */
final class RoomTest {
  private static final long NOW = 0;
  private static final long SOON = TimeUnit.SECONDS.toNanos(20);

  /** As many as are needed: Java's common pool may have one. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void no_more_enter_than_the_count_until_one_leaves() throws Exception {
    Room room = new Room(2, 1_000);
    assertThat(room.enter(1, NOW)).isTrue();
    assertThat(room.enter(1, NOW)).isTrue();
    assertThat(room.enter(1, NOW)).isFalse();

    room.leave(1);

    assertThat(room.enter(1, NOW)).isTrue();
  }

  @Test
  void no_more_enter_than_the_bytes_but_one_alone_may_be_larger() throws Exception {
    Room room = new Room(10, 100);
    assertThat(room.enter(500, NOW)).isTrue();
    assertThat(room.enter(1, NOW)).isFalse();
    room.leave(500);
    assertThat(room.enter(60, NOW)).isTrue();
    assertThat(room.enter(60, NOW)).isFalse();
    assertThat(room.enter(40, NOW)).isTrue();
  }

  @Test
  void who_waits_enters_when_there_is_room() throws Exception {
    Room room = new Room(1, 1_000);
    room.enter(1, NOW);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return room.enter(1, SOON);
              } catch (InterruptedException e) {
                return false;
              }
            },
            threads);
    await().until(() -> room.waiting() == 1);

    room.leave(1);

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void one_that_is_too_large_yet_keeps_no_smaller_one_waiting() throws Exception {
    Room room = new Room(10, 100);
    room.enter(50, NOW);
    room.enter(50, NOW);
    CompletableFuture<Boolean> large = entering(room, 60);
    await().until(() -> room.waiting() == 1);
    CompletableFuture<Boolean> larger = entering(room, 70);
    await().until(() -> room.waiting() == 2);
    CompletableFuture<Boolean> small = entering(room, 40);
    await().until(() -> room.waiting() == 3);

    room.leave(50);

    assertThat(small.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(large).isNotDone();
    room.leave(50);
    assertThat(large.get(10, TimeUnit.SECONDS)).isTrue();
    room.leave(40);
    room.leave(60);
    assertThat(larger.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private CompletableFuture<Boolean> entering(Room room, int size) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return room.enter(size, SOON);
          } catch (InterruptedException e) {
            return false;
          }
        },
        threads);
  }

  @Test
  void several_small_ones_enter_when_a_large_one_leaves() throws Exception {
    Room room = new Room(10, 100);
    room.enter(100, NOW);
    CompletableFuture<?>[] waiting = new CompletableFuture<?>[3];
    for (int i = 0; i < 3; i++) {
      waiting[i] =
          CompletableFuture.runAsync(
              () -> {
                try {
                  assertThat(room.enter(10, SOON)).isTrue();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              threads);
    }
    await().until(() -> room.waiting() == 3);

    room.leave(100);

    CompletableFuture.allOf(waiting).get(20, TimeUnit.SECONDS);
  }
}
