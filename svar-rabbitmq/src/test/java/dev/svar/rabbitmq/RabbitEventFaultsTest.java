package dev.svar.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.DeliveryException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.testkit.net.FaultProxy;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.EndToEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of events when connections are lost, or there are none. */
@RabbitBroker
class RabbitEventFaultsTest extends EndToEnd implements Bus {
  private static VirtualHost vhost;

  private final Target target = Target.of(topic);

  @BeforeAll
  static void open(RabbitServer server) {
    vhost = server.newVhost();
  }

  @AfterAll
  static void close() {
    vhost.close();
  }

  @Override
  public Transport.Builder transport() {
    return Transport.builder().url(vhost.url());
  }

  private Transport through(FaultProxy proxy) {
    String url = vhost.url().replace(":" + vhost.server().port(), ":" + proxy.port());
    return open(builder -> builder.url(url));
  }

  private Notifier notifier(Transport transport) {
    return Notifier.builder(transport).topics(topic).build();
  }

  private NotificationListener start(NotificationListener.Builder<?> builder) {
    NotificationListener listener = closing(builder.build());
    listener.start(SOON);
    return listener;
  }

  @Test
  void every_confirmed_event_is_handled_while_all_connections_are_lost_again_and_again()
      throws Exception {
    int count = 4_000;
    Set<Object> handled = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(count);
    start(
        NotificationListener.batchBuilder(open(), target, 50, Duration.ofMillis(100))
            .on(
                Priority.INFO,
                events ->
                    events.forEach(
                        event -> {
                          if (handled.add(event.payload())) {
                            all.countDown();
                          }
                        })));
    Notifier notifier = notifier(open());
    List<CompletableFuture<Void>> sent = new ArrayList<>();

    for (int i = 0; i < count; i++) {
      sent.add(notifier.notifyAsync(Priority.INFO, Context.EMPTY, "n", i));
      if (i == 1_000 || i == 2_500) {
        vhost.closeConnections("test");
      }
    }

    for (CompletableFuture<Void> one : sent) {
      one.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(all.await(SOON.toSeconds(), TimeUnit.SECONDS))
        .as("handled: " + handled.size())
        .isTrue();
  }

  @Test
  void an_event_whose_confirm_is_lost_is_sent_again_and_handled_once() throws Exception {
    Transport listening = open();
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    start(
        NotificationListener.builder(listening, target)
            .concurrency(1)
            .on(Priority.INFO, event -> handled.add(event.eventType())));
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Notifier notifier = notifier(through(proxy));
      notifier.info(Context.EMPTY, "before", null);
      assertThat(handled.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("before");

      proxy.stall(FaultProxy.Direction.TO_CLIENT);
      CompletableFuture<Void> sent =
          notifier.notifyAsync(Priority.INFO, Context.EMPTY, "unconfirmed", null);
      assertThat(handled.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("unconfirmed");
      assertThat(sent).isNotDone();
      proxy.cut();
      proxy.resume();
      sent.get(SOON.toSeconds(), TimeUnit.SECONDS);

      notifier.info(Context.EMPTY, "after", null);
      assertThat(handled.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("after");
      assertThat(count(listening, Counter.DUPLICATE)).isEqualTo(1);
    }
  }

  @Test
  void a_batch_whose_connection_is_lost_comes_again_and_what_was_handled_is_not_handled_twice()
      throws Exception {
    Transport listening = open();
    BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    start(
        NotificationListener.batchBuilder(listening, target, 3, Duration.ofSeconds(2))
            .on(
                Priority.INFO,
                events -> {
                  if (sizes.isEmpty()) {
                    begun.countDown();
                    go.await();
                  }
                  sizes.add(events.size());
                }));
    Notifier notifier = notifier(open());
    for (int i = 0; i < 3; i++) {
      notifier.info(Context.EMPTY, "n", i);
    }
    assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    vhost.closeConnections("test");
    go.countDown();

    await().atMost(SOON).until(() -> count(listening, Counter.DUPLICATE) == 3);
    assertThat(sizes).containsExactly(3);
    await().atMost(SOON).until(() -> vhost.queue(topic + ".info").messages() == 0);
  }

  @Test
  void an_event_that_cannot_get_out_in_time_says_so() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      proxy.refuse();
      Notifier notifier = notifier(through(proxy)).prepare().timeout(SHORT).build();

      assertThatThrownBy(() -> notifier.info(Context.EMPTY, "n", null))
          .isInstanceOfSatisfying(
              DeliveryException.class,
              e -> assertThat(e.outcome()).isEqualTo(DeliveryException.Outcome.NOT_SENT))
          .hasMessageContaining(topic + ".info");
      assertThat(notifier.notifyAsync(Priority.INFO, Context.EMPTY, "n", null))
          .failsWithin(SOON)
          .withThrowableThat()
          .withCauseInstanceOf(DeliveryException.class);
      proxy.accept();
    }
  }

  @Test
  void publishers_and_listeners_must_agree_about_their_queues_and_are_told_where_they_do_not()
      throws Exception {
    notifier(open()).info(Context.EMPTY, "n", null);

    Transport quorum = open(builder -> builder.option("rabbit_quorum_queue", true));
    NotificationListener other =
        closing(
            NotificationListener.builder(quorum, target).on(Priority.INFO, event -> {}).build());

    assertThatThrownBy(() -> other.start(SOON))
        .hasMessageContaining(topic + ".info")
        .hasMessageContaining("rabbit_quorum_queue");
  }
}
