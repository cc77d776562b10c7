package dev.svar.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.notify.BatchHandler;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RequeueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How batches are made, and what becomes of them. */
public abstract class BatchContract extends Events {
  private static final Duration LONG = Duration.ofMinutes(1);

  private NotificationListener listen(
      int size, Duration wait, UnaryOperator<NotificationListener.Builder<BatchHandler>> settings) {
    return start(settings.apply(NotificationListener.batchBuilder(open(), target, size, wait)));
  }

  private static void send(Notifier notifier, int count) {
    for (int i = 0; i < count; i++) {
      notifier.info(Context.EMPTY, "n", i);
    }
  }

  private static List<Object> payloads(List<Notification> events) {
    List<Object> payloads = new ArrayList<>();
    events.forEach(event -> payloads.add(event.payload()));
    return payloads;
  }

  @Test
  void a_batch_is_handled_when_it_is_full_or_its_time_is_over() throws Exception {
    Received received = received();
    send(notifier(), 12);

    listen(5, Duration.ofSeconds(1), all -> all.on(Priority.INFO, received.batches()));

    assertThat(payloads(received.nextBatch())).containsExactly(0, 1, 2, 3, 4);
    assertThat(payloads(received.nextBatch())).containsExactly(5, 6, 7, 8, 9);
    assertThat(payloads(received.nextBatch())).containsExactly(10, 11);
  }

  @Test
  void a_batch_is_taken_apart_by_priority() throws Exception {
    Received received = received();
    listen(
        4,
        LONG,
        both -> both.on(Priority.INFO, received.batches()).on(Priority.ERROR, received.batches()));
    Notifier notifier = notifier();

    info(notifier, "i1");
    notifier.error(Context.EMPTY, "e1", null);
    info(notifier, "i2");
    notifier.error(Context.EMPTY, "e2", null);

    assertThat(received.nextBatch())
        .extracting(Notification::eventType)
        .containsExactlyInAnyOrder("e1", "e2");
    assertThat(received.nextBatch())
        .extracting(Notification::eventType)
        .containsExactlyInAnyOrder("i1", "i2");
  }

  @Test
  void a_handler_gets_of_a_batch_what_its_filter_matches() throws Exception {
    Received odd = received();
    Received none = received();
    Received all = received();
    listen(
        3,
        LONG,
        builder ->
            builder
                .on(Priority.INFO, filter("b"), odd.batches())
                .on(Priority.INFO, filter("x"), none.batches())
                .on(Priority.INFO, all.batches()));
    Notifier notifier = notifier();

    info(notifier, "a");
    info(notifier, "b");
    info(notifier, "c");

    assertThat(all.types(3)).containsExactly("a", "b", "c");
    assertThat(odd.types(1)).containsExactly("b");
    assertThat(none.waiting()).isZero();
  }

  private static NotificationFilter filter(String type) {
    return NotificationFilter.builder().eventType(type).build();
  }

  @Test
  void a_batch_that_is_given_back_comes_again_whole() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Received received = received();
    listen(
        3,
        Duration.ofSeconds(1),
        builder ->
            builder
                .allowRequeue(true)
                .on(
                    Priority.INFO,
                    events -> {
                      if (times.incrementAndGet() == 1) {
                        throw new RequeueException();
                      }
                    })
                .on(Priority.INFO, received.batches()));

    send(notifier(), 3);

    List<Object> again = new ArrayList<>();
    while (again.size() < 3) {
      again.addAll(payloads(received.nextBatch()));
    }
    assertThat(again).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void a_batch_that_fails_loses_no_other_one() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Received received = received();
    listen(
        2,
        LONG,
        builder ->
            builder.on(
                Priority.INFO,
                events -> {
                  if (times.incrementAndGet() == 2) {
                    throw new IllegalStateException("the second one");
                  }
                  received.batches().handle(events);
                }));

    send(notifier(), 6);

    assertThat(payloads(received.nextBatch())).containsExactly(0, 1);
    assertThat(payloads(received.nextBatch())).containsExactly(4, 5);
  }

  @Test
  void stopping_handles_what_was_gathered() throws Exception {
    Received received = received();
    NotificationListener listener =
        listen(2, LONG, builder -> builder.on(Priority.INFO, received.batches()));
    send(notifier(), 3);
    assertThat(received.nextBatch()).hasSize(2);

    assertThat(listener.stop(SOON)).isTrue();

    Received rest = received();
    if (received.waiting() == 0) {
      // The third had not come yet: it is the next one's.
      super.listen(rest);
      assertThat(rest.next().payload()).isEqualTo(2);
    } else {
      assertThat(payloads(received.nextBatch())).containsExactly(2);
    }
  }

  @Test
  void what_of_a_batch_has_not_begun_when_stopping_gives_up_goes_to_the_next_listener()
      throws Exception {
    ExecutorService lent = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      Received first = received();
      NotificationListener hanging =
          listen(
              2,
              LONG,
              both ->
                  both.executor(lent)
                      .on(
                          Priority.ERROR,
                          events -> {
                            begun.countDown();
                            go.await();
                          })
                      .on(Priority.INFO, first.batches()));
      Notifier notifier = notifier();
      notifier.error(Context.EMPTY, "e", null);
      info(notifier, "i");
      assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(hanging.stop(Duration.ofMillis(50))).isFalse();
      go.countDown();
      lent.shutdown();
      assertThat(lent.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThat(first.waiting()).isZero();
      Received next = received();
      super.listen(next);
      assertThat(next.types(1)).containsExactly("i");
    } finally {
      lent.shutdownNow();
    }
  }

  @Test
  void large_batches_come_whole() throws Exception {
    Received received = received();
    Notifier notifier = notifier();
    for (int i = 0; i < 205; i++) {
      notifier.notifyAsync(Priority.INFO, Context.EMPTY, "n", Map.of("i", i));
    }
    notifier.info(Context.EMPTY, "last", null);

    listen(100, Duration.ofSeconds(2), all -> all.on(Priority.INFO, received.batches()));

    assertThat(received.nextBatch()).hasSize(100);
    assertThat(received.nextBatch()).hasSize(100);
    assertThat(received.nextBatch()).hasSize(6);
  }
}
