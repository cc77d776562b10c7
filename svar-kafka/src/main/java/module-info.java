/** The driver for Apache Kafka. */
module dev.svar.kafka {
  requires transitive dev.svar;
  requires static transitive org.jspecify;
  requires kafka.clients;
  requires org.slf4j;

  exports dev.svar.kafka;

  provides dev.svar.driver.DriverProvider with
      dev.svar.kafka.KafkaDriverProvider;
}
