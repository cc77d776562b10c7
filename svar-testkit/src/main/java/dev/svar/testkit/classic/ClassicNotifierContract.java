package dev.svar.testkit.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.classic.Connection;
import dev.svar.classic.NotifierApi;
import dev.svar.classic.RpcBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What the notifier of openstack.common.notifier does on every driver. */
public abstract class ClassicNotifierContract extends ClassicEndToEnd {

  private RpcBackend notifying(String... modules) {
    return backend(
        Map.of(
            "notification_driver",
            List.of(modules),
            "notification_topics",
            List.of(topic, topic + "-too"),
            "rpc_notifier2.topics",
            List.of(topic + "-v2")));
  }

  private BlockingQueue<Map<String, Object>> listen(RpcBackend backend, String queue) {
    BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    Connection connection = closing(backend.createConnection());
    connection.joinConsumerPool(events::add, queue, queue, null);
    connection.consumeInThread();
    return events;
  }

  @Test
  public void an_event_goes_to_each_topic_by_its_priority_with_the_whole_context()
      throws Exception {
    RpcBackend backend =
        notifying(
            "openstack.common.notifier.rpc_notifier",
            "nova.openstack.common.notifier.rpc2",
            "test");
    NotifierApi notifier = backend.notifier();

    notifier.notify(CONTEXT, "compute.host1", "compute.created", "ERROR", Map.of("a", 1));

    Map<String, Object> message = notifier.recorded().get(0).toMap();
    for (String queue : List.of(topic, topic + "-too", topic + "-v2")) {
      Map<String, Object> heard = next(listen(backend, queue + ".error"));
      assertThat(heard)
          .containsAllEntriesOf(message)
          .containsEntry("_context_user", "fake")
          .containsEntry("_context_auth_token", "secret");
      assertThat(String.valueOf(heard.get("_unique_id"))).matches("[0-9a-f]{32}");
      assertThat(heard).hasSize(message.size() + CONTEXT.toMap().size() + 1);
    }
  }

  @Test
  public void an_event_without_a_context_goes_in_that_of_an_administrator() throws Exception {
    RpcBackend backend = notifying("rpc_notifier");
    BlockingQueue<Map<String, Object>> events = listen(backend, topic + ".info");

    backend.notifier().notify(null, "p", "e", "INFO", null);

    assertThat(next(events))
        .containsEntry("payload", null)
        .containsEntry("_context_is_admin", true)
        .containsEntry("_context_user", null);
  }

  @Test
  public void what_cannot_be_sent_stops_nothing_that_follows() throws Exception {
    RpcBackend backend = notifying("rpc", "rpc2", "test");
    BlockingQueue<Map<String, Object>> events = listen(backend, topic + "-v2.info");

    backend.notifier().notify(CONTEXT, "p", "bad", "INFO", Map.of("bad", new Object()));
    backend.notifier().notify(CONTEXT, "p", "good", "INFO", Map.of("good", 1));

    assertThat(next(events)).containsEntry("event_type", "good");
    assertThat(backend.notifier().recorded()).hasSize(2);
  }
}
