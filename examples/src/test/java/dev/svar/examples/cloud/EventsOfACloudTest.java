package dev.svar.examples.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TypeRef;
import dev.svar.examples.Printed;
import dev.svar.examples.cloud.NovaObject.ComputeTask;
import dev.svar.examples.cloud.NovaObject.Instance;
import dev.svar.examples.cloud.NovaObject.ServiceStatus;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import dev.svar.testkit.notify.Received;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Each event of a cloud arrives as what it is, as bytes of its service or sent by a notifier. */
class EventsOfACloudTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String USER = "6f1c0a52b7e34d0f9a8e21c4d53b7e60";
  private static final String IMAGE = "7e42b9d1-0c5f-4836-a1d7-93f0c68b25ea";

  /** The events by the names of their files: as they are, and in an envelope. */
  private static Map<String, Notification> bare;

  private static Map<String, Notification> enveloped;

  @BeforeAll
  static void receive() throws Exception {
    bare = received((bus, transport) -> raw(bus, false));
    enveloped = received((bus, transport) -> raw(bus, true));
  }

  private interface Publisher {
    void publish(String bus, Transport transport) throws Exception;
  }

  private static void raw(String bus, boolean envelope) throws Exception {
    try (Wire wire = new Wire(bus)) {
      for (String file : EventFiles.NAMES) {
        Map<?, ?> message = JSON.readValue(EventFiles.text(file), Map.class);
        String topic =
            message.get("publisher_id").toString().startsWith("nova-")
                ? EventsOfACloud.VERSIONED
                : EventsOfACloud.OTHERS;
        String text = JSON.writeValueAsString(message);
        wire.publish(
            topic + "." + message.get("priority").toString().toLowerCase(Locale.ROOT),
            envelope
                ? JSON.writeValueAsString(Map.of("oslo.version", "2.0", "oslo.message", text))
                : text);
      }
    }
  }

  private static Map<String, Notification> received(Publisher publisher) throws Exception {
    String bus = UUID.randomUUID().toString();
    Received received = new Received(SOON);
    Map<String, Notification> events = new LinkedHashMap<>();
    try (Transport transport = Transport.open("memory://" + bus);
        NotificationListener listener =
            NotificationListener.builder(transport, Target.of(EventsOfACloud.VERSIONED))
                .target(Target.of(EventsOfACloud.OTHERS))
                .onAny(received)
                .build()) {
      listener.start(SOON);
      publisher.publish(bus, transport);
      Map<String, String> files = new LinkedHashMap<>();
      EventFiles.NAMES.forEach(file -> files.put(EventFiles.event(file).messageId(), file));
      for (int i = 0; i < EventFiles.NAMES.size(); i++) {
        Notification event = received.next();
        events.put(files.get(event.messageId()), event);
      }
    }
    return events;
  }

  private static <T> T nova(String file, TypeRef<NovaObject<T>> type, String kind) {
    NovaObject<T> object = bare.get(file).payload(type);
    assertThat(object.namespace()).isEqualTo("nova");
    assertThat(object.name()).isEqualTo(kind);
    assertThat(object.version()).matches("1\\.\\d+");
    return object.data();
  }

  private static Instance instance(String file, String kind) {
    return nova(file, new TypeRef<NovaObject<Instance>>() {}, kind);
  }

  @Test
  void every_file_is_read() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/svar/examples/events"))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", "")))
          .containsExactlyInAnyOrderElementsOf(EventFiles.NAMES);
    }
    assertThat(bare).containsOnlyKeys(EventFiles.NAMES);
  }

  @Test
  void an_event_is_the_same_bare_in_an_envelope_and_sent_by_a_notifier() throws Exception {
    Map<String, Notification> sent =
        received((bus, transport) -> EventsOfACloud.announce(transport));

    for (String file : EventFiles.NAMES) {
      assertThat(enveloped.get(file).toMap()).isEqualTo(bare.get(file).toMap());
      assertThat(enveloped.get(file).context()).isEqualTo(bare.get(file).context());
      assertThat(sent.get(file).toMap()).isEqualTo(bare.get(file).toMap());
      assertThat(sent.get(file).context()).isEqualTo(bare.get(file).context());
    }
  }

  @Test
  void each_says_what_happened_where_and_when() {
    for (String file : EventFiles.NAMES) {
      Notification event = bare.get(file);
      assertThat(file).startsWith(event.eventType());
      assertThat(event.publisherId()).matches("(nova-\\w+:|[a-z]+\\.)(cmp|ctl|sto)-0\\d(@ssd)?");
      assertThat(event.time())
          .hasValueSatisfying(
              time ->
                  assertThat(time)
                      .isBetween(
                          Instant.parse("2026-11-19T00:00:00Z"),
                          Instant.parse("2026-11-21T00:00:00Z")));
    }
    assertThat(bare.get("instance.delete.end").time())
        .hasValue(Instant.parse("2026-11-20T17:02:30Z"));
    assertThat(bare.get("instance.create.error").priority()).isEqualTo(Priority.ERROR);
    assertThat(bare.get("instance.create.end").priority()).isEqualTo(Priority.INFO);
  }

  @Test
  void what_is_done_for_a_user_names_user_and_request_and_other_things_do_not() {
    assertThat(bare.get("instance.create.end").context().toMap())
        .containsEntry("user_id", USER)
        .containsEntry("request_id", "req-0b6e41d7-2c95-48fa-9d3e-f81a57c6b204")
        .containsEntry("roles", List.of("member", "reader"))
        .containsEntry("is_admin", false)
        .containsEntry("global_request_id", null);
    assertThat(bare.get("identity.user.created").context().toMap()).isEmpty();
    assertThat(bare.get("image.create").context().toMap()).isEmpty();
  }

  @Test
  void a_new_instance_comes_to_life() {
    Instance start = instance("instance.create.start", "InstanceCreatePayload");
    assertThat(start.name()).isEqualTo("web-1");
    assertThat(start.state()).isEqualTo("building");
    assertThat(start.taskState()).isEqualTo("spawning");
    assertThat(start.addresses()).isEmpty();

    Instance end = instance("instance.create.end", "InstanceCreatePayload");
    assertThat(end.uuid()).isEqualTo(start.uuid());
    assertThat(end.state()).isEqualTo("active");
    assertThat(end.taskState()).isNull();
    assertThat(end.createdAt()).isEqualTo("2026-11-20T09:13:58Z");
    assertThat(end.flavor().data()).isEqualTo(new NovaObject.Flavor("general.2", 2, 4096));
    assertThat(end.addresses())
        .extracting(NovaObject::data)
        .containsExactly(new NovaObject.Ip("10.20.0.37", 4));
    assertThat(end.fault()).isNull();
  }

  @Test
  void an_instance_that_failed_says_why() {
    Instance failed = instance("instance.create.error", "InstanceCreatePayload");

    assertThat(failed.host()).isEqualTo("cmp-07");
    assertThat(failed.fault().name()).isEqualTo("ExceptionPayload");
    assertThat(failed.fault().data().exception()).isEqualTo("DiskSpaceLow");
    assertThat(failed.fault().data().message()).contains("3 GB are free on cmp-07");
    assertThat(failed.fault().data().traceback()).startsWith("Traceback").contains("\n");
  }

  @Test
  void an_update_says_from_which_state_to_which() {
    Instance update = instance("instance.update", "InstanceUpdatePayload");

    assertThat(update.stateUpdate().data())
        .isEqualTo(new NovaObject.StateUpdate("building", "active"));
  }

  @Test
  void a_deleted_instance_says_since_when() {
    Instance gone = instance("instance.delete.end", "InstanceActionPayload");

    assertThat(gone.state()).isEqualTo("deleted");
    assertThat(gone.deletedAt()).isEqualTo("2026-11-20T17:02:30Z");
  }

  @Test
  void a_service_says_that_it_is_disabled_and_why() {
    assertThat(
            nova(
                "service.update",
                new TypeRef<NovaObject<ServiceStatus>>() {},
                "ServiceStatusPayload"))
        .isEqualTo(
            new ServiceStatus(
                "cmp-07",
                "nova-compute",
                true,
                "disk is full",
                Instant.parse("2026-11-20T09:17:12Z")));
  }

  @Test
  void a_task_without_a_host_says_so() {
    ComputeTask task =
        nova(
            "compute_task.build_instances.error",
            new TypeRef<NovaObject<ComputeTask>>() {},
            "ComputeTaskPayload");

    assertThat(task.state()).isEqualTo("error");
    assertThat(task.reason().data().exception()).isEqualTo("NoValidHost");
  }

  @Test
  void keystone_says_who_did_what_to_whom() {
    AuditEvent created = bare.get("identity.user.created").payload(AuditEvent.class);
    assertThat(created.type()).isEqualTo("http://schemas.dmtf.org/cloud/audit/1.0/event");
    assertThat(created.eventType()).isEqualTo("activity");
    assertThat(created.action()).isEqualTo("created.user");
    assertThat(created.outcome()).isEqualTo("success");
    assertThat(created.target().type()).isEqualTo("data/security/account/user");
    assertThat(created.resource()).isEqualTo(USER);
    assertThat(created.initiator().host().address()).isEqualTo("192.0.2.44");
    assertThat(created.reason()).isNull();

    AuditEvent deleted = bare.get("identity.project.deleted").payload(AuditEvent.class);
    assertThat(deleted.action()).isEqualTo("deleted.project");
    assertThat(deleted.target().type()).isEqualTo("data/security/project");
  }

  @Test
  void keystone_says_who_could_not_log_in_and_why() {
    AuditEvent login = bare.get("identity.authenticate").payload(AuditEvent.class);

    assertThat(login.outcome()).isEqualTo("failure");
    assertThat(login.initiator().id()).isEqualTo(USER);
    assertThat(login.initiator().host().address()).isEqualTo("198.51.100.7");
    assertThat(login.reason().code()).isEqualTo("401");
    assertThat(login.resource()).isNull();
  }

  @Test
  void an_image_is_made_filled_sent_and_deleted() {
    Image made = bare.get("image.create").payload(Image.class);
    assertThat(made.status()).isEqualTo("queued");
    assertThat(made.size()).isNull();
    assertThat(made.properties()).containsEntry("os_distro", "debian");

    Image filled = bare.get("image.upload").payload(Image.class);
    assertThat(filled.id()).isEqualTo(made.id()).isEqualTo(IMAGE);
    assertThat(filled.status()).isEqualTo("active");
    assertThat(filled.size()).isEqualTo(346_816_512L);

    Image.Sent sent = bare.get("image.send").payload(Image.Sent.class);
    assertThat(sent.image()).isEqualTo(IMAGE);
    assertThat(sent.bytes()).isEqualTo(filled.size());

    Image deleted = bare.get("image.delete").payload(Image.class);
    assertThat(deleted.deleted()).isTrue();
    assertThat(deleted.deletedAt()).isEqualTo("2026-11-20T18:00:45Z");
  }

  @Test
  void an_upload_that_failed_is_a_text() {
    Notification failed = bare.get("image.upload-failed");

    assertThat(failed.eventType()).isEqualTo("image.upload");
    assertThat(failed.priority()).isEqualTo(Priority.ERROR);
    assertThat(failed.payload(String.class)).endsWith("no space is left in the store");
  }

  @Test
  void a_volume_and_a_port_are_read() {
    Volume volume = bare.get("volume.create.end").payload(Volume.class);
    assertThat(volume)
        .isEqualTo(
            new Volume(
                "c06d3f8a-91b4-4e27-8f5c-2ea7d1409b63",
                "shop-data",
                "available",
                120,
                Map.of("tier", "gold")));

    Port port = bare.get("port.create.end").payload(Port.Payload.class).port();
    assertThat(port.host()).isEqualTo("cmp-04");
    assertThat(port.addresses()).containsExactly(new Port.FixedIp("10.20.0.37"));
    assertThat(port.device())
        .isEqualTo(instance("instance.create.end", "InstanceCreatePayload").uuid());
  }

  private static String[] expected() throws IOException {
    return Files.readString(Path.of("src/test/resources/dev/svar/examples/cloud/printed.txt"))
        .split("\n");
  }

  @Test
  void the_program_tells_every_event_in_a_line() throws Exception {
    assertThat(Printed.lines(EventsOfACloud::main)).containsExactlyInAnyOrder(expected());
  }

  @Test
  @RabbitBroker
  void the_program_tells_the_same_over_rabbitmq(VirtualHost vhost) throws Exception {
    assertThat(Printed.lines(EventsOfACloud::main, vhost.url()))
        .containsExactlyInAnyOrder(expected());
  }
}
