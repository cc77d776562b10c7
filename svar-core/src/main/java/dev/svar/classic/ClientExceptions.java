package dev.svar.classic;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method of an {@link RpcDispatcher}'s callback: exceptions of exactly these classes, not of
 * their subclasses, are the caller's problem and become {@link ClientException}s ({@code
 * rpc/common.py}, {@code client_exceptions}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ClientExceptions {

  /** The classes. */
  Class<? extends Throwable>[] value();
}
