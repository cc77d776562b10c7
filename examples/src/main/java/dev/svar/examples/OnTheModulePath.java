package dev.svar.examples;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.Map;

/** Runs a call and an event as a named module: what only a class path would allow fails here. */
public final class OnTheModulePath {
  private OnTheModulePath() {}

  /** What is called. */
  public static final class Adder {
    /** The sum. */
    public int add(int x, int y) {
      return x + y;
    }
  }

  /** Exits with 1 if the answer is wrong, or this does not run as a module. */
  public static void main(String[] args) throws InterruptedException {
    try (Transport transport = Transport.open("memory://modules")) {
      RpcServer.builder(transport, Target.of("adder", "host1"))
          .endpoint(new Adder())
          .build()
          .start();
      Integer sum =
          RpcClient.builder(transport, Target.of("adder"))
              .build()
              .call(Context.EMPTY, "add", Map.of("x", 2, "y", 3), Integer.class);
      boolean named =
          Transport.class.getModule().isNamed() && OnTheModulePath.class.getModule().isNamed();
      System.out.println(
          OnTheModulePath.class.getModule() + " over " + Transport.class.getModule() + ": " + sum);
      if (!named || sum == null || sum != 5) {
        System.exit(1);
      }
    }
    HelloEvents.main(new String[] {"memory://modules"});
  }
}
