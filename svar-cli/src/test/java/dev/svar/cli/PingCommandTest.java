package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PingCommandTest {

  @Test
  void each_answer_has_a_line_and_all_have_a_summary() throws InterruptedException {
    String url = "memory://ping";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      Svar ran = svar("ping", "test", "--server", "one", "-c", "2", "-i", "0", "--url", url);

      assertThat(ran.code()).isZero();
      List<String> lines = ran.out().lines().toList();
      assertThat(lines).hasSize(5);
      assertThat(lines.get(0)).isEqualTo("Pinging openstack/test@one on memory://ping/");
      assertThat(lines.get(1)).matches("seq=1 time=\\d+\\.\\d\\d ms pong");
      assertThat(lines.get(2)).matches("seq=2 time=\\d+\\.\\d\\d ms pong");
      assertThat(lines.get(3))
          .matches("--- openstack/test@one: 2 sent, 2 answered, 0.0% lost, \\d+\\.\\d\\d s");
      assertThat(lines.get(4)).matches("min .* ms, median .* ms, p99 .* ms, max .* ms");
      assertThat(one.line()).contains("  oslo_rpc_server_ping()  context: -  ");
    }
  }

  @Test
  void for_scripts_each_line_is_an_object() throws InterruptedException {
    String url = "memory://ping-json";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      List<String> lines =
          svar("ping", "test", "-c", "1", "-o", "json", "--url", url).out().lines().toList();

      assertThat(lines).hasSize(2);
      assertThat(lines.get(0)).matches("\\{\"seq\":1,\"time_ms\":\\d+\\.\\d+,\"answer\":\"pong\"}");
      assertThat(lines.get(1))
          .matches(
              "\\{\"sent\":1,\"answered\":1,\"loss_percent\":0\\.0,\"elapsed_ms\":[\\d.]+,"
                  + "\"min_ms\":[\\d.]+,\"median_ms\":[\\d.]+,\"p99_ms\":[\\d.]+,"
                  + "\"max_ms\":[\\d.]+}");
      assertThat(one.line()).contains("ping");
    }
  }

  @Test
  void a_server_without_ping_is_up() {
    String url = "memory://ping-without";
    try (Transport transport = Transport.open(url);
        RpcServer server =
            RpcServer.builder(transport, Target.of("test", "one"))
                .endpoint(new DemoEndpoint("one", null, null))
                .build()) {
      server.start();
      Svar ran = svar("ping", "test", "-c", "1", "--url", url);

      assertThat(ran.code()).isZero();
      assertThat(ran.out())
          .contains(
              " ms no pong: the server is up, but serves no pings (rpc_ping_enabled is false"
                  + " there)\n")
          .contains(": 1 sent, 1 answered, 0.0% lost, ");
    }
  }

  @Test
  void nobody_listening_is_exit_code_4() {
    Svar ran = svar("ping", "test", "-c", "2", "-i", "0", "--url", "memory://ping-nobody");

    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out())
        .contains("seq=1 lost: Nobody listens: the broker has no queue for openstack/test, ")
        .contains("seq=2 lost: Nobody listens: ")
        .contains(": 2 sent, 0 answered, 100.0% lost, ")
        .doesNotContain("min ");
  }

  @Test
  void an_interrupt_ends_it_with_the_summary() throws InterruptedException {
    String url = "memory://ping-interrupted";
    try (Serving one = Serving.serve(url, "test", "--server", "one");
        Serving ping = Serving.start("ping", "test", "-i", "3600", "--url", url)) {
      ping.line();
      assertThat(ping.line()).contains("seq=1").contains("pong");
      int code = ping.interrupt();

      assertThat(ping.line()).contains("1 sent, 1 answered, 0.0% lost");
      assertThat(ping.line()).startsWith("min ");
      assertThat(code).isZero();
      assertThat(one.line()).contains("ping");
    }
  }
}
