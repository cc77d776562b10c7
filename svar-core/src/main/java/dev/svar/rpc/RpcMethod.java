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
}
