package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.rabbitmq.RabbitDriverProvider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Round trips over RabbitMQ: a message to a topic queue, echoed to an inbox, through the driver and
 * through code written by hand on the client library with the same queues and properties.
 *
 * <p>Arguments: the port of a broker on this host; then how many round trips to measure.
 */
public final class RabbitRoundTrip {
  private static final byte[] PADDING = new byte[500];

  private RabbitRoundTrip() {}

  /** One way to do it. */
  private interface Bus extends AutoCloseable {
    void request(byte[] body) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Those who wait, by the number at the start of a body. */
  private static final Map<Long, CompletableFuture<Void>> WAITING = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int trips = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
    for (int callers : new int[] {1, 16}) {
      double[] ratios = new double[5];
      for (int round = 0; round < ratios.length; round++) {
        double hand = run("by hand", new ByHand(port), callers, trips);
        double driver = run("driver ", new ThroughDriver(port), callers, trips);
        ratios[round] = driver / hand;
      }
      Arrays.sort(ratios);
      System.out.printf(
          Locale.ROOT,
          "%d callers: the driver takes %.2f times as long (median; %.2f to %.2f)%n",
          callers,
          ratios[ratios.length / 2],
          ratios[0],
          ratios[ratios.length - 1]);
    }
    System.exit(0);
  }

  /** The mean time of a round trip as a caller sees it, in microseconds. */
  private static double run(String name, Bus bus, int callers, int trips) throws Exception {
    try (bus) {
      measure(bus, callers, trips / 4);
      long[] times = measure(bus, callers, trips);
      Arrays.sort(times);
      double mean = Arrays.stream(times).average().orElse(0) / 1000;
      System.out.printf(
          Locale.ROOT,
          "%s %2d callers: mean %.0f us, median %.0f us, 99%% %.0f us%n",
          name,
          callers,
          mean,
          times[times.length / 2] / 1000.0,
          times[times.length * 99 / 100] / 1000.0);
      return mean;
    }
  }

  private static long[] measure(Bus bus, int callers, int trips) throws Exception {
    int each = trips / callers;
    long[] times = new long[each * callers];
    Thread[] threads = new Thread[callers];
    for (int caller = 0; caller < callers; caller++) {
      int first = caller * each;
      threads[caller] =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < each; i++) {
                    long start = System.nanoTime();
                    roundTrip(bus);
                    times[first + i] = System.nanoTime() - start;
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      threads[caller].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return times;
  }

  private static void roundTrip(Bus bus) throws Exception {
    long number = NUMBERS.incrementAndGet();
    CompletableFuture<Void> reply = new CompletableFuture<>();
    WAITING.put(number, reply);
    byte[] head = (number + " ").getBytes(UTF_8);
    byte[] body = Arrays.copyOf(head, head.length + PADDING.length);
    bus.request(body);
    reply.get(30, TimeUnit.SECONDS);
  }

  private static void replied(byte[] body) {
    String text = new String(body, 0, Math.min(24, body.length), UTF_8);
    CompletableFuture<Void> reply =
        WAITING.remove(Long.parseLong(text.substring(0, text.indexOf(' '))));
    if (reply != null) {
      reply.complete(null);
    }
  }

  private static final class ThroughDriver implements Bus {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Driver driver;
    private final Address.Topic topic = new Address.Topic("bench", "bench_driver", null);

    ThroughDriver(int port) throws Exception {
      driver =
          new RabbitDriverProvider()
              .open(
                  new DriverConfig(
                      "rabbit",
                      List.of(new DriverConfig.Host("127.0.0.1", port, null, null)),
                      null,
                      Options.NONE,
                      "bench",
                      timer),
                  new Silent());
      Address.Inbox inbox = driver.newInbox();
      var server =
          driver.subscribe(
              Set.of(topic),
              100,
              delivery -> {
                delivery.accept();
                var unused = driver.publish(inbox, delivery.message(), PublishOptions.MANDATORY);
              });
      server.get();
      driver
          .subscribe(
              Set.of(inbox),
              1000,
              delivery -> {
                delivery.accept();
                replied(delivery.message().body());
              })
          .get();
    }

    @Override
    public void request(byte[] body) {
      var unused =
          driver.publish(
              topic,
              new Message(body, "application/json", "utf-8", Map.of()),
              PublishOptions.DEFAULT);
    }

    @Override
    public void close() {
      driver.close().join();
      timer.shutdown();
    }
  }

  private static final class ByHand implements Bus {
    private static final BasicProperties PROPERTIES =
        new BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("utf-8")
            .headers(Map.of())
            .deliveryMode(2)
            .priority(0)
            .build();

    private final Connection out;
    private final Connection in;
    private final Channel publishing;
    private final Object lock = new Object();

    ByHand(int port) throws Exception {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setPort(port);
      factory.setAutomaticRecoveryEnabled(false);
      out = factory.newConnection();
      in = factory.newConnection();
      publishing = requireNonNull(out.createChannel());
      publishing.confirmSelect();
      publishing.exchangeDeclare("bench", "topic", false, false, Map.of());
      publishing.addConfirmListener((tag, multiple) -> {}, (tag, multiple) -> {});
      Channel server = requireNonNull(in.createChannel());
      server.basicQos(0, 100, false);
      server.queueDeclare("bench_hand", false, false, false, Map.of());
      server.queueBind("bench_hand", "bench", "bench_hand");
      Channel client = requireNonNull(in.createChannel());
      client.basicQos(0, 1000, false);
      Map<String, Object> expires = Map.of("x-expires", 1_800_000);
      client.queueDeclare("bench_replies", false, false, false, expires);
      consume(server, "bench_hand", body -> publish("", "bench_replies", true, body));
      consume(client, "bench_replies", RabbitRoundTrip::replied);
    }

    private interface Handler {
      void handle(byte[] body) throws IOException;
    }

    private static void consume(Channel channel, String queue, Handler handler) throws IOException {
      channel.basicConsume(
          queue,
          false,
          new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                @Nullable String tag, Envelope envelope, BasicProperties properties, byte[] body)
                throws IOException {
              channel.basicAck(envelope.getDeliveryTag(), false);
              handler.handle(body);
            }
          });
    }

    private void publish(String exchange, String key, boolean mandatory, byte[] body)
        throws IOException {
      synchronized (lock) {
        publishing.basicPublish(exchange, key, mandatory, PROPERTIES, body);
      }
    }

    @Override
    public void request(byte[] body) throws IOException {
      publish("bench", "bench_hand", false, body);
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
    }
  }

  private static final class Silent implements DriverEvents {
    @Override
    public void connected(String broker, boolean again) {}

    @Override
    public void lost(String broker, Throwable cause) {}

    @Override
    public void blocked(String reason) {}

    @Override
    public void unblocked() {}

    @Override
    public void returned(Message message, String reason) {}

    @Override
    public void refused(Message message, DriverException cause) {}

    @Override
    public void repaired(String what) {}

    @Override
    public void degraded(String what) {}
  }
}
