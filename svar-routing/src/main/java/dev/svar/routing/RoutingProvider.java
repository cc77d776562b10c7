package dev.svar.routing;

import dev.svar.notify.NotifierDriver;
import dev.svar.notify.NotifierDriverProvider;
import dev.svar.notify.NotifierDrivers;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver {@code routing} of a notifier. A YAML file, the option {@code routing_config}, has
 * groups of rules, each rule under the name of the driver that gets the events it accepts:
 *
 * <pre>{@code
 * group_1:
 *   messaging:
 *     accepted_priorities: [info, warn, error]
 *   log:
 *     accepted_events: [compute.instance.*, volume.?]
 * }</pre>
 *
 * <p>The patterns are those of a shell: {@code *}, {@code ?}, {@code [seq]}, {@code [!seq]}; case
 * counts, and priorities are in small letters. A driver gets an event if each list that stands
 * there has a pattern that matches, in one group at least, and gets it once. Without lists it gets
 * every event. (oslo.messaging, {@code notify/_impl_routing.py}.)
 *
 * <p>The file is read when the first event is sent, and again when it has changed. One that cannot
 * be read then, or has become empty, is told in the log, once, and the rules before it stay. (With
 * {@code {}} there are none any more.) At the first event there are none before it: if the file
 * cannot be read then, the event fails.
 */
public final class RoutingProvider implements NotifierDriverProvider {
  private static final Logger log = LoggerFactory.getLogger(RoutingProvider.class);

  /** Called by {@link java.util.ServiceLoader}. */
  public RoutingProvider() {}

  @Override
  public String name() {
    return "routing";
  }

  @Override
  public NotifierDriver open(NotifierDrivers drivers) {
    if (drivers.routingConfig().isEmpty()) {
      log.warn(
          "The driver routing has no file, and sends nothing: set routing_config in the group"
              + " [oslo_messaging_notifications], or Notifier.Builder.routingConfig");
      return event -> CompletableFuture.completedFuture(null);
    }
    RulesFile file = new RulesFile(drivers.routingConfig().get(), drivers);
    return event -> drivers.send(event, file.rules().driversFor(event));
  }
}
