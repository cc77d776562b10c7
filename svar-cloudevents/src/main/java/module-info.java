/** Notifications as CloudEvents 1.0, and back. */
module dev.svar.cloudevents {
  requires transitive dev.svar;
  requires transitive io.cloudevents.api;
  requires io.cloudevents.core;
  requires static transitive org.jspecify;
  requires tools.jackson.databind;

  exports dev.svar.cloudevents;
}
