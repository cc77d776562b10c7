package dev.svar.internal.config;

import dev.svar.ConfigurationException;
import dev.svar.TransportUrl;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What configuration files, URLs and code say together: code wins over the URL's query, which wins
 * over files, of which the later wins. Warns once of each name that is misspelt or out of use.
 * Immutable and thread-safe.
 */
public final class Settings {
  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final ConfigFiles files;
  private final Warnings warnings;
  private final FileCheck check;
  private final FileValues core;

  private Settings(ConfigFiles files, Consumer<String> log) {
    this.files = files;
    this.warnings = new Warnings(log);
    this.check = new FileCheck(files, warnings);
    this.core = new FileValues(files, CoreOptions.GROUPS, warnings);
    for (OptionGroup group : CoreOptions.GROUPS) {
      check.checkSpelling(group);
      if (!group.name().equals(CoreOptions.DEFAULT)) {
        check.check(group);
      }
    }
  }

  /**
   * Reads {@code files}, in the format of {@code oslo.conf}; none is fine.
   *
   * @throws ConfigurationException if one cannot be read or is in another format
   */
  public static Settings of(List<Path> files) {
    return of(ConfigFiles.read(files), LOG::warn);
  }

  /** The same, with warnings going elsewhere. */
  static Settings of(ConfigFiles files, Consumer<String> log) {
    return new Settings(files, log);
  }

  /**
   * What files say about an option, or its default, or empty if it has neither.
   *
   * @throws ConfigurationException if its value is not what is expected
   */
  public <T> Optional<T> find(String group, Option<T> option) {
    return core.read(group, option).or(() -> Optional.ofNullable(option.fallback()));
  }

  /**
   * The URL for calls.
   *
   * @param inCode what code gives; null or blank for what files say
   * @throws ConfigurationException if there is none, or it is wrong
   */
  public TransportUrl transportUrl(@Nullable String inCode) {
    return inCode(inCode)
        .or(() -> inFiles(CoreOptions.DEFAULT, CoreOptions.TRANSPORT_URL))
        .orElseThrow(this::noUrl);
  }

  /**
   * The URL for notifications: if files say nothing special, that for calls.
   *
   * @param inCode what code gives; null or blank for what files say
   * @throws ConfigurationException if there is none, or it is wrong
   */
  public TransportUrl notificationUrl(@Nullable String inCode) {
    return inCode(inCode)
        .or(() -> inFiles(CoreOptions.NOTIFICATIONS, CoreOptions.NOTIFICATION_TRANSPORT_URL))
        .orElseGet(() -> transportUrl(null));
  }

  /**
   * The options of a driver.
   *
   * @param inCode values by option name, each of the option's type or text that is read as such
   * @throws ConfigurationException if the URL's query or code names an option that the driver has
   *     not, or a value is not what is expected
   */
  public Options driverOptions(DriverProvider provider, TransportUrl url, Map<String, ?> inCode) {
    OptionGroup group = OptionGroup.of(provider);
    check.checkSpelling(group);
    check.check(group);
    List<OptionGroup> known = new ArrayList<>(CoreOptions.GROUPS);
    known.add(group);
    FileValues inFiles = new FileValues(files, known, warnings);
    Map<String, Object> values = new HashMap<>();
    for (Option<?> option : group.options()) {
      inFiles.read(group.name(), option).ifPresent(value -> values.put(option.name(), value));
    }
    values.putAll(new NamedValues("URL", group, warnings).read(url.query()));
    values.putAll(new NamedValues("code", group, warnings).read(inCode));
    return new Options(values);
  }

  /**
   * The hosts of {@code url} as drivers get them. Warns if only some have credentials: they do not
   * count for the others.
   */
  public List<DriverConfig.Host> driverHosts(TransportUrl url) {
    long named = url.hosts().stream().filter(host -> host.username() != null).count();
    if (named > 0 && named < url.hosts().size()) {
      warnings.once(
          url + ": the credentials of one host do not count for the others; give each its own");
    }
    return url.hosts().stream()
        .map(
            host ->
                new DriverConfig.Host(host.name(), host.port(), host.username(), host.password()))
        .toList();
  }

  private static Optional<TransportUrl> inCode(@Nullable String url) {
    return Optional.ofNullable(url).filter(text -> !text.isBlank()).map(TransportUrl::parse);
  }

  private Optional<TransportUrl> inFiles(String group, Option<String> option) {
    return core.read(group, option)
        .filter(url -> !url.isBlank())
        .map(url -> parse(url, group, option));
  }

  private TransportUrl parse(String url, String group, Option<String> option) {
    try {
      return TransportUrl.parse(url);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          core.source(group, option).orElseThrow() + ": " + e.getMessage(), e);
    }
  }

  private ConfigurationException noUrl() {
    return new ConfigurationException(
        "No transport URL: give one to Transport.open, such as"
            + " rabbit://user:password@localhost:5672/, or set transport_url in the group [DEFAULT] of"
            + " a configuration file ("
            + (files.files().isEmpty()
                ? "none was read"
                : "read: " + String.join(", ", files.files()))
            + ")",
        null);
  }
}
