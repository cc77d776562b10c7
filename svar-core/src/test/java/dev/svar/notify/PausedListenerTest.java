package dev.svar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener whose handler says when it has had enough. */
final class PausedListenerTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Transport transport = Transport.open("memory://paused-listener-test");
  private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);
  private final Queue<String> givenBack = new ConcurrentLinkedQueue<>();
  private NotificationListener listener;

  @AfterEach
  void close() {
    transport.close();
  }

  private void send(Object... payloads) {
    Notifier notifier = Notifier.builder(transport).build();
    for (Object payload : payloads) {
      notifier.info(Context.EMPTY, "test", payload);
    }
  }

  private NotificationListener.Builder<NotificationHandler> builder() {
    return NotificationListener.builder(transport, Target.of("notifications"))
        .concurrency(1)
        .allowRequeue(true);
  }

  /** Two of them, and gives back what else was taken. */
  private void takeTwo(Notification event) throws InterruptedException {
    started.await();
    if (enough.getCount() == 0) {
      givenBack.add(String.valueOf(event.payload()));
      throw new RequeueException();
    }
    seen.add(event.payload());
    if (seen.size() == 2) {
      listener.pause();
      enough.countDown();
    }
  }

  private List<Object> seen(int count) throws InterruptedException {
    List<Object> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(seen.poll(SOON.toSeconds(), TimeUnit.SECONDS));
    }
    return all;
  }

  @Test
  void what_a_paused_listener_gives_back_is_for_the_next_one() throws Exception {
    send(1, 2, 3, 4, 5);
    listener = builder().on(Priority.INFO, this::takeTwo).build();
    listener.start();
    started.countDown();
    assertThat(enough.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(seen(2)).containsExactly(1, 2);

    try (NotificationListener next =
        builder().on(Priority.INFO, event -> seen.add(event.payload())).build()) {
      next.start();
      send(6, 7, 8, 9);
      assertThat(seen(7)).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9);
    }
    assertThat(listener.stop(SOON)).isTrue();
    assertThat(seen).isEmpty();
    assertThat(givenBack).doesNotHaveDuplicates().isSubsetOf("3", "4", "5");
  }

  @Test
  void it_takes_nothing_until_it_is_started_again() throws Exception {
    listener = builder().on(Priority.INFO, event -> seen.add(event.payload())).build();
    listener.start();
    listener.pause();
    listener.pause();
    send(1);
    assertThat(listener.stop(SOON)).isTrue();
    assertThat(seen).isEmpty();

    listener.start();

    assertThat(seen(1)).containsExactly(1);
    listener.close();
  }
}
