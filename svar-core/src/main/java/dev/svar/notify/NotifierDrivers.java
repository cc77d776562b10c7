package dev.svar.notify;

import dev.svar.internal.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The drivers of one notifier, each made when it is first asked for. Thread-safe. */
public final class NotifierDrivers {
  private static final TreeSet<String> OWN =
      new TreeSet<>(List.of("log", "messaging", "messagingv2", "noop", "test"));

  private final Engine engine;
  private final Settings settings;
  private final Map<String, NotifierDriver> opened = new ConcurrentHashMap<>();
  private final Recording recording = new Recording();

  /** What drivers are made with. */
  record Settings(List<String> topics, int retry, Duration timeout, @Nullable Path routingConfig) {}

  NotifierDrivers(Engine engine, Settings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  /**
   * The driver of that name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are, or it cannot be used
   */
  public NotifierDriver get(String name) {
    // Not computeIfAbsent: a driver may ask for others while it is made.
    NotifierDriver known = opened.get(name);
    if (known != null) {
      return known;
    }
    NotifierDriver made = make(name);
    NotifierDriver first = opened.putIfAbsent(name, made);
    return first != null ? first : made;
  }

  /**
   * Sends {@code event} through the drivers of these names, which do not hinder each other.
   *
   * @return ends when all have ended, on any thread; with the first failure in their order, in
   *     which the others are suppressed
   */
  public CompletableFuture<Void> send(Notification event, Collection<String> names) {
    List<CompletableFuture<Void>> sent = new ArrayList<>(names.size());
    for (String name : names) {
      sent.add(Sends.tried(() -> get(name).send(event)));
    }
    return Sends.all(sent);
  }

  /** The file that the driver {@code routing} reads, if one is configured. */
  public Optional<Path> routingConfig() {
    return Optional.ofNullable(settings.routingConfig());
  }

  List<Notification> recorded() {
    return recording.events();
  }

  private NotifierDriver make(String name) {
    return switch (name) {
      case "messaging" -> new MessagingDriver(engine, settings, false);
      case "messagingv2" -> new MessagingDriver(engine, settings, true);
      case "log" -> new LogDriver();
      case "noop" -> event -> CompletableFuture.completedFuture(null);
      case "test" -> recording;
      default -> loaded(name);
    };
  }

  private NotifierDriver loaded(String name) {
    TreeSet<String> known = new TreeSet<>(OWN);
    for (NotifierDriverProvider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider.open(this);
      }
      known.add(provider.name());
    }
    throw new IllegalArgumentException(
        "driver: \""
            + name
            + "\" (expected: one of "
            + String.join(", ", known)
            + (name.equals("routing")
                ? "; routing needs dev.svar:svar-routing on the class path"
                : "")
            + ")");
  }

  /** Those that the application's class loader sees, or ours. */
  private static List<NotifierDriverProvider> providers() {
    return Stream.concat(
            ServiceLoader.load(NotifierDriverProvider.class).stream(),
            ServiceLoader.load(NotifierDriverProvider.class, NotifierDrivers.class.getClassLoader())
                .stream())
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
