package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.INFO;
import static dev.svar.rabbitmq.Station.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.DeliveryException;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a broker may say no to, on a server with limits of its own. */
@RabbitBroker
final class RefusalTest {
  private static final int LIMIT = 3 << 20;
  private static RabbitServer server;

  @BeforeAll
  static void start() {
    server = RabbitServer.builder().configure("max_message_size", "" + LIMIT).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Station station(Map<String, String> options) {
    return new Station(null, options, server.port());
  }

  private static Message message(int size) {
    return new Message(new byte[size], "application/json", "utf-8", Map.of());
  }

  @Test
  void a_message_above_the_limit_fails_alone() throws Exception {
    try (Station station = station(Map.of())) {
      station.listen(1000, DEMO);
      List<CompletableFuture<Void>> small = new ArrayList<>();
      List<CompletableFuture<Void>> large = new ArrayList<>();
      List<CompletableFuture<Void>> tooLarge = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        small.add(station.publish(DEMO, "small"));
        large.add(station.driver.publish(DEMO, message(LIMIT / 2), PublishOptions.DEFAULT));
        if (i % 7 == 3) {
          tooLarge.add(station.driver.publish(DEMO, message(LIMIT + 1), PublishOptions.DEFAULT));
        }
      }

      for (CompletableFuture<Void> one : tooLarge) {
        DriverException failure = Station.failure(one);
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure)
            .hasMessageStartingWith(
                "RabbitMQ refused the message of "
                    + (LIMIT + 1)
                    + " bytes: 406 PRECONDITION_FAILED - message size");
      }
      for (CompletableFuture<Void> one : small) {
        get(one);
      }
      int unknown = 0;
      for (CompletableFuture<Void> one : large) {
        try {
          get(one);
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(((DriverException) e.getCause()).outcome()).isEqualTo(Outcome.UNKNOWN);
          unknown++;
        }
      }
      assertThat(unknown).isLessThan(large.size());
      for (int i = 0; i < small.size() + large.size() - unknown; i++) {
        station.next().accept();
      }
      assertThat(station.events.count("lost")).isZero();
    }
  }

  @Test
  void a_message_without_confirm_that_is_refused_is_told() throws Exception {
    try (Station station = station(Map.of())) {
      get(station.driver.publish(DEMO, message(LIMIT + 1), PublishOptions.of(Confirm.NONE)));

      await().until(() -> station.events.count("refused") == 1);
      assertThat(station.events.lines)
          .anyMatch(
              line ->
                  line.startsWith(
                      "refused "
                          + (LIMIT + 1)
                          + " bytes of application/json REFUSED RabbitMQ refused the message"));
      station.send(DEMO, "m");
    }
  }

  @Test
  void a_wrong_password_is_refused_without_being_told() throws Exception {
    Events events = new Events();
    var driver =
        Drivers.open(
            List.of(new DriverConfig.Host("127.0.0.1", server.port(), "guest", "s3cret")),
            null,
            Map.of(),
            events);

    DriverException failure = Station.failure(driver.connect());

    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(failure)
        .hasMessageStartingWith(
            "No connection to RabbitMQ at 127.0.0.1:"
                + server.port()
                + ": user guest is refused with login method AMQPLAIN (")
        .hasMessageContaining("Check user and password of the transport URL")
        .message()
        .doesNotContain("s3cret");
    get(driver.close());
  }

  @Test
  void a_missing_virtual_host_is_refused_by_name() throws Exception {
    try (Station station = new Station("absent", Map.of(), server.port())) {
      DriverException failure = Station.failure(station.publish(INFO, "m"));

      assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(failure)
          .hasMessageContaining("virtual host absent is refused to user guest (530 NOT_ALLOWED");
    }
  }

  @Test
  void every_login_method_that_the_broker_offers_works() throws Exception {
    server.eval(
        "application:set_env(rabbit, auth_mechanisms, ['PLAIN', 'AMQPLAIN', 'RABBIT-CR-DEMO'])");
    for (String method : List.of("PLAIN", "AMQPLAIN", "RABBIT-CR-DEMO")) {
      try (Station station = station(Map.of("rabbit_login_method", method))) {
        get(station.driver.connect());
      }
    }
    try (Station station = station(Map.of("rabbit_login_method", "EXTERNAL"))) {
      assertThat(Station.failure(station.driver.connect()))
          .hasMessageContaining("No compatible authentication mechanism found");
    }
  }

  @Test
  void an_exchange_that_may_not_be_written_to_refuses() throws Exception {
    server.eval(
        "rabbit_auth_backend_internal:add_user(<<\"reader\">>, <<\"reader\">>, <<\"svar\">>),"
            + " rabbit_auth_backend_internal:set_permissions(<<\"reader\">>, <<\"/\">>,"
            + " <<\".*\">>, <<\"\">>, <<\".*\">>, <<\"svar\">>)");
    Events events = new Events();
    var driver =
        Drivers.open(
            List.of(new DriverConfig.Host("127.0.0.1", server.port(), "reader", "reader")),
            null,
            Map.of(),
            events);

    DriverException failure =
        Station.failure(driver.publish(DEMO, Station.message("m"), PublishOptions.DEFAULT));

    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(failure).hasMessageContaining("403 ACCESS_REFUSED");
    get(driver.close());
  }

  @Test
  void an_unreachable_host_is_named_with_its_cause() throws Exception {
    int free = dev.svar.testkit.net.LoopbackPorts.free();
    try (Station station = new Station(null, Map.of(), free)) {
      DriverException failure = Station.failure(station.driver.connect());

      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(failure)
          .hasMessage(
              "No connection to RabbitMQ at 127.0.0.1:"
                  + free
                  + ": ConnectException: Connection refused. Check host and port of the transport"
                  + " URL, and that the broker runs there");
    }
  }

  @Test
  void hosts_are_tried_in_turn() throws Exception {
    int free = dev.svar.testkit.net.LoopbackPorts.free();
    try (Station station = new Station(null, Map.of(), free, server.port(), free)) {
      station.listen(1, DEMO);
      station.send(DEMO, "m");
      assertThat(station.text()).isEqualTo("m");
    }
  }

  @Test
  void a_name_that_is_too_long_is_refused() throws Exception {
    try (Station station = station(Map.of())) {
      Address.Topic address = new Address.Topic("openstack", "t".repeat(256), null);

      assertThat(Station.failure(station.publish(address, "m")).outcome())
          .isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void what_a_blocked_broker_did_not_take_in_time_was_not_sent_and_never_is() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    try (Station station = station(Map.of());
        Transport transport = Transport.open(server.url());
        RpcServer serving =
            RpcServer.builder(transport, Target.of("blocked").withServer("host1"))
                .endpoint(new Notes(ran))
                .concurrency(1)
                .build()) {
      serving.start();
      RpcClient client = RpcClient.builder(transport, Target.of("blocked")).build();
      client.call(Context.EMPTY, "note", Map.of("text", "before"));
      RpcClient hasty = client.prepare().timeout(Duration.ofMillis(300)).build();
      server.eval("vm_memory_monitor:set_vm_memory_high_watermark(0.0)");
      try {
        station.publish(INFO, "m");
        await().until(() -> station.events.count("blocked") == 1);
        client.castAsync(Context.EMPTY, "note", Map.of("text", "patient"));
        await().until(() -> transport.counts().of(Counter.BLOCKED) == 1);

        assertNotSent(() -> hasty.cast(Context.EMPTY, "note", Map.of("text", "cast")));
        assertNotSent(() -> hasty.call(Context.EMPTY, "note", Map.of("text", "call")));
        assertThat(hasty.castAsync(Context.EMPTY, "note", Map.of("text", "castAsync")))
            .failsWithin(Duration.ofSeconds(30))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(DeliveryException.class)
            .withMessageContaining("was not sent within 300 ms");
      } finally {
        server.eval("vm_memory_monitor:set_vm_memory_high_watermark(0.4)");
      }
      client.call(Context.EMPTY, "note", Map.of("text", "after"));

      assertThat(ran).containsExactly("before", "patient", "after");
    }
  }

  @Test
  void a_request_or_a_result_above_the_limit_fails_its_call_alone() throws Exception {
    try (Transport transport = Transport.open(server.url());
        RpcServer serving =
            RpcServer.builder(transport, Target.of("large").withServer("host1"))
                .endpoint(new Sizes())
                .build()) {
      serving.start();
      RpcClient client = RpcClient.builder(transport, Target.of("large")).build();
      List<CompletableFuture<Object>> others = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        others.add(client.callAsync(Context.EMPTY, "text", Map.of("length", 10 + i)));
      }

      assertThatThrownBy(() -> client.call(Context.EMPTY, "text", Map.of("length", LIMIT)))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("The broker refused the result of text: ")
          .hasMessageContaining("406 PRECONDITION_FAILED - message size");
      assertThatThrownBy(
              () -> client.call(Context.EMPTY, "length", Map.of("text", "x".repeat(LIMIT))))
          .isInstanceOfSatisfying(
              DeliveryException.class,
              e -> assertThat(e.outcome()).isEqualTo(DeliveryException.Outcome.REFUSED))
          .hasMessageContaining("406 PRECONDITION_FAILED - message size");
      for (int i = 0; i < others.size(); i++) {
        assertThat(get(others.get(i))).isEqualTo("x".repeat(10 + i));
      }
      assertThat(client.call(Context.EMPTY, "length", Map.of("text", "abc"))).isEqualTo(3);
      assertThat(transport.counts().of(Counter.LOST)).isZero();
    }
  }

  /** Texts of any length. */
  public static final class Sizes {
    public String text(@Param("length") int length) {
      return "x".repeat(length);
    }

    public int length(@Param("text") String text) {
      return text.length();
    }
  }

  /** Notes what it is called with. */
  public static final class Notes {
    private final List<String> ran;

    Notes(List<String> ran) {
      this.ran = ran;
    }

    public void note(@Param("text") String text) {
      ran.add(text);
    }
  }

  private static void assertNotSent(ThrowingCallable sending) {
    assertThatThrownBy(sending)
        .isInstanceOfSatisfying(
            DeliveryException.class,
            e -> assertThat(e.outcome()).isEqualTo(DeliveryException.Outcome.NOT_SENT))
        .hasMessageContaining("was not sent within 300 ms: ");
  }

  @Test
  void a_full_queue_refuses_at_once() throws Exception {
    try (Station station =
        new Station(
            null,
            Map.of("svar_publish_queue_messages", "10", "svar_publish_queue_bytes", "1000"),
            server.port())) {
      server.eval("vm_memory_monitor:set_vm_memory_high_watermark(0.0)");
      try {
        CompletableFuture<Void> first = station.publish(INFO, "first");
        await().until(() -> station.events.count("blocked") == 1);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
          waiting.add(station.publish(INFO, "m"));
        }

        DriverException failure = Station.failure(station.publish(INFO, "m"));
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure)
            .hasMessageStartingWith("The queue of messages to publish is full: 10 messages, ");

        assertThat(waiting.get(0).cancel(false)).isTrue();
        waiting.set(0, station.publish(INFO, "instead"));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        server.eval("vm_memory_monitor:set_vm_memory_high_watermark(0.4)");
        get(first);
        for (CompletableFuture<Void> one : waiting) {
          get(one);
        }
        assertThat(station.events.count("unblocked")).isEqualTo(1);
        assertThat(station.events.count("lost")).isZero();
      } finally {
        server.eval("vm_memory_monitor:set_vm_memory_high_watermark(0.4)");
      }
    }
  }
}
