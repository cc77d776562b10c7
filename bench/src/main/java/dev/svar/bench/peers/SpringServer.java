package dev.svar.bench.peers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;

/**
 * A listener of Spring AMQP that answers. Spring's converter reads and writes JSON once for each
 * message: a little less than the envelope takes, which has it twice.
 */
final class SpringServer implements Role {
  private static final int CONSUMERS = 4;
  private static final int CHANNELS = 64;

  static final String SETTINGS =
      "CachingConnectionFactory with "
          + CHANNELS
          + " cached channels; JacksonJsonMessageConverter; DirectMessageListenerContainer with "
          + CONSUMERS
          + " consumers, prefetch 250, acknowledged automatically";

  private final CachingConnectionFactory connections;
  private final DirectMessageListenerContainer container;
  private final LongAdder taken = new LongAdder();

  SpringServer(String url, String topic) throws Exception {
    connections = connections(url);
    try (HandConnection declaring = new HandConnection(url);
        Channel channel = declaring.channel()) {
      HandConnection.declare(channel, topic);
    }
    container = new DirectMessageListenerContainer(connections);
    container.setQueueNames(topic);
    container.setConsumersPerQueue(CONSUMERS);
    container.setPrefetchCount(250);
    container.setAcknowledgeMode(AcknowledgeMode.AUTO);
    MessageListenerAdapter adapter = new MessageListenerAdapter(this, converter());
    adapter.setDefaultListenerMethod("handle");
    container.setMessageListener(adapter);
    container.afterPropertiesSet();
    container.start();
  }

  static CachingConnectionFactory connections(String url) throws Exception {
    ConnectionFactory plain = HandConnection.factory(url);
    plain.setAutomaticRecoveryEnabled(false); // as Spring asks: it has a recovery of its own
    CachingConnectionFactory connections = new CachingConnectionFactory(plain);
    connections.setChannelCacheSize(CHANNELS);
    return connections;
  }

  static JacksonJsonMessageConverter converter() {
    return new JacksonJsonMessageConverter();
  }

  /** What a client sends. */
  static Map<String, Object> request(String method, Map<String, Object> value) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("method", method);
    request.put("args", Map.of("value", value));
    return request;
  }

  /** What Spring calls with each message; null is no answer. */
  public @Nullable Object handle(Map<String, Object> request) {
    if ("take".equals(request.get("method"))) {
      taken.increment();
      return null;
    }
    return Wire.value(request);
  }

  /** How many casts it took. */
  long taken() {
    return taken.sum();
  }

  @Override
  public void close() {
    container.stop();
    connections.destroy();
  }
}
