package dev.svar.examples;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

public final class Hello {

  public static final class Compute {
    public String echo(@Param("text") String text) {
      return text;
    }

    public Stream<Integer> count(@Param("n") int n) {
      return IntStream.range(0, n).boxed();
    }
  }

  public static void main(String[] args) {
    String url = args.length > 0 ? args[0] : "memory://hello"; // rabbit://user:password@host:5672/
    try (Transport transport = Transport.open(url)) {
      RpcServer.builder(transport, Target.of("compute", "host1"))
          .endpoint(new Compute())
          .build()
          .start();

      RpcClient compute = RpcClient.builder(transport, Target.of("compute")).build();
      Map<String, String> hello = Map.of("text", "hello");
      System.out.println(compute.call(Context.EMPTY, "echo", hello, String.class)); // one answers

      try (Stream<Integer> numbers =
          compute.multicall(Context.EMPTY, "count", Map.of("n", 3), Integer.class)) {
        numbers.forEach(System.out::println); // one answers, item by item
      }

      compute.cast(Context.EMPTY, "echo", hello); // one runs it, nobody answers
      compute.fanout(Context.EMPTY, "echo", hello); // every server runs it
      compute.prepare().server("host1").build().call(Context.EMPTY, "echo", hello); // that one
    }
  }
}
