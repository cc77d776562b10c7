package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import org.junit.jupiter.api.Test;

/** The commands against RabbitMQ. */
@RabbitBroker
final class RabbitTest {

  @Test
  void the_demo_gives_what_it_should_and_leaves_nothing_behind(VirtualHost vhost) {
    Svar ran = svar("demo", "--url", vhost.url());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).endsWith("\nAll 10 steps gave what they should.\n");
    assertThat(ran.code()).isZero();
    assertThat(vhost.queues()).isEmpty();
    assertThat(vhost.exchanges()).isEmpty();
  }

  @Test
  void a_call_is_served_and_a_server_is_pinged(VirtualHost vhost) throws InterruptedException {
    String url = vhost.url();
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      assertThat(svar("call", "test", "echo", "name=Zoë 日本", "n:=1.5", "--url", url))
          .isEqualTo(new Svar(0, "{\"name\":\"Zoë 日本\",\"n\":1.5}\n", ""));
      assertThat(svar("ping", "test", "-c", "1", "--url", url).code()).isZero();
      assertThat(one.line()).contains("  echo(name, n)  ").endsWith("  ok");
      assertThat(one.line()).contains("  oslo_rpc_server_ping()  ").endsWith("  ok");
    }
  }

  @Test
  void a_multicall_prints_each_answer_and_an_interrupt_ends_it_at_the_server(VirtualHost vhost)
      throws InterruptedException {
    String url = vhost.url();
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      assertThat(svar("multicall", "test", "count", "n:=1000", "--url", url).out())
          .hasLineCount(1000)
          .endsWith("\n999\n1000\n");
      assertThat(one.line()).endsWith("  ok, 1000 items");
      Serving running = Serving.start("multicall", "test", "count", "delay:=3600", "--url", url);
      assertThat(running.line()).isEqualTo("1");
      assertThat(running.interrupt()).isEqualTo(130);
      assertThat(one.line()).endsWith("  cancelled after 1 item");
    }
  }

  @Test
  void nobody_listening_is_exit_code_4(VirtualHost vhost) {
    assertThat(svar("call", "nobody", "m", "--url", vhost.url()).code()).isEqualTo(4);
    assertThat(svar("cast", "nobody", "m", "--url", vhost.url()).code()).isEqualTo(4);
    assertThat(svar("ping", "nobody", "-c", "1", "--url", vhost.url()).code()).isEqualTo(4);
  }

  @Test
  void a_wrong_password_is_exit_code_5_at_once(RabbitServer server) {
    Svar ran =
        svar("call", "t", "m", "--url", "rabbit://guest:wrong@127.0.0.1:" + server.port() + "/");

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err()).contains("user guest is refused").hasLineCount(1);
    assertThat(ran.err()).doesNotContain("wrong");
  }

  @Test
  void a_server_tells_of_its_connection(VirtualHost vhost) throws InterruptedException {
    try (Serving one = Serving.serve(vhost.url(), "test", "--server", "one")) {
      vhost.closeConnections("test");

      assertThat(one.line()).contains("  connection lost: ");
      String line = one.line();
      while (line.contains("  connection lost: ")) {
        line = one.line();
      }
      assertThat(line).contains("  connected again: ");
    }
  }
}
