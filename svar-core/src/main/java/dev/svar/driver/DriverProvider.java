package dev.svar.driver;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Found by {@link java.util.ServiceLoader}; says which URLs a driver serves and opens it. */
public interface DriverProvider {

  /** The URL schemes, lower case. A scheme {@code a+b} is looked up as {@code a}. */
  Set<String> schemes();

  /**
   * The group of its options in a configuration file, such as {@code oslo_messaging_rabbit}; its
   * names are also what the URL's query may override.
   */
  String optionGroup();

  /** Every option it reads. */
  List<Option<?>> options();

  /**
   * Names that peers still have in their files and that mean nothing any more, each with what to
   * say about it.
   */
  default Map<String, String> removedOptions() {
    return Map.of();
  }

  /**
   * Makes a driver that is not connected yet.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  Driver open(DriverConfig config, DriverEvents events);
}
