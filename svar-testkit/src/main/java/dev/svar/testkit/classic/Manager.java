package dev.svar.testkit.classic;

import dev.svar.classic.ClientException;
import dev.svar.classic.ClientExceptions;
import dev.svar.classic.CommonRpcContext;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcContext;
import dev.svar.rpc.Param;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** What the suites of this package call. */
@SuppressWarnings("DoNotCallSuggester") // to be called is what it is for
public final class Manager {
  /** What it was told. */
  public final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  /** The methods that wait. */
  public final BlockingQueue<Object> entered = new LinkedBlockingQueue<>();

  /** Lets them go on. */
  public final CountDownLatch letGo = new CountDownLatch(1);

  private final RpcBackend backend;

  Manager(RpcBackend backend) {
    this.backend = backend;
  }

  public Object echo(CommonRpcContext context, @Param("value") Object value) {
    return value;
  }

  public String noargs() {
    return "no arguments";
  }

  public Map<String, Object> context(CommonRpcContext context) {
    return context.toMap();
  }

  public boolean isCurrent(CommonRpcContext context) {
    return context.equals(CommonRpcContext.current());
  }

  public Iterator<Object> threeTimes(@Param("value") int value) {
    return List.<Object>of(value, value + 1, value + 2).iterator();
  }

  public Iterator<Object> threeNulls() {
    return Arrays.<Object>asList(null, null, null).iterator();
  }

  /** Fails where a fourth value would be. */
  public Iterator<Object> failsMidway() {
    return new Iterator<>() {
      private int next = 1;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Object next() {
        if (next > 3) {
          throw new IllegalArgumentException("no more than three");
        }
        return next++;
      }
    };
  }

  /** Answers twice before it returns, once as an administrator. */
  public Object repliesFirst(RpcContext context) {
    context.reply(1);
    ((RpcContext) context.elevated()).reply(Map.of("two", 2));
    return 3;
  }

  public void tell(@Param("what") Object what) {
    told.add(what);
  }

  public void told() {
    told.add("noargs");
  }

  public Object block(@Param("value") Object value) throws InterruptedException {
    entered.add(value);
    letGo.await();
    return value;
  }

  /** Calls another method of its own topic. */
  public Object nested(
      CommonRpcContext context, @Param("topic") String topic, @Param("value") Object value) {
    return backend.call(context, topic, Map.of("method", "echo", "args", Map.of("value", value)));
  }

  public void fail(@Param("text") String text) {
    throw new IllegalArgumentException(text);
  }

  public void failUnknown() {
    throw new IllegalStateException("out of order");
  }

  @ClientExceptions(IllegalArgumentException.class)
  public void failListed(@Param("text") String text) {
    throw new IllegalArgumentException(text);
  }

  public void failWrapped(@Param("text") String text) {
    throw new ClientException(new UnsupportedOperationException(text));
  }

  public String _hidden() {
    return "secret";
  }
}
