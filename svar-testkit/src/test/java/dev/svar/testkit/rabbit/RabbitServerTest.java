package dev.svar.testkit.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.testkit.net.LoopbackPorts;
import dev.svar.testkit.net.TlsCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RabbitBroker
final class RabbitServerTest {

  private static final String DECLARE =
      """
      V = <<"%s">>, \
      X = rabbit_misc:r(V, exchange, <<"openstack">>), \
      rabbit_exchange:declare(X, topic, false, false, false, [], <<"guest">>), \
      Q = rabbit_misc:r(V, queue, <<"demo">>), \
      {new, _} = rabbit_amqqueue:declare(Q, false, false, \
        [{<<"x-expires">>, signedint, 1800000}], none, <<"guest">>), \
      ok = rabbit_binding:add({binding, X, <<"demo.key">>, Q, []}, <<"guest">>)""";

  @Test
  void it_says_what_is_in_a_virtual_host(RabbitServer server, VirtualHost vhost) {
    server.eval(DECLARE.formatted(vhost.name()));

    assertThat(vhost.queues())
        .containsExactly(
            new VirtualHost.Queue(
                "demo", "classic", false, false, false, Map.of("x-expires", 1800000L), 0, 0));
    assertThat(vhost.exchanges())
        .containsExactly(new VirtualHost.Exchange("openstack", "topic", false, false, Map.of()));
    assertThat(vhost.bindings())
        .containsExactly(new VirtualHost.Binding("openstack", "demo", "demo.key"));
    assertThat(vhost.consumers()).isEmpty();
    assertThat(vhost.connections()).isZero();
  }

  @Test
  void it_deletes_queues_and_exchanges(RabbitServer server, VirtualHost vhost) {
    server.eval(DECLARE.formatted(vhost.name()));

    vhost.deleteQueue("demo");
    vhost.deleteExchange("openstack");

    assertThat(vhost.queues()).isEmpty();
    assertThat(vhost.exchanges()).isEmpty();
  }

  @Test
  void the_command_line_tool_reaches_it(RabbitServer server, VirtualHost vhost) {
    server.eval(DECLARE.formatted(vhost.name()));

    assertThat(server.ctl("-p", vhost.name(), "list_queues", "name", "arguments"))
        .contains("demo\t[{\"x-expires\",1800000}]");
    assertThatThrownBy(() -> server.ctl("list_queues", "nonsense"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void an_error_in_erlang_is_reported(RabbitServer server) {
    assertThatThrownBy(() -> server.eval("1 = 2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("{error,{badmatch,2}}")
        .hasMessageContaining("1 = 2");
  }

  @Test
  void a_virtual_host_is_gone_after_its_close(RabbitServer server) {
    VirtualHost vhost = server.newVhost();
    assertThat(server.eval("rabbit_vhost:list_names()")).contains(vhost.name());

    vhost.close();

    assertThat(server.eval("rabbit_vhost:list_names()")).doesNotContain(vhost.name());
  }

  @Test
  void addresses_encode_the_virtual_host(RabbitServer server) {
    assertThat(server.url()).isEqualTo("rabbit://guest:guest@127.0.0.1:" + server.port() + "/");
    assertThat(server.url("a b/c")).endsWith("/a%20b%2Fc");
  }

  @Test
  void it_stops_dies_freezes_and_comes_back_on_its_port_and_leaves_nothing(@TempDir Path folder) {
    TlsCertificates certificates = TlsCertificates.create(folder.resolve("tls"));
    Path directory = folder.resolve("server");
    List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
    List<ProcessHandle> processes;
    try (RabbitServer server =
        RabbitServer.builder()
            .directory(directory)
            .tls(certificates)
            .configure("consumer_timeout", "2000")
            .start()) {
      assertThat(server.eval("application:get_env(rabbit, consumer_timeout)"))
          .isEqualTo("{ok,2000}");
      assertThat(listens(server.port())).isTrue();
      assertThat(listens(server.tlsPort())).isTrue();

      server.stopApp();
      assertThat(listens(server.port())).isFalse();
      // As if the last start were not over.
      server.eval("register(rabbit_boot, spawn(fun() -> receive after 500 -> ok end end))");
      server.startApp();
      assertThat(listens(server.port())).isTrue();

      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(listens(server.port())).isFalse();
      server.restart();
      assertThat(listens(server.port())).isTrue();

      server.newVhost();
      server.restart();
      assertThat(server.eval("rabbit_vhost:list_names()")).contains("test-1");

      server.freeze();
      processes =
          ProcessHandle.current()
              .descendants()
              .filter(process -> !before.contains(process))
              .toList();
      server.thaw();
      assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(processes.stream().map(RabbitServerTest::program))
          .contains("beam.smp", "erl_child_setup", "inet_gethost", "epmd");
      server.freeze();
    }
    assertThat(directory).doesNotExist();
    assertThat(processes)
        .filteredOn(ProcessHandle::isAlive)
        .filteredOn(process -> !Processes.isZombie(process))
        .isEmpty();
  }

  @Test
  void a_server_that_does_not_start_says_why(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                RabbitServer.builder()
                    .directory(folder.resolve("server"))
                    .configure("nonsense", "1")
                    .start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("RabbitMQ did not start")
        .hasMessageContaining("nonsense");
    assertThat(Files.exists(folder.resolve("server"))).isFalse();
  }

  private static String program(ProcessHandle process) {
    return process.info().command().map(path -> Path.of(path).getFileName().toString()).orElse("");
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LoopbackPorts.loopback(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
