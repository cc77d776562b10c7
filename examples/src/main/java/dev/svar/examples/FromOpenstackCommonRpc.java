package dev.svar.examples;

import dev.svar.Context;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.classic.ClientExceptions;
import dev.svar.classic.Connection;
import dev.svar.classic.NotifierApi;
import dev.svar.classic.RequestContext;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcDispatcher;
import dev.svar.classic.RpcException;
import dev.svar.classic.RpcOptions;
import dev.svar.classic.RpcProxy;
import dev.svar.classic.RpcTimeoutException;
import dev.svar.classic.Service;
import dev.svar.notify.Notifier;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcEndpoint;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The verbs of openstack.common.rpc, and what they are in dev.svar.rpc: quoted by the guide. */
public final class FromOpenstackCommonRpc {
  private FromOpenstackCommonRpc() {}

  /** What is called. */
  @RpcEndpoint(version = "1.2")
  public static final class ComputeManager {
    public String echo(Context context, String text) {
      return context.get("user") + ": " + text;
    }

    public Iterator<Integer> countdown(int from) {
      return Stream.iterate(from, n -> n - 1).limit(from).iterator();
    }

    @ClientExceptions(IllegalArgumentException.class)
    public void resize(int size) {
      if (size < 1) {
        throw new IllegalArgumentException("size: " + size);
      }
    }
  }

  /** The client's side of it. */
  static final class ComputeApi extends RpcProxy {
    ComputeApi(RpcBackend rpc) {
      super(rpc, "compute", "1.0", null, Serializer.NONE);
    }

    Object echo(Context context, String host, String text) {
      return call(
          context,
          makeMsg("echo", Map.of("text", text)),
          RpcBackend.queueGetFor(topic(), host),
          "1.2",
          null);
    }
  }

  /** Runs both with the URL of a bus, by default one in memory. */
  public static void main(String[] args) {
    String url = args.length > 0 ? args[0] : "memory://compute";
    classic(url);
    today(url);
  }

  static void classic(String url) {
    RequestContext context = RequestContext.builder().user("demo").build();
    RpcOptions options = RpcOptions.builder().option("transport_url", url).build();
    try (RpcBackend rpc = RpcBackend.open(options)) {
      Service service = new Service(rpc, "host1", "compute", new ComputeManager(), Serializer.NONE);
      service.start();

      Object answer =
          rpc.call(context, "compute", Map.of("method", "echo", "args", Map.of("text", "hello")));
      System.out.println(answer);

      try (Stream<Object> answers =
          rpc.multicall(
              context, "compute", Map.of("method", "countdown", "args", Map.of("from", 3)))) {
        answers.forEach(System.out::println);
      }

      rpc.cast(context, "compute", Map.of("method", "resize", "args", Map.of("size", 2)));
      rpc.fanoutCast(context, "compute", Map.of("method", "resize", "args", Map.of("size", 3)));
      rpc.notify(context, "notifications.info", Map.of("event_type", "compute.resized"), true);

      NotifierApi notifier = rpc.notifier();
      notifier.notify(
          context,
          notifier.publisherId("compute", "host1"),
          "compute.resized",
          "INFO",
          Map.of("size", 2));

      System.out.println(new ComputeApi(rpc).echo(context, "host1", "to one host"));

      try {
        rpc.call(
            context,
            "compute",
            Map.of("method", "resize", "args", Map.of("size", 0)),
            Duration.ofSeconds(5));
      } catch (RpcTimeoutException e) {
        System.out.println("nobody answered: " + e.info());
      } catch (RpcException e) {
        System.out.println("it failed there: " + e.getMessage());
      } catch (IllegalArgumentException e) {
        System.out.println("a ValueError: " + e.getMessage().lines().findFirst().orElse(""));
      }

      Connection connection = rpc.createConnection();
      connection.createConsumer("console", new RpcDispatcher(List.of(new ComputeManager())));
      connection.createConsumer("console", new RpcDispatcher(List.of(new ComputeManager())), true);
      connection.joinConsumerPool(
          event -> System.out.println(event.get("event_type")),
          "notifications.info",
          "notifications.info",
          null);
      connection.consumeInThread();
      connection.close();
      service.stop();
    }
  }

  static void today(String url) {
    Context context = Context.of(Map.of("user", "demo"));
    try (Transport transport = Transport.open(url)) {
      RpcServer.builder(transport, Target.of("compute", "host1"))
          .endpoint(new ComputeManager(), null, "1.2")
          .build()
          .start();
      RpcClient compute = RpcClient.builder(transport, Target.of("compute")).build();

      String answer = compute.call(context, "echo", Map.of("text", "hello"), String.class);
      System.out.println(answer);

      try (Stream<Object> answers = compute.multicall(context, "countdown", Map.of("from", 3))) {
        answers.forEach(System.out::println);
      }

      compute.cast(context, "echo", Map.of("text", "one hears it"));
      compute.fanout(context, "echo", Map.of("text", "all hear it"));
      compute.prepare().server("host1").build().call(context, "echo", Map.of("text", "you"));

      Notifier notifier = Notifier.builder(transport).publisherId("compute.host1").build();
      notifier.info(context, "compute.resized", Map.of("size", 2));
    }
  }
}
