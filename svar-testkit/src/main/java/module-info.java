/** Contract suites for drivers; a bus and a clock for the tests of applications. */
module dev.svar.testkit {
  requires transitive dev.svar;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires org.assertj.core;
  requires static transitive org.jspecify;

  exports dev.svar.testkit;
  exports dev.svar.testkit.classic;
  exports dev.svar.testkit.net;
  exports dev.svar.testkit.notify;
  exports dev.svar.testkit.rabbit;
  exports dev.svar.testkit.rpc;

  // The tests of a suite are package-private.
  opens dev.svar.testkit to
      org.junit.platform.commons;
}
