package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rpc.Streaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** One end of a stream is a transport, the other one the test itself, which writes by hand. */
abstract class StreamFixture extends MemoryBusFixture {
  static final Address.Topic STREAMS = new Address.Topic("openstack", "streams", null);

  private static final Pattern ID = Pattern.compile("\"_msg_id\": \"([0-9a-f]{32})\"");
  private static final Pattern QUEUE = Pattern.compile("\"_reply_q\": \"([^\"]+)\"");

  final Streaming streaming = new Streaming();
  final Driver byHand = open();
  private final List<Transport> transports = new ArrayList<>();

  @AfterEach
  void closeTransports() {
    streaming.letGo.countDown();
    transports.forEach(transport -> transport.close(Duration.ofMillis(100)));
  }

  /** A transport by the system's clock. */
  Transport transport() {
    return opened(Transport.builder(), "memory://" + bus);
  }

  /** A transport by the clock of the test. */
  Transport transportOfClock() {
    return opened(Transport.builder().clock(clock).scheduler(clock.timer()), "memory://" + bus);
  }

  /** A transport with these settings that is closed after the test. */
  Transport opened(Transport.Builder builder, String url) {
    Transport transport = builder.url(url).responseTimeout(SOON).open();
    transports.add(transport);
    return transport;
  }

  void serve(Transport transport) {
    RpcServer.builder(transport, Target.of("streams", "host1"))
        .endpoint(streaming)
        .concurrency(1)
        .build()
        .start();
  }

  static RpcClient client(Transport transport) {
    return RpcClient.builder(transport, Target.of("streams")).build();
  }

  static Stream<Object> begin(RpcClient client) {
    return client.multicall(Context.EMPTY, "count", Map.of());
  }

  static void counted(Transport transport, Counter counter, long count) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(transport.counts().of(counter)).as(counter.name()).isEqualTo(count));
  }

  /** The inner map of what {@code arrivals} gets next, with spaces, its ids written as ID. */
  static String text(Arrivals arrivals) throws InterruptedException {
    return inner(arrivals.text()).replaceAll("[0-9a-f]{32}", "ID");
  }

  static String inner(String body) {
    String start = "\"oslo.message\": \"";
    int from = body.indexOf(start) + start.length();
    return body.substring(from, body.length() - 2)
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
        .replace("\":", "\": ")
        .replace(",\"", ", \"");
  }

  /** Who made a request: where its replies go, and by which id. */
  record Caller(Driver driver, String queue, String id) {

    static Caller of(Driver driver, String request) {
      return new Caller(driver, found(QUEUE, request), found(ID, request));
    }

    private static String found(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      assertThat(matcher.find()).as(text).isTrue();
      return matcher.group(1);
    }

    /** Replies with these keys, in a message without envelope. */
    void reply(String keys) throws Exception {
      send(
          driver,
          new Address.Inbox(queue),
          "{\"_msg_id\": \"%s\", \"failure\": null, %s}".formatted(id, keys));
    }
  }
}
