package dev.svar.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which interface an endpoint serves. Without it: no namespace, version 1.0. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RpcEndpoint {

  /** The namespace; empty for none. */
  String namespace() default "";

  /** The version it implements: it serves requests for it and for lower minors of its major. */
  String version() default "1.0";

  /** Further namespaces it serves; an empty text stands for none. */
  String[] legacyNamespaces() default {};
}
