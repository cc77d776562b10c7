package dev.svar.internal.engine;

import dev.svar.Target;
import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server is made with.
 *
 * @param target with topic and, for {@link Scope.Whole}, server
 * @param scope which of the target's addresses it listens on
 * @param held whether messages that come wait until {@link Subscriber#admit}
 * @param concurrency how many methods run at a time
 * @param virtual whether on virtual threads; null for this Java's default
 * @param executor lent by the application; null for threads of our own
 * @param acknowledgeAfter whether a request is acknowledged after its method
 */
public record Serving(
    Target target,
    Scope scope,
    boolean held,
    int concurrency,
    @Nullable Boolean virtual,
    @Nullable Executor executor,
    boolean acknowledgeAfter) {

  Subscriber.Life life(Engine engine, Predicate<Capability> can) {
    return new Subscriber.Life(
        "Serving " + target,
        addresses(engine, can),
        concurrency,
        held,
        new Subscriber.Threading(concurrency, virtual, executor));
  }

  private Set<Address> addresses(Engine engine, Predicate<Capability> can) {
    if (scope instanceof Scope.Single single) {
      Address address = engine.address(target);
      return Set.of(
          address instanceof Address.Topic topic
              ? new Address.Topic(topic.exchange(), topic.topic(), single.pool())
              : address);
    }
    Set<Address> addresses = new LinkedHashSet<>();
    addresses.add(engine.address(target.withServer(null).withFanout(false)));
    addresses.add(engine.address(target.withFanout(false)));
    if (can.test(Capability.FANOUT)) {
      addresses.add(engine.address(target.withFanout(true)));
    }
    return addresses;
  }
}
