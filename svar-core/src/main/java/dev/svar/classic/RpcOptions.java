package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.ConfigurationException;
import dev.svar.internal.config.ClassicSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The options of openstack.common.rpc and its notifier under their own names, such as {@code
 * rabbit_host}, {@code control_exchange} and {@code rpc_response_timeout}, with the defaults that
 * they had. A {@code transport_url} of today wins over all that say where the broker is. Immutable.
 *
 * <p>{@code docs/from-openstack-common-rpc.md} lists them. Those of ZeroMQ and Qpid are left alone.
 */
public final class RpcOptions {
  /** Everything by default: {@code rabbit://guest:guest@localhost:5672/}. */
  public static final RpcOptions DEFAULT = builder().build();

  private final ClassicSettings settings;

  private RpcOptions(ClassicSettings settings) {
    this.settings = settings;
  }

  /** Starts options with everything by default. */
  public static Builder builder() {
    return new Builder();
  }

  ClassicSettings settings() {
    return settings;
  }

  /** Where the bus is, without credentials. */
  @Override
  public String toString() {
    return settings.url().toString();
  }

  /**
   * Where options come from: what code sets wins over properties, which win over files. Not
   * thread-safe.
   */
  public static final class Builder {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();

    private Builder() {}

    /**
     * Sets one option; of another group than {@code DEFAULT} as {@code group.name}, such as {@code
     * rpc_notifier2.topics}.
     *
     * @param value of the option's type, or text that is read as such
     */
    public Builder option(String name, Object value) {
      values.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /** Takes those properties that are named like options; others are left alone. */
    public Builder properties(Properties properties) {
      properties
          .stringPropertyNames()
          .forEach(name -> this.properties.put(name, properties.getProperty(name)));
      return this;
    }

    /**
     * Reads the groups {@code [DEFAULT]} and {@code [rpc_notifier2]} of a file in the format of
     * {@code oslo.conf}, such as {@code nova.conf}; what is no option of this library is left
     * alone. Several files: the later wins.
     */
    public Builder configFile(Path file) {
      files.add(requireNonNull(file, "file"));
      return this;
    }

    /**
     * The options. Blocks for reading the files.
     *
     * @throws ConfigurationException if a file cannot be read, {@link #option} was given a name
     *     that is none, or a value is not what is expected: with the name, the value and what is
     */
    public RpcOptions build() {
      return new RpcOptions(ClassicSettings.of(values, properties, files));
    }
  }
}
