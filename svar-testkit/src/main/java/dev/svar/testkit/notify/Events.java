package dev.svar.testkit.notify;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Capability;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.testkit.rpc.EndToEnd;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** Notifiers and listeners of a topic of their own. */
abstract class Events extends EndToEnd {
  protected final Target target = Target.of(topic);

  /** What the driver lacks of what these suites ask for: gaps with a name. */
  protected Set<Capability> lacks() {
    return Set.of();
  }

  final void needs(Capability capability) {
    Assumptions.assumeFalse(lacks().contains(capability), "no " + capability);
  }

  final Received received() {
    return new Received(SOON);
  }

  final Notifier notifier() {
    return notifier(open());
  }

  final Notifier notifier(Transport transport) {
    return Notifier.builder(transport).publisherId("compute.host1").topics(topic).build();
  }

  /** Sends an event of that type and number, at INFO. */
  static void info(Notifier notifier, String type) {
    notifier.info(Context.EMPTY, type, Map.of("type", type));
  }

  /** A started listener on a transport of its own that gets every event at INFO in order. */
  final NotificationListener listen(NotificationHandler handler) {
    return listen(handler, builder -> builder);
  }

  final NotificationListener listen(
      NotificationHandler handler,
      UnaryOperator<NotificationListener.Builder<NotificationHandler>> settings) {
    return start(
        settings.apply(
            NotificationListener.builder(open(), target)
                .concurrency(1)
                .on(Priority.INFO, handler)));
  }

  final NotificationListener start(NotificationListener.Builder<?> builder) {
    NotificationListener listener = closing(builder.build());
    listener.start(SOON);
    return listener;
  }
}
