/** Programs that use Svar, as an application on the module path would. */
module dev.svar.examples {
  requires transitive dev.svar;
  requires dev.svar.rabbitmq;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports dev.svar.examples;
  exports dev.svar.examples.cloud;

  // Payloads are read as records of these packages.
  opens dev.svar.examples to
      tools.jackson.databind;
  opens dev.svar.examples.cloud to
      tools.jackson.databind;
}
