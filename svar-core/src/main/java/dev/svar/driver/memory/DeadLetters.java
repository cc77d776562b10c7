package dev.svar.driver.memory;

import dev.svar.driver.Address;
import dev.svar.driver.Message;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where dead letters go, and what is written on them. */
final class DeadLetters {
  private DeadLetters() {}

  /**
   * The topic, or the events, with {@code .dead} after the name: one place for all servers and
   * pools of a topic. Null for an inbox, which has none.
   */
  static @Nullable Address of(Address address) {
    if (address instanceof Address.Topic topic) {
      return new Address.Topic(topic.exchange(), topic.topic() + ".dead", null);
    }
    if (address instanceof Address.Server server) {
      return new Address.Topic(server.exchange(), server.topic() + ".dead", null);
    }
    if (address instanceof Address.Fanout fanout) {
      return new Address.Topic(fanout.exchange(), fanout.topic() + ".dead", null);
    }
    if (address instanceof Address.Events events) {
      return new Address.Events(
          events.exchange(),
          events.name() + ".dead",
          events.pool() == null ? null : events.pool() + ".dead");
    }
    return null;
  }

  /** {@code message} with more headers, which replace those of the same name. */
  static Message letter(Message message, Map<String, Object> headers) {
    Map<String, Object> all = new HashMap<>(message.headers());
    all.putAll(headers);
    return new Message(message.body(), message.contentType(), message.contentEncoding(), all);
  }
}
