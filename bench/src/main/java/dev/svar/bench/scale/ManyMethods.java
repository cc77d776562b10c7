package dev.svar.bench.scale;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls to all methods of one endpoint, in turn. */
public final class ManyMethods implements Caller {
  private static final String TOPIC = "bench_methods";

  private final int methods;
  private final String[] names;
  private final Transport serving;
  private final Transport calling;
  private final RpcClient client;
  private final AtomicInteger next = new AtomicInteger();

  /** Over the memory driver. */
  public ManyMethods(int methods) throws ReflectiveOperationException {
    this.methods = methods;
    names = new String[methods];
    for (int i = 0; i < methods; i++) {
      names[i] = "echo" + i;
    }
    String url = "memory://bench-methods-" + methods;
    serving = Transport.builder().url(url).exchange("bench").open();
    RpcServer.builder(serving, Target.of(TOPIC, "host1"))
        .endpoint(Methods.endpoint(methods))
        .build()
        .start();
    calling = Transport.builder().url(url).exchange("bench").open();
    client = RpcClient.builder(calling, Target.of(TOPIC)).build();
  }

  /** What one with so many is called. */
  public static String name(int methods) {
    return String.format(Locale.ROOT, "%,d methods", methods);
  }

  @Override
  public String name() {
    return name(methods);
  }

  @Override
  public String settings() {
    return "one endpoint with so many methods; everything by default";
  }

  private String method() {
    return names[Math.floorMod(next.getAndIncrement(), methods)];
  }

  @Override
  public void call(Payload payload) {
    client.call(Context.EMPTY, method(), payload.args());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    return client.callAsync(Context.EMPTY, method(), payload.args());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() {
    calling.close();
    serving.close();
  }
}
