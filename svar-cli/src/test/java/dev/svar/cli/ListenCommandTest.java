package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcOptions;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class ListenCommandTest {
  private String url;
  private Transport transport;

  @BeforeEach
  void open(TestInfo test) {
    url = "memory://" + test.getTestMethod().orElseThrow().getName().replace('_', '-');
    transport = Transport.open(url);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private void send(String... types) {
    for (String type : types) {
      send(Priority.INFO, type, Map.of("id", type));
    }
  }

  private void send(Priority priority, String type, Object payload) {
    Notifier.builder(transport)
        .publisherId("test.host1")
        .build()
        .notify(priority, Context.of(Map.of("request_id", "r-1")), type, payload);
  }

  private Svar take(int count) {
    return svar("listen", "--take", "--count", String.valueOf(count), "--url", url);
  }

  @Test
  void each_event_has_a_line_and_stays_where_it_was() throws InterruptedException {
    try (Serving tail = Serving.listen(url)) {
      send("a.b");

      assertThat(tail.line())
          .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  info      test\\.host1  a\\.b  id=a\\.b");
    }
    assertThat(take(1).out()).contains("  a.b  ");
  }

  @Test
  void it_says_where_it_listens() throws InterruptedException {
    try (Serving tail = Serving.start("listen", "--url", url)) {
      assertThat(tail.errLine())
          .isEqualTo(
              "svar: listening to openstack/notifications on "
                  + transport.url()
                  + " (every priority; private copies, nothing is taken)");
    }
    try (Serving some =
        Serving.start("listen", "--priority", "error", "--topic", "t", "--take", "--url", url)) {
      assertThat(some.errLine())
          .isEqualTo(
              "svar: listening to openstack/t on "
                  + transport.url()
                  + " (error; taken from their queues)");
    }
  }

  @Test
  void for_scripts_each_event_is_one_object() throws InterruptedException {
    try (Serving tail = Serving.listen(url, "-o", "json")) {
      send(Priority.SAMPLE, "a.b", Map.of("deep", Map.of("n", 1.5)));

      assertThat(tail.line())
          .matches(
              "\\{\"event_type\":\"a\\.b\",\"publisher_id\":\"test\\.host1\","
                  + "\"priority\":\"SAMPLE\",\"timestamp\":\"[-0-9]+ [0-9:.]+\","
                  + "\"message_id\":\"[0-9a-f-]{36}\",\"payload\":\\{\"deep\":\\{\"n\":1\\.5}},"
                  + "\"context\":\\{\"request_id\":\"r-1\"}}");
    }
  }

  @Test
  void only_priorities_that_were_named() throws InterruptedException {
    try (Serving tail = Serving.listen(url, "--priority", "error", "--priority", "warning")) {
      send("left.out");
      send(Priority.ERROR, "an.error", null);
      send(Priority.WARN, "a.warning", null);

      assertThat(tail.line()).endsWith("  error     test.host1  an.error");
      assertThat(tail.line()).endsWith("  warn      test.host1  a.warning");
    }
  }

  @Test
  void only_events_that_match_every_rule() throws InterruptedException {
    try (Serving tail =
        Serving.listen(
            url,
            "--event-type",
            "compute\\.",
            "--publisher",
            "test",
            "--payload",
            "host=h1",
            "--payload",
            "nova_object.data.state=act")) {
      Map<String, Object> data = Map.of("nova_object.data", Map.of("state", "active"));
      send(Priority.INFO, "volume.other", Map.of("host", "h1"));
      send(Priority.INFO, "compute.other", data);
      send(
          Priority.INFO,
          "compute.wanted",
          Map.of("host", "h1", "nova_object.data", data.get("nova_object.data")));

      assertThat(tail.line()).contains("  compute.wanted  state=active");
    }
  }

  @Test
  void what_is_taken_is_gone_and_no_more_than_the_count() {
    send("one", "two", "three");

    Svar first = take(1);

    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("  one  id=one\n").hasLineCount(1);
    assertThat(first.err())
        .endsWith(
            "\nsvar: took 1 event for good. What else is there, and comes from now on, waits in"
                + " notifications.audit, notifications.debug, notifications.info,"
                + " notifications.warn, notifications.error, notifications.critical,"
                + " notifications.sample\n");
    assertThat(take(2).out()).contains("  two  ", "  three  ").doesNotContain("  one  ");
  }

  @Test
  void a_pool_keeps_what_comes_while_nobody_listens() throws InterruptedException {
    try (Serving first = Serving.listen(url, "--pool", "billing")) {
      send("one");
      assertThat(first.line()).contains("  one  ");
      assertThat(first.interrupt()).isZero();
      assertThat(first.errLine())
          .isEqualTo(
              "svar: the pool billing stays, and keeps what comes from now on for whoever listens"
                  + " with --pool billing");
    }
    send("left.out", "two", "three");

    Svar second = svar("listen", "--pool", "billing", "--event-type", "t", "-c", "1", "--url", url);
    Svar third = svar("listen", "--pool", "billing", "-c", "1", "--url", url);

    assertThat(second.out()).contains("  two  ").hasLineCount(1);
    assertThat(third.out()).contains("  three  ").hasLineCount(1);
    assertThat(take(4).out()).contains("  one  ", "  left.out  ", "  two  ", "  three  ");
  }

  @Test
  void an_interrupt_is_its_end_unless_a_count_was_asked_for() throws InterruptedException {
    Serving endless = Serving.listen(url);
    assertThat(endless.interrupt()).isZero();

    Serving counting = Serving.listen(url, "--count", "2");
    send("one");
    counting.line();
    assertThat(counting.interrupt()).isEqualTo(130);
    assertThat(counting.errLine()).isEqualTo("svar: interrupted after 1 of 2 events");
  }

  @Test
  void what_nobody_reads_any_more_goes_back() {
    send("one", "two", "three");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal head =
        new Terminal(
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(new Head(1), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            () -> {});

    assertThat(Main.run(head, "listen", "--take", "--url", url)).isZero();

    assertThat(err.toString(UTF_8)).contains("svar: took 1 event for good.");
    assertThat(take(2).out()).contains("  two  ", "  three  ");
  }

  @Test
  void what_is_no_event_is_told_apart_from_the_events() throws InterruptedException {
    RpcOptions options = RpcOptions.builder().option("transport_url", url).build();
    try (Serving take = Serving.listen(url, "--take", "--priority", "info");
        RpcBackend loud = RpcBackend.open(options)) {
      loud.notify(Context.EMPTY, "notifications.info", Map.of("priority", "LOUD"));
      send("an.event");

      assertThat(take.errLine())
          .startsWith("svar: acknowledged an event of a priority that was not asked for: ")
          .endsWith(": loud");
      assertThat(take.line()).contains("  an.event  ");
    }
  }
}
