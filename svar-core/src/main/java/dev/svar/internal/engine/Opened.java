package dev.svar.internal.engine;

import dev.svar.ConfigurationException;
import dev.svar.Observer;
import dev.svar.TransportUrl;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.Limits;
import dev.svar.internal.config.CoreOptions;
import dev.svar.internal.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a transport's code, URL and files say together.
 *
 * @param name for threads and connections, unique in this process
 * @param ownTimer to be shut down with the transport; null if the timer is lent
 */
record Opened(
    String name,
    TransportUrl url,
    List<DriverConfig.Host> hosts,
    DriverProvider provider,
    Options options,
    String exchange,
    Duration responseTimeout,
    int concurrency,
    boolean pingEnabled,
    Engine.EventDefaults events,
    RemoteTypes remoteTypes,
    @Nullable Observer observer,
    EngineConfig.Bounds bounds,
    Clocks clocks,
    @Nullable ScheduledExecutorService ownTimer) {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  static Opened resolve(EngineConfig config) {
    Settings settings = Settings.of(config.files());
    TransportUrl url =
        config.notifications()
            ? settings.notificationUrl(config.url())
            : settings.transportUrl(config.url());
    DriverProvider provider = provider(url);
    Options options = settings.driverOptions(provider, url, config.options());
    String name = provider.schemes().iterator().next() + "-" + NUMBER.incrementAndGet();
    ScheduledExecutorService lent = config.scheduler();
    ScheduledExecutorService timer = lent != null ? lent : Threads.timer("svar-timer-" + name);
    return new Opened(
        name,
        url,
        settings.driverHosts(url),
        provider,
        options,
        config.exchange() != null
            ? config.exchange()
            : value(settings, CoreOptions.CONTROL_EXCHANGE),
        config.responseTimeout() != null
            ? config.responseTimeout()
            : Duration.ofSeconds(value(settings, CoreOptions.RPC_RESPONSE_TIMEOUT)),
        value(settings, CoreOptions.EXECUTOR_THREAD_POOL_SIZE),
        value(settings, CoreOptions.RPC_PING_ENABLED),
        events(settings),
        config.remoteTypes(),
        config.observer(),
        config.bounds(),
        new Clocks(config.clock(), timer),
        lent != null ? null : timer);
  }

  /** The value of an option that has a default. */
  private static <T> T value(Settings settings, Option<T> option) {
    return settings.find(CoreOptions.DEFAULT, option).orElseThrow();
  }

  private static Engine.EventDefaults events(Settings settings) {
    String group = CoreOptions.NOTIFICATIONS;
    String routing = settings.find(group, CoreOptions.NOTIFICATION_ROUTING_CONFIG).orElse("");
    return new Engine.EventDefaults(
        settings.find(group, CoreOptions.NOTIFICATION_DRIVER).orElse(List.of()),
        settings.find(group, CoreOptions.NOTIFICATION_TOPICS).orElse(List.of()),
        settings.find(group, CoreOptions.NOTIFICATION_RETRY).orElse(-1),
        routing.isBlank() ? null : Path.of(routing));
  }

  /** The driver of the URL's scheme: visible to the application's class loader, or to ours. */
  private static DriverProvider provider(TransportUrl url) {
    List<DriverProvider> providers = new ArrayList<>();
    ServiceLoader.load(DriverProvider.class).forEach(providers::add);
    ServiceLoader.load(DriverProvider.class, Opened.class.getClassLoader()).forEach(providers::add);
    TreeSet<String> schemes = new TreeSet<>();
    for (DriverProvider provider : providers) {
      if (provider.schemes().contains(url.driver())) {
        return provider;
      }
      schemes.addAll(provider.schemes());
    }
    throw new ConfigurationException(
        "No driver for "
            + url.scheme()
            + "://"
            + switch (url.driver()) {
              case "rabbit", "kombu", "amqp", "amqps" ->
                  " (expected: dev.svar:svar-rabbitmq on the class path, and rabbit:// as scheme";
              case "kafka" -> " (expected: dev.svar:svar-kafka on the class path";
              default -> " (expected: the driver's artifact on the class path";
            }
            + "; found drivers for "
            + String.join(", ", schemes)
            + ")",
        null);
  }

  Driver openDriver(DriverEvents events) {
    try {
      return provider.open(
          new DriverConfig(url.driver(), hosts, url.virtualHost(), options, name, clocks.timer()),
          events);
    } catch (IllegalArgumentException e) {
      end();
      throw new ConfigurationException(url + ": " + Text.of(e), e);
    }
  }

  Codec codec(Driver driver) {
    try {
      return new Codec(
          driver.dialect(),
          driver.compression(),
          new Limits(bounds.messageBytes(), bounds.depth(), bounds.numberDigits()));
    } catch (IllegalArgumentException e) {
      driver.close();
      end();
      throw new ConfigurationException(url + ": " + Text.of(e), e);
    }
  }

  /** Ends what is our own. */
  void end() {
    if (ownTimer != null) {
      ownTimer.shutdownNow();
    }
  }
}
