package dev.svar.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.svar.testkit.net.FaultProxy.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

  private static final int SOON = 10_000;
  private static final int BRIEFLY = 100;

  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket();
    server.bind(new InetSocketAddress(LoopbackPorts.loopback(), 0));
    server.setSoTimeout(SOON);
    proxy = FaultProxy.open(server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("svar-fault-proxy-" + proxy.port() + "-"));
  }

  @Test
  void it_forwards_both_ways_and_ends_with_its_sides() throws IOException {
    try (Socket client = connect();
        Socket peer = accept()) {
      client.getOutputStream().write(1);
      assertThat(peer.getInputStream().read()).isEqualTo(1);
      peer.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
      assertThat(proxy.connections()).isEqualTo(1);

      client.shutdownOutput();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      peer.getOutputStream().write(3);
      assertThat(client.getInputStream().read()).isEqualTo(3);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void a_cut_is_an_error_on_both_sides() throws IOException {
    try (Socket client = connect();
        Socket peer = accept()) {
      proxy.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).hasMessage("Connection reset");
      assertThatThrownBy(() -> peer.getInputStream().read()).hasMessage("Connection reset");
    }
  }

  @Test
  void a_stalled_direction_holds_back_and_the_other_goes_on() throws IOException {
    try (Socket client = connect();
        Socket peer = accept()) {
      proxy.stall(Direction.TO_SERVER);
      client.getOutputStream().write(1);
      peer.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
      peer.setSoTimeout(BRIEFLY);
      assertThatThrownBy(() -> peer.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.resume();

      peer.setSoTimeout(SOON);
      assertThat(peer.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void a_stalled_connection_can_be_cut() throws IOException {
    try (Socket client = connect();
        Socket peer = accept()) {
      proxy.stall();
      client.getOutputStream().write(1);
      proxy.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).hasMessage("Connection reset");
      assertThatThrownBy(() -> peer.getInputStream().read()).hasMessage("Connection reset");
      await().until(() -> proxy.connections() == 0);
    }
  }

  @Test
  void it_refuses_and_accepts_again_on_its_port() throws IOException {
    try (Socket client = connect();
        Socket peer = accept()) {
      proxy.refuse();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      client.getOutputStream().write(1);
      assertThat(peer.getInputStream().read()).isEqualTo(1);

      proxy.accept();

      try (Socket second = connect();
          Socket secondPeer = accept()) {
        second.getOutputStream().write(2);
        assertThat(secondPeer.getInputStream().read()).isEqualTo(2);
      }
    }
  }

  @Test
  void without_a_server_a_connection_is_reset() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).hasMessage("Connection reset");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(LoopbackPorts.loopback(), proxy.port());
    socket.setSoTimeout(SOON);
    return socket;
  }

  private Socket accept() throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(SOON);
    return socket;
  }
}
