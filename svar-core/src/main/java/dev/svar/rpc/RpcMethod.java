package dev.svar.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Exposes a method under {@link AccessPolicy#EXPOSED}, and says how it looks from outside. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RpcMethod {

  /** The name in messages, such as {@code create_volume}; empty for the method's own. */
  String name() default "";

  /**
   * Exceptions that are part of the method's contract, with their subclasses: they reach the caller
   * like any other, and are logged at DEBUG instead of ERROR.
   */
  Class<? extends Throwable>[] expected() default {};

  /**
   * Whether an {@link Iterable} that the method returns is sent item by item. An {@code Iterator},
   * a {@code Stream} and a {@code Flow.Publisher} always are. Default: it is sent as one value.
   *
   * <p>The items are fetched one after the other on a worker, as far as the client allows; while it
   * does not, the stream holds no worker. When the client wants no more, the thread that fetches is
   * interrupted; in the end, whatever it is, what is {@link AutoCloseable} is closed. A client that
   * makes a call instead of a multicall gets the last item.
   */
  boolean streams() default false;
}
