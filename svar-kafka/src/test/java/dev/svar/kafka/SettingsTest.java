package dev.svar.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.svar.driver.Address;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverConfig.Host;
import dev.svar.driver.Option;
import dev.svar.testkit.RecordingEvents;
import dev.svar.testkit.RecordingEvents.Degraded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's clients are told, and what things are called. */
final class SettingsTest {
  private static final List<Host> ONE = List.of(new Host("k1", 9093, null, null));

  @Test
  void every_option_of_oslo_messaging_is_known() {
    assertThat(KafkaOptions.ALL.stream().map(Option::name))
        .contains(
            "kafka_max_fetch_bytes",
            "kafka_consumer_timeout",
            "consumer_group",
            "producer_batch_timeout",
            "producer_batch_size",
            "compression_codec",
            "enable_auto_commit",
            "max_poll_records",
            "security_protocol",
            "sasl_mechanism",
            "ssl_cafile",
            "ssl_client_cert_file",
            "ssl_client_key_file",
            "ssl_client_key_password");
  }

  @Test
  void a_producer_confirms_all_and_repeats_without_doubling() {
    Map<String, Object> settings = settings(ONE, Map.of()).producer();
    String id = (String) settings.remove("client.id");

    assertThat(id).startsWith("svar-test-").endsWith("-producer");
    assertThat(settings)
        .containsOnly(
            entry("bootstrap.servers", "k1:9093"),
            entry("request.timeout.ms", 10_000),
            entry("metadata.max.age.ms", 60_000),
            entry("enable.metrics.push", false),
            entry("security.protocol", "PLAINTEXT"),
            entry("acks", "all"),
            entry("enable.idempotence", true),
            entry("linger.ms", 0L),
            entry("batch.size", 16_384),
            entry("compression.type", "none"),
            entry("max.request.size", 65 << 20),
            entry("buffer.memory", 10_000L * 16_384 + (256L << 20)),
            entry("max.block.ms", 10_000L),
            entry("delivery.timeout.ms", 30_000));
  }

  @Test
  void a_producer_batches_and_compresses_as_the_options_say() {
    Map<String, Object> settings =
        settings(
                ONE,
                Map.of(
                    "producer_batch_timeout",
                    0.25,
                    "producer_batch_size",
                    1000,
                    "compression_codec",
                    "zstd"))
            .producer();

    assertThat(settings)
        .containsEntry("linger.ms", 250L)
        .containsEntry("batch.size", 1000)
        .containsEntry("compression.type", "zstd");
  }

  @Test
  void a_consumer_reads_for_its_group_and_commits_itself() {
    Map<String, Object> settings =
        settings(ONE, Map.of("enable_auto_commit", true, "max_poll_records", 7))
            .consumer("pool1", 3);
    String id = (String) settings.remove("client.id");

    assertThat(id).endsWith("-consumer-3");
    assertThat(settings)
        .containsOnly(
            entry("bootstrap.servers", "k1:9093"),
            entry("request.timeout.ms", 10_000),
            entry("default.api.timeout.ms", 10_000),
            entry("metadata.max.age.ms", 60_000),
            entry("enable.metrics.push", false),
            entry("security.protocol", "PLAINTEXT"),
            entry("group.id", "pool1"),
            entry("group.protocol", "classic"),
            entry(
                "partition.assignment.strategy",
                List.of(StickyAssignor.class.getName(), RangeAssignor.class.getName())),
            entry("auto.offset.reset", "latest"),
            entry("enable.auto.commit", false),
            entry("allow.auto.create.topics", false),
            entry("heartbeat.interval.ms", 1000),
            entry("max.poll.records", 7),
            entry("max.partition.fetch.bytes", 1 << 20));
  }

  @Test
  void a_tail_has_no_group() {
    assertThat(settings(ONE, Map.of()).tail(1))
        .doesNotContainKeys("group.id", "partition.assignment.strategy")
        .containsEntry("enable.auto.commit", false);
  }

  @Test
  void raw_properties_win() {
    Settings settings = settings(ONE, Map.of("svar_client_properties", "acks:1,client.rack:r1"));

    assertThat(settings.producer()).containsEntry("acks", "1").containsEntry("client.rack", "r1");
    assertThat(settings.consumer("g", 1)).containsEntry("client.rack", "r1");
    assertThat(settings.admin()).containsEntry("client.rack", "r1");
  }

  @Test
  void hosts_of_the_url_are_the_brokers() {
    assertThat(settings(List.of(), Map.of()).brokers).isEqualTo("localhost:9092");
    assertThat(
            settings(
                    List.of(
                        new Host("k1", null, "u", "p"),
                        new Host(null, 9093, "u", "p"),
                        new Host("::1", 9094, "u", "p"),
                        new Host("10.0.0.1", null, "u", "p")),
                    Map.of())
                .brokers)
        .isEqualTo("k1:9092,localhost:9093,[::1]:9094,10.0.0.1:9092");
  }

  @Test
  void credentials_come_from_the_first_host_however_they_are_written() {
    Map<String, Object> settings =
        settings(
                List.of(new Host("k1", 1, "us\"er", "pa\\ss"), new Host("k2", 1, "x", "y")),
                Map.of("security_protocol", "SASL_PLAINTEXT"))
            .producer();

    assertThat(settings)
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"us\\\"er\" password=\"pa\\\\ss\";");
  }

  @Test
  void scram_has_a_module_of_its_own() {
    Map<String, Object> settings =
        settings(
                List.of(new Host("k1", 1, "u", "p")),
                Map.of("security_protocol", "SASL_PLAINTEXT", "sasl_mechanism", "SCRAM-SHA-512"))
            .consumer("g", 1);

    assertThat(settings)
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"u\" password=\"p\";");
  }

  @Test
  void credentials_must_be_there() {
    assertThatThrownBy(() -> settings(ONE, Map.of("security_protocol", "SASL_SSL")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "security_protocol: SASL_SSL needs a name and a password (expected:"
                + " kafka://name:password@host:9092/)");
  }

  @Test
  void pem_files_are_handed_over_as_text(@TempDir Path directory) throws Exception {
    String certificate = "-----BEGIN CERTIFICATE-----\n";
    String key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
    Path ca = Files.writeString(directory.resolve("ca.pem"), certificate);
    Path own = Files.writeString(directory.resolve("own.pem"), certificate);
    Path secret = Files.writeString(directory.resolve("own.key"), key);

    Map<String, Object> settings =
        settings(
                ONE,
                Map.of(
                    "security_protocol",
                    "SSL",
                    "ssl_cafile",
                    ca,
                    "ssl_client_cert_file",
                    own,
                    "ssl_client_key_file",
                    secret,
                    "ssl_client_key_password",
                    "pw"))
            .producer();

    assertThat(settings)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", certificate)
        .containsEntry("ssl.keystore.type", "PEM")
        .containsEntry("ssl.keystore.certificate.chain", certificate)
        .containsEntry("ssl.keystore.key", key)
        .containsEntry("ssl.key.password", "pw");
  }

  @Test
  void a_confirm_cannot_come_before_the_requests_time() {
    assertThatThrownBy(() -> settings(ONE, Map.of("svar_delivery_timeout", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "svar_delivery_timeout: 3.0 (expected: svar_request_timeout and"
                + " producer_batch_timeout together, 10.0, or more)");
  }

  @Test
  void what_is_not_done_as_configured_is_told() {
    RecordingEvents events = new RecordingEvents();
    List<Host> hosts = List.of(new Host("k1", 1, "u", "p"), new Host("k2", 1, null, null));

    new KafkaDriverProvider()
        .open(Drivers.config(hosts, null, Map.of("enable_auto_commit", true)), events);

    assertThat(events.all(Degraded.class))
        .extracting(Degraded::what)
        .containsExactly(
            "enable_auto_commit=true would lose events that are fetched and not handled: they are"
                + " committed after they were handled",
            "The hosts of the URL have different credentials: those of the first one are used for"
                + " all");
  }

  @Test
  void the_virtual_host_ends_the_names_of_topics_for_whom_the_option_says() {
    Address events = new Address.Events("nova", "notifications.info", null);

    assertThat(topics("v1", Map.of()).toSend(events)).isEqualTo("notifications.info.v1");
    assertThat(topics("v1", Map.of()).toRead(events)).isEqualTo("notifications.info.v1");
    assertThat(topics("v1", Map.of()).dead(events)).isEqualTo("notifications.info.dead.v1");
    Map<String, String> producer = Map.of("svar_virtual_host_suffix", "producer");
    assertThat(topics("v1", producer).toSend(events)).isEqualTo("notifications.info.v1");
    assertThat(topics("v1", producer).toRead(events)).isEqualTo("notifications.info");
    Map<String, String> none = Map.of("svar_virtual_host_suffix", "none");
    assertThat(topics("v1", none).toSend(events)).isEqualTo("notifications.info");
    assertThat(topics("", Map.of()).toSend(events)).isEqualTo("notifications.info");
    assertThat(topics(null, Map.of()).toRead(events)).isEqualTo("notifications.info");
  }

  @Test
  void a_pool_is_a_consumer_group() {
    Topics topics = topics(null, Map.of());

    assertThat(topics.group(new Address.Events("nova", "n.info", "audit"))).isEqualTo("audit");
    assertThat(topics.group(new Address.Events("nova", "n.info", null)))
        .isEqualTo("oslo_messaging_consumer");
    assertThat(
            topics(null, Map.of("consumer_group", "mine"))
                .group(new Address.Events("nova", "n.info", null)))
        .isEqualTo("mine");
  }

  private static Settings settings(List<Host> hosts, Map<String, ?> options) {
    return new Settings(Drivers.config(hosts, null, options));
  }

  private static Topics topics(String virtualHost, Map<String, ?> options) {
    DriverConfig config = Drivers.config(ONE, virtualHost, options);
    return new Topics(config);
  }
}
