package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.notify.Notifier;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The commands about events against RabbitMQ. */
@RabbitBroker
final class RabbitEventsTest {
  private static final String QUEUE = "notifications.info";

  private static void send(VirtualHost vhost, Object payload, String... types) {
    try (Transport transport = Transport.open(vhost.url())) {
      Notifier notifier = Notifier.builder(transport).build();
      for (String type : types) {
        notifier.info(Context.EMPTY, type, payload);
      }
    }
  }

  private static List<String> queues(VirtualHost vhost) {
    return vhost.queues().stream().map(VirtualHost.Queue::name).toList();
  }

  private static void awaitMessages(VirtualHost vhost, String queue, int messages) {
    await().untilAsserted(() -> assertThat(vhost.queue(queue).messages()).isEqualTo(messages));
  }

  @Test
  void to_look_takes_nothing_and_leaves_nothing_behind(VirtualHost vhost) throws Exception {
    svar("notify", "before", "--url", vhost.url());
    try (Serving tail = Serving.listen(vhost.url())) {
      assertThat(svar("notify", "compute.create", "id=7", "--url", vhost.url()).code()).isZero();

      assertThat(tail.line()).endsWith("  compute.create  id=7");
      assertThat(tail.interrupt()).isZero();
      assertThat(tail.rest()).isEmpty();
    }

    assertThat(queues(vhost)).containsExactly(QUEUE);
    awaitMessages(vhost, QUEUE, 2);
  }

  @Test
  void what_was_not_asked_for_stays_in_the_queue(VirtualHost vhost) {
    send(vhost, null, "one", "two", "three", "four", "five");

    Svar ran = svar("listen", "--take", "-c", "2", "--priority", "info", "--url", vhost.url());

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("  one\n", "  two\n").hasLineCount(2);
    awaitMessages(vhost, QUEUE, 3);
    assertThat(
            svar("listen", "--take", "-c", "3", "--priority", "info", "--url", vhost.url()).out())
        .contains("  three\n", "  four\n", "  five\n");
    awaitMessages(vhost, QUEUE, 0);
  }

  @Test
  void a_pool_is_a_queue_that_stays(VirtualHost vhost) throws Exception {
    try (Serving pool =
        Serving.listen(vhost.url(), "--pool", "billing", "--event-type", "wanted")) {
      send(vhost, null, "left.out", "wanted");

      assertThat(pool.line()).endsWith("  wanted");
      assertThat(pool.interrupt()).isZero();
      assertThat(pool.errLine())
          .isEqualTo(
              "svar: the pool billing stays, and keeps what comes from now on for whoever listens"
                  + " with --pool billing. To end that: rabbitmqctl delete_queue billing -p "
                  + vhost.name());
    }
    awaitMessages(vhost, "billing", 0);

    send(vhost, null, "later");

    assertThat(queues(vhost)).containsExactlyInAnyOrder("billing", QUEUE);
    awaitMessages(vhost, "billing", 1);
    awaitMessages(vhost, QUEUE, 3);
  }

  @Test
  void sigterm_ends_it_when_the_event_under_way_is_printed(VirtualHost vhost) throws Exception {
    send(vhost, large(), "one", "two", "three");
    Process process = start("listen", "--take", "-o", "json", "--url", vhost.url());
    try (BufferedReader out = reader(process)) {
      assertThat(out.read()).isEqualTo('{');
      process.toHandle().destroy(); // Process.destroy would close its output, too
      await().until(() -> vhost.consumers().isEmpty());

      assertThat(out.readLine()).contains("\"event_type\":\"one\"");
      assertThat(out.readLine()).isNull();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    awaitMessages(vhost, QUEUE, 2);
  }

  @Test
  void an_event_that_nobody_reads_to_its_end_goes_back(VirtualHost vhost) throws Exception {
    send(vhost, large(), "one", "two", "three");
    Process process = start("listen", "--take", "-o", "json", "--url", vhost.url());
    try {
      BufferedReader out = reader(process);
      assertThat(out.read()).isEqualTo('{');
      out.close();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    awaitMessages(vhost, QUEUE, 3);
  }

  /** More than a pipe takes, so that the command waits for whoever reads. */
  private static Map<String, String> large() {
    return Map.of("text", "x".repeat(300_000));
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  private static Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
