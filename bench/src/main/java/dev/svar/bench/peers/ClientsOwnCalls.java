package dev.svar.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls with what RabbitMQ's own client has for them. It has no asynchronous way. */
public final class ClientsOwnCalls implements Caller {
  private static final String TOPIC = "bench_rpc_client";

  private final HandConnection serving;
  private final HandConnection calling;
  private final RpcServer server;
  private final RpcClient client;
  private final Thread loop;

  /** Client and server in this JVM, each with a connection of its own. */
  public ClientsOwnCalls(String url) throws Exception {
    serving = new HandConnection(url);
    Channel requests = serving.channel();
    HandConnection.declare(requests, TOPIC);
    requests.basicQos(64);
    server =
        new RpcServer(requests, TOPIC) {
          @Override
          public byte[] handleCall(byte[] body, BasicProperties replyProperties) {
            return HandOff.answer(body);
          }
        };
    loop = new Thread(this::serve, "bench-rpc-server");
    loop.start();
    calling = new HandConnection(url);
    client =
        new RpcClient(
            new RpcClientParams()
                .channel(calling.channel())
                .exchange(HandConnection.EXCHANGE)
                .routingKey(TOPIC)
                .timeout(60_000));
  }

  private void serve() {
    try {
      server.mainloop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "RpcClient of amqp-client";
  }

  @Override
  public String settings() {
    return "direct reply-to; one RpcClient for all callers; one RpcServer, prefetch 64,"
        + " acknowledges each request";
  }

  @Override
  public void call(Payload payload) throws Exception {
    byte[] body = Wire.request("echo", payload.args(), Wire.id(), "reply");
    HandOff.check(client.primitiveCall(HandConnection.properties(null).build(), body));
  }

  @Override
  public boolean isAsync() {
    return false;
  }

  @Override
  public void close() throws IOException {
    client.close();
    calling.close();
    server.terminateMainloop();
    serving.close();
  }
}
