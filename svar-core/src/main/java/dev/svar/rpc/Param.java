package dev.svar.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of an argument, where the class was compiled without {@code -parameters}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

  /** The name in messages. */
  String value();

  /** Whether the argument may be missing; the parameter is then null, zero or false. */
  boolean optional() default false;
}
