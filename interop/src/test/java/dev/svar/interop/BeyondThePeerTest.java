package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.testkit.rabbit.VirtualHost;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Options that oslo.messaging 14.0 does not know yet (14.7 does): Java to Java, and by what the
 * broker lists.
 */
class BeyondThePeerTest extends InteropTest {

  private void callAndFanout(Transport transport) throws InterruptedException {
    JavaEndpoint first = javaServer(transport, "host1");
    JavaEndpoint second = javaServer(transport, "host2");
    RpcClient client = RpcClient.builder(transport, TARGET).build();

    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
    client.fanout(Context.EMPTY, "tell", Map.of("what", "all"));
    assertThat(first.told.poll(SOON.toSeconds(), SECONDS)).isEqualTo("all");
    assertThat(second.told.poll(SOON.toSeconds(), SECONDS)).isEqualTo("all");
  }

  private Stream<VirtualHost.Queue> queues(String prefix) {
    return vhost.queues().stream().filter(queue -> queue.name().startsWith(prefix));
  }

  @Test
  void transient_queues_are_quorum_queues() throws Exception {
    callAndFanout(java("?rabbit_quorum_queue=true&rabbit_transient_quorum_queue=true"));

    assertThat(vhost.queues())
        .allSatisfy(
            queue -> {
              assertThat(queue.type()).isEqualTo("quorum");
              assertThat(queue.durable()).isTrue();
            });
    assertThat(queues("reply_")).hasSize(1);
    assertThat(queues("demo_fanout_"))
        .hasSize(2)
        .allSatisfy(queue -> assertThat(queue.arguments()).containsEntry("x-expires", 1_800_000L));
  }

  @Test
  void the_queue_manager_names_queues_after_host_and_process() throws Exception {
    callAndFanout(java("?use_queue_manager=true&hostname=node1&processname=proc1"));

    assertThat(queues("reply_node1:proc1:")).hasSize(1);
    assertThat(queues("demo_fanout_node1:proc1:")).hasSize(2);
  }

  @Test
  void fanouts_go_through_one_stream() throws Exception {
    callAndFanout(
        java(
            "?rabbit_stream_fanout=true&rabbit_transient_quorum_queue=true"
                + "&rabbit_qos_prefetch_count=10"));

    assertThat(queues("demo_fanout"))
        .singleElement()
        .satisfies(
            queue -> {
              assertThat(queue.type()).isEqualTo("stream");
              assertThat(queue.arguments()).containsEntry("x-max-age", "1800s");
            });
  }
}
