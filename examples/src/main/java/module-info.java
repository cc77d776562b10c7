/** Programs that use Svar, as an application on the module path would. */
module dev.svar.examples {
  requires transitive dev.svar;
  requires dev.svar.rabbitmq;
  requires static org.jspecify;

  exports dev.svar.examples;
}
