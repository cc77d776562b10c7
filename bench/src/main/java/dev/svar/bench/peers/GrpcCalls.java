package dev.svar.bench.peers;

import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.testkit.net.LoopbackPorts;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Calls with gRPC, from client to server without a broker, carrying the same JSON as bytes. */
public final class GrpcCalls implements Caller {
  private static final int THREADS = 64;
  private static final int LARGEST = 16 << 20;

  private static final MethodDescriptor<byte[], byte[]> ECHO =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("bench", "echo"))
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final ExecutorService methods = Executors.newFixedThreadPool(THREADS);
  private final Server server;
  private final ManagedChannel channel;

  /** Client and server in this JVM, connected over the loopback interface. */
  public GrpcCalls() throws IOException {
    InetAddress loopback = LoopbackPorts.loopback();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .executor(methods)
            .maxInboundMessageSize(LARGEST)
            .addService(
                ServerServiceDefinition.builder("bench")
                    .addMethod(
                        ECHO,
                        ServerCalls.asyncUnaryCall(
                            (request, answer) -> {
                              answer.onNext(HandOff.answer(request));
                              answer.onCompleted();
                            }))
                    .build())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
            .usePlaintext()
            .directExecutor()
            .maxInboundMessageSize(LARGEST)
            .build();
  }

  /** Bodies are bytes already. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public String name() {
    return "gRPC, no broker";
  }

  @Override
  public String settings() {
    return "Netty without TLS, one channel, callbacks of the client on its event loop; methods on "
        + THREADS
        + " threads";
  }

  @Override
  public void call(Payload payload) {
    HandOff.check(
        ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, request(payload)));
  }

  @Override
  public CompletableFuture<byte[]> callAsync(Payload payload) {
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        channel.newCall(ECHO, CallOptions.DEFAULT), request(payload), new Completing(reply));
    return reply;
  }

  private static byte[] request(Payload payload) {
    return Wire.request("echo", payload.args(), Wire.id(), "reply");
  }

  private record Completing(CompletableFuture<byte[]> reply) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] value) {
      try {
        HandOff.check(value);
        reply.complete(value);
      } catch (RuntimeException e) {
        reply.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      reply.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    methods.shutdown();
  }
}
