package dev.svar.testkit.rpc;

import dev.svar.Context;
import dev.svar.rpc.Param;
import dev.svar.rpc.RemainingArgs;
import dev.svar.rpc.RpcEndpoint;
import dev.svar.rpc.RpcMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** The endpoints that the suites serve. */
public final class Endpoints {
  private Endpoints() {}

  /** Gives back what it gets. */
  public static final class Echo {
    public Object echo(@Param("value") Object value) {
      return value;
    }

    public Map<String, Object> all(@RemainingArgs Map<String, Object> args) {
      return args;
    }

    public int add(@Param("x") int x, @Param("y") int y) {
      return x + y;
    }

    public Map<String, Object> context(Context context) {
      return context.toMap();
    }

    public String contextLast(@Param("name") String name, Context context) {
      return name + "=" + context.get(name);
    }

    @RpcMethod(name = "create_volume")
    public String createVolume(
        @Param("size") long size, @Param(value = "name", optional = true) String name) {
      return name + ":" + size;
    }

    public void nothing() {}

    public String _private() {
      return "secret";
    }

    public Volume grow(@Param("volume") Volume volume, @Param("by") long by) {
      return new Volume(volume.name(), volume.size() + by, volume.tags());
    }
  }

  /** A value with parts. */
  public record Volume(String name, long size, List<String> tags) {}

  /** Says who it is, and remembers what it was told. */
  public static final class Named {
    public final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final String name;

    public Named(String name) {
      this.name = name;
    }

    public String who() {
      return name;
    }

    public void tell(@Param("what") Object what) {
      told.add(what);
    }
  }

  /** Version 2.3 of the interface "volumes", formerly without a name. */
  @RpcEndpoint(namespace = "volumes", version = "2.3", legacyNamespaces = "")
  public static final class Volumes {
    public String version() {
      return "2.3";
    }
  }

  /** Version 3.4 of the interface "volumes". */
  @RpcEndpoint(namespace = "volumes", version = "3.4")
  public static final class NewVolumes {
    public String version() {
      return "3.4";
    }
  }

  /** Fails in several ways. */
  @SuppressWarnings("DoNotCallSuggester") // to be called is what they are for
  public static final class Failing {
    public void illegal(@Param("text") String text) {
      throw new IllegalArgumentException(text);
    }

    public void checked() throws Exception {
      throw new java.io.IOException("disk full");
    }

    public void error() {
      throw new AssertionError("broken");
    }

    public void silent() {
      throw new IllegalStateException();
    }

    public Object unsendable() {
      return Map.of("sizes", List.of(1.0, Double.NaN));
    }
  }

  /** Waits inside its method until it is let go. */
  public static final class Blocking {
    public final BlockingQueue<Object> entered = new LinkedBlockingQueue<>();
    public final CountDownLatch letGo = new CountDownLatch(1);

    public Object block(@Param("id") Object id) throws InterruptedException {
      entered.add(id);
      letGo.await();
      return id;
    }

    public String quick() {
      return "quick";
    }
  }
}
