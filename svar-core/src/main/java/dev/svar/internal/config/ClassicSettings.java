package dev.svar.internal.config;

import dev.svar.ConfigurationException;
import dev.svar.TransportUrl;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What configuration written for openstack.common.rpc says, in the terms of today: code wins over
 * properties, which win over files, of which the later wins. Immutable and thread-safe.
 */
public final class ClassicSettings {
  private static final Logger LOG = LoggerFactory.getLogger(ClassicSettings.class);

  /** The bus in memory of everything in this process that asks for a fake one. */
  private static final String FAKE = "memory://fake";

  /** Servers of 2013 publish replies to an exchange of the queue's name. */
  private static final String DIRECT_REPLIES = "svar_direct_reply_exchange";

  private final Options values;
  private final TransportUrl url;

  private ClassicSettings(Options values) {
    this.values = values;
    this.url =
        values
            .find(ClassicOptions.TRANSPORT_URL)
            .filter(given -> !given.isBlank())
            .map(TransportUrl::parse)
            .orElseGet(this::translatedUrl);
  }

  /**
   * Reads and checks everything.
   *
   * @param inCode values by option name, each of the option's type or text that is read as such
   * @param properties the same; names of other things are left alone
   * @param files in the format of {@code oslo.conf}; names of other things are left alone
   * @throws ConfigurationException if code names no option, or a value is not what is expected
   */
  public static ClassicSettings of(
      Map<String, ?> inCode, Map<String, ?> properties, List<Path> files) {
    List<OptionGroup> groups = List.of(ClassicOptions.GROUP, ClassicOptions.NOTIFIER2);
    Warnings warnings = new Warnings(LOG::warn);
    FileValues inFiles =
        new FileValues(
            ConfigFiles.read(files),
            Stream.concat(groups.stream(), CoreOptions.GROUPS.stream().skip(1)).toList(),
            warnings);
    Map<String, Object> values = new HashMap<>();
    for (OptionGroup group : groups) {
      for (Option<?> option : group.options()) {
        inFiles.read(group.name(), option).ifPresent(value -> values.put(option.name(), value));
      }
    }
    Map<String, Object> known = new LinkedHashMap<>(properties);
    known
        .keySet()
        .removeIf(
            text -> {
              Name name = Name.read(CoreOptions.DEFAULT, text);
              return groups.stream()
                  .noneMatch(
                      group -> group.name().equals(name.group()) && group.find(name).isPresent());
            });
    values.putAll(named("properties", known, warnings));
    values.putAll(named("code", inCode, warnings));
    return new ClassicSettings(new Options(values));
  }

  /** Options of another group than {@code DEFAULT} are called {@code group.name}. */
  private static Map<String, Object> named(String source, Map<String, ?> given, Warnings warnings) {
    String prefix = ClassicOptions.NOTIFIER2.name() + ".";
    Map<String, Object> plain = new LinkedHashMap<>();
    Map<String, Object> notifier2 = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            notifier2.put(name.substring(prefix.length()), value);
          } else {
            plain.put(name, value);
          }
        });
    Map<String, Object> values =
        new HashMap<>(new NamedValues(source, ClassicOptions.GROUP, warnings).read(plain));
    values.putAll(new NamedValues(source, ClassicOptions.NOTIFIER2, warnings).read(notifier2));
    return values;
  }

  /** Where the bus is: {@code transport_url} if it is given, else what the older options say. */
  public TransportUrl url() {
    return url;
  }

  /**
   * The options of the driver of {@link #url} that were given under older names, and the one with
   * which servers of that time can answer.
   */
  public Map<String, Object> driverOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (!Set.of("rabbit", "kombu").contains(url.driver())) {
      return options;
    }
    if (!url.query().containsKey(DIRECT_REPLIES)) {
      options.put(DIRECT_REPLIES, true);
    }
    given(ClassicOptions.DURABLE_QUEUES).ifPresent(on -> options.put("amqp_durable_queues", on));
    given(ClassicOptions.AUTO_DELETE).ifPresent(on -> options.put("amqp_auto_delete", on));
    given(ClassicOptions.HA_QUEUES).ifPresent(on -> options.put("rabbit_ha_queues", on));
    given(ClassicOptions.RETRY_INTERVAL)
        .ifPresent(seconds -> options.put("rabbit_retry_interval", Math.max(1, seconds)));
    given(ClassicOptions.RETRY_BACKOFF)
        .ifPresent(seconds -> options.put("rabbit_retry_backoff", seconds));
    if (values.get(ClassicOptions.USE_SSL)) {
      options.put("ssl", true);
      options.put("ssl_version", sslVersion());
      options.put("ssl_key_file", values.get(ClassicOptions.SSL_KEY_FILE));
      options.put("ssl_cert_file", values.get(ClassicOptions.SSL_CERT_FILE));
      options.put("ssl_ca_file", values.get(ClassicOptions.SSL_CA_FILE));
    }
    return options;
  }

  /** The exchange of topics; empty if nobody says one. */
  public Optional<String> controlExchange() {
    return values.find(ClassicOptions.CONTROL_EXCHANGE);
  }

  /** How long a call waits that gives no timeout. */
  public Duration responseTimeout() {
    return Duration.ofSeconds(values.get(ClassicOptions.RESPONSE_TIMEOUT));
  }

  /** How long a cast waits for the broker. */
  public Duration castTimeout() {
    return Duration.ofSeconds(values.get(ClassicOptions.CAST_TIMEOUT));
  }

  /** How many methods of a consumer run at a time. */
  public int threadPoolSize() {
    return values.get(ClassicOptions.THREAD_POOL_SIZE);
  }

  /** How many pooled connections there may be at a time. */
  public int connectionPoolSize() {
    return values.get(ClassicOptions.CONNECTION_POOL_SIZE);
  }

  /** The modules of remote exceptions that may be rebuilt. */
  public Set<String> allowedExceptionModules() {
    return Set.copyOf(values.get(ClassicOptions.ALLOWED_EXCEPTION_MODULES));
  }

  /** After how many attempts to reach the broker to give up; empty for never. */
  public Optional<Integer> maxRetries() {
    return Optional.of(values.get(ClassicOptions.MAX_RETRIES)).filter(times -> times > 0);
  }

  /** The ways that events go, by the names that the configuration has. */
  public List<String> notificationDrivers() {
    return values.get(ClassicOptions.NOTIFICATION_DRIVER);
  }

  /** The priority of events for which nobody says one. */
  public String notificationLevel() {
    return values.get(ClassicOptions.NOTIFICATION_LEVEL);
  }

  /** Where events go. */
  public List<String> notificationTopics() {
    return values.get(ClassicOptions.NOTIFICATION_TOPICS);
  }

  /** Where events in an envelope go. */
  public List<String> notifier2Topics() {
    return values.get(ClassicOptions.NOTIFIER2_TOPICS);
  }

  /** Who sends events for which nobody says so; empty for this machine. */
  public Optional<String> publisherId() {
    return values.find(ClassicOptions.PUBLISHER_ID);
  }

  /** What the service calls this machine; empty if it says nothing. */
  public Optional<String> serviceHost() {
    return values.find(ClassicOptions.SERVICE_HOST);
  }

  private <T> Optional<T> given(Option<T> option) {
    return values.has(option) ? values.find(option) : Optional.empty();
  }

  private TransportUrl translatedUrl() {
    String backend = values.get(ClassicOptions.BACKEND).strip();
    boolean fake =
        switch (backend.substring(backend.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
          case "impl_kombu", "kombu", "rabbit" -> values.get(ClassicOptions.FAKE_RABBIT);
          case "impl_fake", "fake" -> true;
          default ->
              throw new ConfigurationException(
                  "rpc_backend: \""
                      + backend
                      + "\" (expected: a name that ends in impl_kombu, kombu, rabbit, impl_fake or"
                      + " fake; or give transport_url instead)",
                  null);
        };
    return fake ? TransportUrl.parse(FAKE) : rabbitUrl();
  }

  private TransportUrl rabbitUrl() {
    String user = values.get(ClassicOptions.USER);
    String password = values.get(ClassicOptions.PASSWORD);
    int port = values.get(ClassicOptions.PORT);
    List<TransportUrl.Host> hosts =
        values
            .find(ClassicOptions.HOSTS)
            .filter(listed -> !listed.isEmpty())
            .map(listed -> listed.stream().map(one -> host(one, port, user, password)).toList())
            .orElseGet(
                () ->
                    List.of(
                        new TransportUrl.Host(
                            values.get(ClassicOptions.HOST), port, user, password)));
    String virtualHost = values.get(ClassicOptions.VIRTUAL_HOST);
    return TransportUrl.of("rabbit", hosts, virtualHost.equals("/") ? null : virtualHost, Map.of());
  }

  /** {@code host[:port]}, {@code [v6][:port]} or {@code v6} ({@code network_utils.py}). */
  private static TransportUrl.Host host(String text, int port, String user, String password) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    String name = bracket > 0 ? text.substring(1, bracket) : text;
    String rest = bracket > 0 ? text.substring(bracket + 1) : "";
    int colon = name.indexOf(':');
    if (bracket < 0 && colon >= 0 && colon == name.lastIndexOf(':')) {
      rest = name.substring(colon);
      name = name.substring(0, colon);
    }
    try {
      return new TransportUrl.Host(name, rest.isEmpty() ? port : portOf(rest), user, password);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "rabbit_hosts: \""
              + text
              + "\" (expected: host, host:port, [address] or [address]:port, separated by commas)",
          e);
    }
  }

  private static int portOf(String text) {
    if (!text.startsWith(":")) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(text.substring(1));
  }

  /** Python's names of 2013 and of today. */
  private String sslVersion() {
    String version = values.get(ClassicOptions.SSL_VERSION).strip();
    return switch (version.toLowerCase(Locale.ROOT)) {
      case "", "sslv23" -> "";
      case "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3" -> version.toLowerCase(Locale.ROOT);
      default ->
          throw new ConfigurationException(
              "kombu_ssl_version: Invalid SSL version : "
                  + version
                  + " (expected: TLSv1, TLSv1_1, TLSv1_2, TLSv1_3, or SSLv23 or nothing for the"
                  + " best that both sides know)",
              null);
    };
  }
}
