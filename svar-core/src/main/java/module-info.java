/** Remote procedure calls over message brokers, and the interface for drivers. */
module dev.svar {
  requires static transitive org.jspecify;
  requires static java.management;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports dev.svar;
  exports dev.svar.classic;
  exports dev.svar.driver;
  exports dev.svar.notify;
  exports dev.svar.rpc;

  uses dev.svar.driver.DriverProvider;
  uses dev.svar.notify.NotifierDriverProvider;

  provides dev.svar.driver.DriverProvider with
      dev.svar.driver.memory.MemoryDriverProvider;
}
