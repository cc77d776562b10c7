package dev.svar.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Capability;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RequeueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a listener gets, and what becomes of what it gets. */
public abstract class ListenerContract extends Events {

  @Test
  void events_wait_for_a_listener_in_their_order() throws Exception {
    Notifier notifier = notifier();
    info(notifier, "a");
    info(notifier, "b");
    info(notifier, "c");

    Received received = received();
    listen(received);

    assertThat(received.types(3)).containsExactly("a", "b", "c");
  }

  @Test
  void one_listener_has_several_topics() throws Exception {
    Received received = received();
    start(
        NotificationListener.builder(open(), target)
            .target(Target.of(topic + "_other"))
            .on(Priority.INFO, received));
    Notifier notifier = notifier();

    info(notifier, "a");
    info(notifier.prepare().topics(topic + "_other").publisherId("compute.host2").build(), "b");

    List<String> from = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Notification event = received.next();
      from.add(event.eventType() + " " + event.publisherId());
    }
    assertThat(from).containsExactlyInAnyOrder("a compute.host1", "b compute.host2");
  }

  @Test
  void topics_do_not_leak_into_each_other() throws Exception {
    Received one = received();
    Received other = received();
    listen(one);
    start(
        NotificationListener.builder(open(), Target.of(topic + "_other")).on(Priority.INFO, other));
    Notifier notifier = notifier();

    info(notifier, "a");
    info(notifier.prepare().topics(topic + "_other").build(), "b");

    assertThat(one.types(1)).containsExactly("a");
    assertThat(other.types(1)).containsExactly("b");
    assertThat(one.waiting() + other.waiting()).isZero();
  }

  @Test
  void the_same_topic_in_another_exchange_is_another_topic() throws Exception {
    needs(Capability.SCOPED_TOPICS);
    Received one = received();
    Received other = received();
    listen(one);
    start(
        NotificationListener.builder(open(), target.withExchange(exchange + "_other"))
            .on(Priority.INFO, other));

    info(notifier(), "a");
    info(notifier(open(builder -> builder.exchange(exchange + "_other"))), "b");

    assertThat(one.types(1)).containsExactly("a");
    assertThat(other.types(1)).containsExactly("b");
  }

  @Test
  void every_handler_of_the_priority_is_called_in_order() throws Exception {
    BlockingQueue<String> called = new LinkedBlockingQueue<>();
    listen(
        event -> called.add("first"),
        builder ->
            builder
                .on(Priority.INFO, event -> called.add("second"))
                .on(Priority.WARN, event -> called.add("warn")));

    info(notifier(), "a");

    assertThat(called.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(called.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("second");
    assertThat(called).isEmpty();
  }

  @Test
  void a_filter_leaves_out_what_does_not_match_all_its_rules() throws Exception {
    Received wanted = received();
    Received all = received();
    NotificationFilter filter =
        NotificationFilter.builder()
            .eventType("compute\\.")
            .publisherId(".*host1$")
            .context("request_id", "req-")
            .metadata("message_id", "[0-9a-f]")
            .payload("server.state", "act")
            .build();
    listen(all, builder -> builder.on(Priority.INFO, filter, wanted));
    Notifier notifier = notifier();
    Context context = Context.of(Map.of("request_id", "req-1"));
    Map<String, Object> active = Map.of("server", Map.of("state", "active"));

    notifier.info(context, "volume.create", active);
    notifier.withPublisherId("compute.host2").info(context, "compute.create", active);
    notifier.info(Context.EMPTY, "compute.create", active);
    notifier.info(context, "compute.create", Map.of("server", Map.of("state", 7)));
    notifier.info(context, "compute.create", active);

    assertThat(all.types(5)).hasSize(5);
    assertThat(wanted.next().payload()).isEqualTo(active);
    assertThat(wanted.waiting()).isZero();
  }

  @Test
  void listeners_without_a_pool_share_the_events() throws Exception {
    BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
    listen(event -> handled.add((Integer) event.payload()));
    listen(event -> handled.add((Integer) event.payload()));
    Notifier notifier = notifier();

    for (int i = 0; i < 50; i++) {
      notifier.info(Context.EMPTY, "n", i);
    }

    assertThat(take(handled, 50)).hasSize(50);
    assertThat(handled).isEmpty();
  }

  @Test
  void every_pool_has_a_copy_that_its_members_share_while_they_come_and_go() throws Exception {
    needs(Capability.POOLS);
    String blue = "blue_" + topic;
    String green = "green_" + topic;
    Received one = received();
    BlockingQueue<Integer> shared = new LinkedBlockingQueue<>();
    listen(one, builder -> builder.pool(blue));
    listen(event -> shared.add((Integer) event.payload()), builder -> builder.pool(green));
    NotificationListener leaving =
        listen(event -> shared.add((Integer) event.payload()), builder -> builder.pool(green));
    Notifier notifier = notifier();

    for (int i = 0; i < 40; i++) {
      notifier.info(Context.EMPTY, "n", i);
      if (i == 10) {
        assertThat(leaving.stop(SOON)).isTrue();
      } else if (i == 20) {
        leaving.start(SOON);
      }
    }

    List<Object> inOrder = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      inOrder.add(one.next().payload());
    }
    for (int i = 0; i < 40; i++) {
      assertThat(inOrder.get(i)).isEqualTo(i);
    }
    assertThat(take(shared, 40)).hasSize(40);
  }

  private static Set<Integer> take(BlockingQueue<Integer> from, int count) throws Exception {
    Set<Integer> taken = new HashSet<>();
    while (taken.size() < count) {
      Integer next = from.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("one more than " + taken.size()).isNotNull();
      taken.add(next);
    }
    return taken;
  }

  @Test
  void a_tail_sees_what_comes_and_takes_nothing() throws Exception {
    needs(Capability.TAIL);
    Received tail = received();
    Notifier notifier = notifier();
    info(notifier, "before");
    listen(tail, builder -> builder.tail(true));

    info(notifier, "after");

    assertThat(tail.types(1)).containsExactly("after");
    Received real = received();
    listen(real);
    assertThat(real.types(2)).containsExactly("before", "after");
  }

  @Test
  void an_event_that_is_given_back_comes_again() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Received received = received();
    listen(
        event -> {
          if (times.incrementAndGet() == 1) {
            throw new RequeueException();
          }
        },
        builder -> builder.allowRequeue(true).on(Priority.INFO, received));

    info(notifier(), "a");

    assertThat(received.types(1)).containsExactly("a");
    assertThat(times).hasValue(2);
  }

  @Test
  void an_event_whose_handler_fails_comes_again_only_where_that_is_allowed() throws Exception {
    Transport transport = open();
    Received received = received();
    AtomicInteger failed = new AtomicInteger();
    start(
        NotificationListener.builder(transport, target)
            .concurrency(1)
            .on(
                Priority.INFO,
                event -> {
                  if (event.eventType().equals("poison")) {
                    failed.incrementAndGet();
                    throw new IllegalStateException("cannot do that");
                  }
                })
            .on(Priority.INFO, received));
    Notifier notifier = notifier();

    info(notifier, "poison");
    info(notifier, "next");

    assertThat(received.types(1)).containsExactly("next");
    assertThat(failed).hasValue(1);
    assertThat(count(transport, Counter.HANDLER_FAILED)).isEqualTo(1);
  }

  @Test
  void an_error_in_a_handler_is_a_failure_like_any_other() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Received received = received();
    listen(
        event -> {
          if (times.incrementAndGet() == 1) {
            throw new AssertionError("on purpose");
          }
        },
        builder -> builder.allowRequeue(true).on(Priority.INFO, received));

    info(notifier(), "a");

    assertThat(received.types(1)).containsExactly("a");
  }

  @Test
  void an_exception_that_cannot_be_told_is_a_failure_like_any_other() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Received received = received();
    listen(
        event -> {
          if (times.incrementAndGet() == 1) {
            throw new Untold();
          }
        },
        builder -> builder.allowRequeue(true).on(Priority.INFO, received));

    info(notifier(), "a");

    assertThat(received.types(1)).containsExactly("a");
  }

  /** Its own methods fail. */
  private static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void no_more_are_handled_at_a_time_than_the_concurrency() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(12);
    start(
        NotificationListener.builder(open(), target)
            .concurrency(3)
            .on(
                Priority.INFO,
                event -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  three.countDown();
                  go.await();
                  running.decrementAndGet();
                  all.countDown();
                }));
    Notifier notifier = notifier();
    for (int i = 0; i < 12; i++) {
      info(notifier, "n");
    }

    assertThat(three.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    go.countDown();

    assertThat(all.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(3);
  }

  @Test
  void stopping_finishes_what_runs_and_gives_back_the_rest() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Received first = received();
    NotificationListener stopping =
        listen(
            event -> {
              begun.countDown();
              go.await();
              first.handle(event);
            });
    Notifier notifier = notifier();
    for (int i = 0; i < 3; i++) {
      info(notifier, "n" + i);
    }
    assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    go.countDown();

    assertThat(stopping.stop(SOON)).isTrue();

    Received second = received();
    listen(second);
    Set<String> seen = new HashSet<>();
    for (int i = first.waiting(); i > 0; i--) {
      seen.add(first.next().eventType());
    }
    while (seen.size() < 3) {
      seen.add(second.next().eventType());
    }
    assertThat(seen).containsExactlyInAnyOrder("n0", "n1", "n2");
  }

  @Test
  void what_hangs_when_the_listener_stops_goes_to_the_next_one() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    NotificationListener hanging =
        listen(
            event -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    info(notifier(), "a");
    assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(hanging.stop(Duration.ofMillis(50))).isFalse();

    Received next = received();
    listen(next);
    assertThat(next.types(1)).containsExactly("a");
  }
}
