package dev.svar.examples.cloud;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TypeRef;
import dev.svar.examples.cloud.NovaObject.ComputeTask;
import dev.svar.examples.cloud.NovaObject.Fault;
import dev.svar.examples.cloud.NovaObject.Instance;
import dev.svar.examples.cloud.NovaObject.Ip;
import dev.svar.examples.cloud.NovaObject.ServiceStatus;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RedeliveryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens to the events of an OpenStack cloud: what each service says, as a record of its own.
 *
 * <p>Run with the URL of a bus, by default one in memory. It announces the events itself, from
 * files. In a cloud the services do, each in an exchange of its own: {@code
 * Target.of("versioned_notifications").withExchange("nova")}.
 */
public final class EventsOfACloud {
  static final String POOL = "cloud-report";

  /** What Nova announces with versions, and what all others announce. */
  static final String VERSIONED = "versioned_notifications";

  static final String OTHERS = "notifications";

  private final Consumer<String> report;

  /** Tells each event in a line. */
  EventsOfACloud(Consumer<String> report) {
    this.report = report;
  }

  /** Announces the events of the files, and prints what a listener makes of them. */
  public static void main(String[] args) throws InterruptedException {
    String url = args.length > 0 ? args[0] : "memory://cloud";
    CountDownLatch reported = new CountDownLatch(EventFiles.NAMES.size());
    CountDownLatch archived = new CountDownLatch(EventFiles.NAMES.size());
    try (Transport transport = Transport.open(url);
        NotificationListener reader =
            new EventsOfACloud(System.out::println)
                .pooled(transport, event -> reported.countDown());
        NotificationListener archive =
            NotificationListener.builder(transport, Target.of(VERSIONED))
                .target(Target.of(OTHERS))
                .onAny(event -> archived.countDown()) // somebody must read what has no pool
                .build()) {
      reader.start();
      archive.start();
      announce(transport);
      if (!reported.await(1, TimeUnit.MINUTES) || !archived.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("not every event came within a minute");
      }
    }
  }

  /** Sends the event of each file where its service would. */
  static void announce(Transport transport) {
    Notifier others = Notifier.builder(transport).topics(OTHERS).build();
    Notifier nova = others.prepare().topics(VERSIONED).build();
    for (String name : EventFiles.NAMES) {
      Notification event = EventFiles.event(name);
      (event.publisherId().startsWith("nova-") ? nova : others).send(event);
    }
  }

  /**
   * A listener with a handler for each family of payloads.
   *
   * @param last called with each event after that
   */
  NotificationListener pooled(Transport transport, NotificationHandler last) {
    return NotificationListener.builder(transport, Target.of(VERSIONED))
        .target(Target.of(OTHERS))
        .pool(POOL)
        .redelivery(
            RedeliveryPolicy.attempts(5).delay(Duration.ofSeconds(1), Duration.ofMinutes(1)))
        .on(Priority.INFO, nova("Instance.*Payload"), this::instance)
        .on(Priority.ERROR, nova("Instance.*Payload"), this::instance)
        .on(Priority.ERROR, nova("ComputeTaskPayload"), this::computeTask)
        .on(Priority.INFO, nova("ServiceStatusPayload"), this::service)
        .on(Priority.INFO, type("identity\\."), this::identity)
        .on(Priority.INFO, type("image\\.(create|upload|delete)$"), this::image)
        .on(Priority.ERROR, type("image\\.upload$"), this::failedUpload)
        .on(Priority.INFO, type("image\\.send$"), this::sent)
        .on(Priority.INFO, type("volume\\."), this::volume)
        .on(Priority.INFO, type("port\\."), this::port)
        .onAny(last)
        .build();
  }

  private static NotificationFilter type(String regex) {
    return NotificationFilter.builder().eventType(regex).build();
  }

  /** Nova says of each payload which kind it is, and in which version. */
  private static NotificationFilter nova(String kind) {
    return NotificationFilter.builder()
        .publisherId("nova-")
        .payload("nova_object.namespace", "nova$")
        .payload("nova_object.name", kind + "$")
        .payload("nova_object.version", "1\\.")
        .build();
  }

  private void instance(Notification event) {
    Instance instance = event.payload(new TypeRef<NovaObject<Instance>>() {}).data();
    String before =
        instance.stateUpdate() == null
            ? ""
            : " (" + instance.stateUpdate().data().before() + " before)";
    tell(
        event,
        instance.name()
            + " on "
            + instance.host()
            + " is "
            + instance.state()
            + before
            + size(instance)
            + addresses(instance)
            + fault(instance.fault()));
  }

  private static String size(Instance instance) {
    NovaObject.Flavor flavor = instance.flavor().data();
    return " with " + flavor.vcpus() + " CPUs and " + flavor.memory() + " MB";
  }

  private static String addresses(Instance instance) {
    List<String> addresses =
        instance.addresses().stream().map(NovaObject::data).map(Ip::address).toList();
    return addresses.isEmpty() ? "" : " at " + String.join(", ", addresses);
  }

  private static String fault(NovaObject<Fault> fault) {
    return fault == null ? "" : ": " + fault.data().exception() + ", " + fault.data().message();
  }

  private void computeTask(Notification event) {
    ComputeTask task = event.payload(new TypeRef<NovaObject<ComputeTask>>() {}).data();
    tell(event, task.instance() + " is in " + task.state() + fault(task.reason()));
  }

  private void service(Notification event) {
    ServiceStatus service = event.payload(new TypeRef<NovaObject<ServiceStatus>>() {}).data();
    String state = service.disabled() ? "disabled: " + service.reason() : "enabled";
    tell(event, service.binary() + " on " + service.host() + " is " + state);
  }

  private void identity(Notification event) {
    AuditEvent audit = event.payload(AuditEvent.class);
    String text = audit.action() + " by " + audit.initiator().id() + ": " + audit.outcome();
    if (audit.resource() != null) {
      text += ", " + audit.target().type() + " " + audit.resource();
    }
    if (audit.reason() != null) {
      text += " from " + audit.initiator().host().address() + ". " + audit.reason().text();
    }
    tell(event, text);
  }

  private void image(Notification event) {
    Image image = event.payload(Image.class);
    String size = image.size() == null ? "no data yet" : image.size() + " bytes";
    tell(event, image.name() + " (" + image.format() + ", " + size + ") is " + image.status());
  }

  /** Of these Glance sends a text. */
  private void failedUpload(Notification event) {
    tell(event, event.payload(String.class));
  }

  private void sent(Notification event) {
    Image.Sent sent = event.payload(Image.Sent.class);
    tell(event, sent.bytes() + " bytes of " + sent.image() + " for " + sent.receiver());
  }

  private void volume(Notification event) {
    Volume volume = event.payload(Volume.class);
    tell(event, volume.name() + " (" + volume.gigabytes() + " GB) is " + volume.status());
  }

  private void port(Notification event) {
    Port port = event.payload(Port.Payload.class).port();
    tell(event, port.addresses().get(0).address() + " on " + port.host() + " for " + port.device());
  }

  private void tell(Notification event, String text) {
    Object request = event.context().get("request_id");
    report.accept(
        event.eventType()
            + " ("
            + event.priority()
            + ", "
            + event.publisherId()
            + (request == null ? "" : ", " + request)
            + "): "
            + text);
  }
}
