package dev.svar.examples;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An event, announced and heard: quoted by the README and the guide. */
public final class HelloEvents {
  private HelloEvents() {}

  /** What an event says. */
  public record Instance(String name, String host) {}

  /** Runs with the URL of a bus, by default one in memory. */
  public static void main(String[] args) throws InterruptedException {
    String url = args.length > 0 ? args[0] : "memory://hello"; // rabbit://user:password@host:5672/
    try (Transport transport = Transport.open(url)) {
      BlockingQueue<Instance> created = new LinkedBlockingQueue<>();
      NotificationListener.builder(transport, Target.of("notifications"))
          .on(Priority.INFO, event -> created.add(event.payload(Instance.class)))
          .build()
          .start();

      Notifier notifier = Notifier.builder(transport).publisherId("compute.host1").build();
      notifier.info(Context.EMPTY, "compute.instance.create.end", new Instance("vm1", "host1"));

      System.out.println(created.take()); // Instance[name=vm1, host=host1]
    }
  }
}
