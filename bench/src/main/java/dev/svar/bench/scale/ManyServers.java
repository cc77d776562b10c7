package dev.svar.bench.scale;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Sample;
import dev.svar.bench.peers.Echo;
import dev.svar.bench.report.Finding;
import dev.svar.bench.report.Results;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many servers on one transport, against the bare client that declares and consumes the same on one
 * connection. Both use eight threads; each round is in a virtual host of its own.
 */
public final class ManyServers implements Trial {
  private static final int SERVERS = 1_000;
  private static final int THREADS = 8;

  private final Brokers brokers;
  private final int rounds;

  /** Over a private RabbitMQ, so many times each. */
  public ManyServers(Brokers brokers, int rounds) {
    this.brokers = brokers;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "%,d servers on one transport", SERVERS);
  }

  private record Start(double seconds, double heapEach, int connections) {}

  @Override
  public void run(Results results, PrintStream progress) throws Exception {
    RabbitServer rabbit = brokers.privateRabbit();
    ours(rabbit); // warms up
    byHand(rabbit);
    double[] ratios = new double[rounds];
    double[] heap = new double[rounds];
    double[] connections = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      boolean oursFirst = i % 2 == 0;
      double before = oursFirst ? 0 : byHand(rabbit);
      Start ours = ours(rabbit);
      double byHand = oursFirst ? byHand(rabbit) : before;
      ratios[i] = ours.seconds() / byHand;
      heap[i] = ours.heapEach();
      connections[i] = ours.connections();
      progress.printf(
          Locale.ROOT,
          "  %.2f s, by hand %.2f s; %,.0f B of heap each; %d connections%n",
          ours.seconds(),
          byHand,
          ours.heapEach(),
          ours.connections());
    }
    List<Finding> findings = results.findings();
    findings.add(
        new Finding(name() + ": start time against by hand", Sample.of(ratios), "", false, 1.5));
    findings.add(new Finding(name() + ": heap each", Sample.of(heap), "B", false, 20 << 10));
    findings.add(
        new Finding(name() + ": connections", Sample.of(connections), "connections", false, 3));
  }

  private static Start ours(RabbitServer rabbit) throws Exception {
    try (VirtualHost vhost = rabbit.newVhost();
        Transport transport = Transport.builder().url(vhost.url()).exchange("bench").open()) {
      Echo echo = new Echo();
      RpcServer.builder(transport, Target.of("first", "host1")).endpoint(echo).build().start();
      long heap = Heap.used();
      long begin = System.nanoTime();
      inParallel(
          number ->
              RpcServer.builder(transport, Target.of("topic" + number, "host1"))
                  .endpoint(echo)
                  .build()
                  .start());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double each = (Heap.used() - heap) / (double) SERVERS;
      return new Start(seconds, each, vhost.connections());
    }
  }

  private static double byHand(RabbitServer rabbit) throws Exception {
    try (VirtualHost vhost = rabbit.newVhost()) {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setPort(rabbit.port());
      factory.setVirtualHost(vhost.name());
      try (Connection connection = factory.newConnection()) {
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          Channel channel = connection.createChannel();
          channel.basicQos(64);
          channels.add(channel);
        }
        long begin = System.nanoTime();
        inParallel(number -> serve(channels.get(number % THREADS), "topic" + number));
        return (System.nanoTime() - begin) / 1e9;
      }
    }
  }

  /** What a server of the library declares and consumes. */
  private static void serve(Channel channel, String topic) throws IOException {
    String own = topic + ".host1";
    String fanout = topic + "_fanout";
    channel.exchangeDeclare("bench", "topic", false, false, Map.of());
    channel.queueDeclare(topic, false, false, false, Map.of());
    channel.queueBind(topic, "bench", topic);
    channel.queueDeclare(own, false, false, false, Map.of());
    channel.queueBind(own, "bench", own);
    channel.exchangeDeclare(fanout, "fanout", false, true, Map.of());
    channel.queueDeclare(fanout + "_1", false, false, false, Map.of("x-expires", 1_800_000));
    channel.queueBind(fanout + "_1", fanout, topic);
    for (String queue : List.of(topic, own, fanout + "_1")) {
      channel.basicConsume(queue, false, Map.of(), new Silent(channel));
    }
  }

  private static final class Silent extends DefaultConsumer {
    Silent(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) {}
  }

  private interface Step {
    void run(int number) throws Exception;
  }

  /** Each thread takes the numbers that are its own modulo the threads. */
  private static void inParallel(Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        tasks.add(
            () -> {
              for (int number = first; number < SERVERS; number += THREADS) {
                step.run(number);
              }
              return null;
            });
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
