/** The notifier driver {@code routing}. */
module dev.svar.routing {
  requires transitive dev.svar;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  exports dev.svar.routing;

  provides dev.svar.notify.NotifierDriverProvider with
      dev.svar.routing.RoutingProvider;
}
