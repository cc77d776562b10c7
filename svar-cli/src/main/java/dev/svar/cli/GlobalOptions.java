package dev.svar.cli;

import dev.svar.ConfigurationException;
import dev.svar.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * What every command takes, before its name or after it. Where both say something, the later wins.
 */
final class GlobalOptions {
  private static final String URL_VARIABLE = "SVAR_URL";

  /** How results and failures are written. */
  enum Format {
    TEXT,
    JSON;

    /** As it is typed. */
    static final class Converter implements ITypeConverter<Format> {
      @Override
      public Format convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "text" -> TEXT;
          case "json" -> JSON;
          default -> throw new TypeConversionException("\"" + text + "\" (expected: text or json)");
        };
      }
    }
  }

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      order = 1,
      paramLabel = "URL",
      description =
          "The broker, such as rabbit://user:password@host:5672/. Default: transport_url of"
              + " --config-file, else the variable SVAR_URL (which hides the password from ps).")
  @Nullable String url;

  @Option(
      names = "--exchange",
      scope = ScopeType.INHERIT,
      order = 3,
      paramLabel = "NAME",
      description =
          "The exchange of the topic, such as nova. Default: control_exchange of --config-file,"
              + " else openstack.")
  @Nullable String exchange;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      order = 4,
      paramLabel = "SECONDS",
      converter = Seconds.Positive.class,
      description =
          "How long to wait for an answer; decimals allowed. Connecting may take as long before, up"
              + " to 10. Default: rpc_response_timeout of --config-file, else 60.")
  @Nullable Duration timeout;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      order = 5,
      paramLabel = "FORMAT",
      converter = Format.Converter.class,
      description = "How to write results: text or json. Default: text.")
  Format format = Format.TEXT;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 6,
      description = "Also shows the library's log, and tracebacks of failures.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      order = 7,
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  private final List<Path> configFiles = new ArrayList<>();

  /**
   * A method, since picocli would replace a list given before the command by one given after it.
   */
  @Option(
      names = "--config-file",
      scope = ScopeType.INHERIT,
      order = 2,
      paramLabel = "FILE",
      description = "A file in the format of oslo.conf, such as nova.conf. May be repeated.")
  void configFile(@Nullable Path file) {
    if (file != null) {
      configFiles.add(file);
    }
  }

  /** Whether results are written as JSON. */
  boolean json() {
    return format == Format.JSON;
  }

  /** Whether a configuration file was given. */
  boolean configured() {
    return !configFiles.isEmpty();
  }

  /**
   * Where the bus is and how to use it, as far as it was said.
   *
   * @param environment where to look for the URL if no option says it
   * @param otherwise the URL if nothing says it; null if there must be one
   * @throws ConfigurationException if nothing says it
   */
  Transport.Builder bus(Map<String, String> environment, @Nullable String otherwise) {
    Transport.Builder builder = Transport.builder();
    configFiles.forEach(builder::configFile);
    String variable = environment.getOrDefault(URL_VARIABLE, "");
    if (url != null) {
      builder.url(url);
    } else if (configFiles.isEmpty() && !variable.isEmpty()) {
      builder.url(variable);
    } else if (configFiles.isEmpty() && otherwise != null) {
      builder.url(otherwise);
    } else if (configFiles.isEmpty()) {
      throw new ConfigurationException(
          "no broker given (expected: --url rabbit://user:password@host:5672/, the variable "
              + URL_VARIABLE
              + ", or --config-file with a transport_url)",
          null);
    }
    if (exchange != null) {
      builder.exchange(exchange);
    }
    if (timeout != null) {
      builder.responseTimeout(timeout);
    }
    return builder;
  }
}
