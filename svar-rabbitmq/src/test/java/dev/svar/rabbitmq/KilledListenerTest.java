package dev.svar.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.EndToEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events when the process that handles them dies. */
@RabbitBroker
class KilledListenerTest extends EndToEnd implements Bus {
  private static VirtualHost vhost;

  private final Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

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

  /** Sends the next numbers, and does not wait. */
  private void send(Notifier notifier, int count) {
    for (int i = 0; i < count; i++) {
      int number = sent.size();
      sent.add(
          notifier
              .notifyAsync(Priority.INFO, Context.EMPTY, "n", number)
              .thenRun(() -> confirmed.add(number)));
    }
  }

  @Test
  void a_listener_killed_with_sigkill_in_mid_batch_loses_nothing_that_was_confirmed(
      @TempDir Path folder) throws Exception {
    Notifier notifier =
        Notifier.builder(closing(transport().responseTimeout(SOON).open())).topics(topic).build();
    Set<Integer> handled = new HashSet<>();
    Set<Integer> unfinished = new HashSet<>();

    // The last one is not stuck when it is killed, but anywhere.
    for (int stuckAfter : List.of(507, 333, Integer.MAX_VALUE)) {
      send(notifier, 1_000);
      try (NumbersListener killed =
          new NumbersListener(vhost.url(), topic, stuckAfter, folder.resolve("log"))) {
        killed.awaitHandled(Math.min(stuckAfter, 400));
        send(notifier, 300);
        killed.awaitHandled(stuckAfter < Integer.MAX_VALUE ? stuckAfter : 450);
        killed.kill();

        unfinished.removeAll(killed.handled());
        handled.addAll(killed.handled());
        if (stuckAfter < Integer.MAX_VALUE) {
          assertThat(killed.unfinished()).isNotEmpty();
        }
        unfinished.addAll(killed.unfinished());
      }
    }
    assertThat(CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)))
        .succeedsWithin(SOON);
    Set<Integer> last = drain();

    assertThat(last).as("batches that had not ended").containsAll(unfinished);
    handled.addAll(last);
    assertThat(handled).containsAll(confirmed);
    assertThat(confirmed).hasSize(3_900);
  }

  /** Handles all that is left. */
  private Set<Integer> drain() {
    Set<Integer> handled = ConcurrentHashMap.newKeySet();
    NotificationListener listener =
        closing(
            NotificationListener.batchBuilder(
                    closing(transport().open()), Target.of(topic), 50, Duration.ofMillis(100))
                .on(
                    Priority.INFO,
                    events -> events.forEach(event -> handled.add(event.payload(Integer.class))))
                .build());
    listener.start(SOON);
    await().atMost(SOON).until(() -> vhost.queue(topic + ".info").messages() == 0);
    return handled;
  }
}
