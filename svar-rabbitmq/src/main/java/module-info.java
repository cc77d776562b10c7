/** The driver for AMQP 0-9-1. */
module dev.svar.rabbitmq {
  requires transitive dev.svar;
  requires com.rabbitmq.client;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.svar.rabbitmq;

  provides dev.svar.driver.DriverProvider with
      dev.svar.rabbitmq.RabbitDriverProvider;
}
