/** Logback appenders that announce log records as events. */
module dev.svar.logback {
  requires transitive dev.svar;
  requires static transitive org.jspecify;
  requires transitive ch.qos.logback.classic;
  requires transitive ch.qos.logback.core;
  requires org.slf4j;

  exports dev.svar.logback;
}
