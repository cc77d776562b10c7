package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;

/**
 * What an address is called in Kafka: events are a topic, a pool is a consumer group. Immutable.
 */
final class Topics {
  private static final int LONGEST = 249;

  private final String suffixToSend;
  private final String suffixToRead;
  private final String defaultGroup;

  Topics(DriverConfig config) {
    String host = config.virtualHost();
    String suffix = host == null || host.isEmpty() ? "" : "." + host;
    String who = config.options().get(KafkaOptions.VIRTUAL_HOST_SUFFIX);
    suffixToSend = who.equals("none") ? "" : suffix;
    suffixToRead = who.equals("both") ? suffix : "";
    defaultGroup = config.options().get(KafkaOptions.CONSUMER_GROUP);
  }

  /**
   * The topic that events are sent to.
   *
   * @throws DriverException if Kafka has no such address
   */
  String toSend(Address address) {
    if (address instanceof Address.Events events) {
      return legal(events.name() + suffixToSend);
    }
    throw impossible(address);
  }

  /**
   * The topic that events are read from.
   *
   * @throws DriverException if Kafka has no such address
   */
  String toRead(Address address) {
    if (address instanceof Address.Events events) {
      return legal(events.name() + suffixToRead);
    }
    if (address instanceof Address.Tail tail) {
      return legal(tail.name() + suffixToRead);
    }
    throw impossible(address);
  }

  /** The topic for dead letters of what arrived at {@code address}. */
  String dead(Address address) {
    String name =
        address instanceof Address.Tail tail
            ? tail.name()
            : address instanceof Address.Events events ? events.name() : "";
    return legal(name + ".dead" + suffixToSend);
  }

  /** The consumer group that shares the events. */
  String group(Address.Events events) {
    return events.pool() != null ? events.pool() : defaultGroup;
  }

  private static String legal(String topic) {
    if (topic.isEmpty()
        || topic.length() > LONGEST
        || !isLegal(topic)
        || topic.equals(".")
        || topic.equals("..")) {
      throw new DriverException(
          Outcome.REFUSED,
          "\""
              + topic
              + "\" cannot be a topic of Kafka (expected: 1 to 249 letters, digits, dots, dashes"
              + " and underscores)",
          null);
    }
    return topic;
  }

  private static boolean isLegal(String topic) {
    for (int i = 0; i < topic.length(); i++) {
      if (!isLegal(topic.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  private static DriverException impossible(Address address) {
    return new DriverException(
        Outcome.REFUSED,
        "Kafka carries events only: there are no topics of servers, fanouts or inboxes, such as "
            + address
            + ". Use rabbit:// for calls and casts",
        null);
  }
}
