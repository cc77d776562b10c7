package dev.svar.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ExceptionHandler;
import com.rabbitmq.client.TopologyRecoveryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the client library puts exceptions of callbacks. Ours let none out, so each is a defect
 * that somebody should see. The library's own handlers would close the channel, and wait for that
 * on the thread that reads: for ever.
 */
final class Unexpected implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Unexpected.class);

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable e) {
    LOG.debug("The connection to RabbitMQ ended", e);
  }

  @Override
  public void handleReturnListenerException(Channel channel, Throwable e) {
    LOG.error("A returned message was not handled", e);
  }

  @Override
  public void handleConfirmListenerException(Channel channel, Throwable e) {
    LOG.error("A confirm was not handled", e);
  }

  @Override
  public void handleBlockedListenerException(Connection connection, Throwable e) {
    LOG.error("A blocked connection was not handled", e);
  }

  @Override
  public void handleConsumerException(
      Channel channel, Throwable e, Consumer consumer, String tag, String method) {
    LOG.error("{} of consumer {} was not handled", method, tag, e);
  }

  @Override
  public void handleConnectionRecoveryException(Connection connection, Throwable e) {
    LOG.error("Recovery by the client library is off, but failed", e);
  }

  @Override
  public void handleChannelRecoveryException(Channel channel, Throwable e) {
    LOG.error("Recovery by the client library is off, but failed", e);
  }

  @Override
  public void handleTopologyRecoveryException(
      Connection connection, Channel channel, TopologyRecoveryException e) {
    LOG.error("Recovery by the client library is off, but failed", e);
  }
}
