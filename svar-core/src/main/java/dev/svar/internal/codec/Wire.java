package dev.svar.internal.codec;

/** The names and constants of the wire format, each with its source in oslo.messaging or kombu. */
final class Wire {

  /** kombu, {@code serialization.py}, {@code register_json}. */
  static final String CONTENT_TYPE = "application/json";

  /** kombu, {@code serialization.py}, {@code register_json}. */
  static final String CONTENT_ENCODING = "utf-8";

  /** kombu, {@code messaging.py}, {@code Producer.publish}: the header that names a compression. */
  static final String COMPRESSION = "compression";

  /** oslo.messaging, {@code _drivers/common.py}, {@code _VERSION_KEY}. */
  static final String ENVELOPE_VERSION = "oslo.version";

  /** oslo.messaging, {@code _drivers/common.py}, {@code _MESSAGE_KEY}. */
  static final String ENVELOPE_MESSAGE = "oslo.message";

  /** oslo.messaging, {@code _drivers/common.py}, {@code _RPC_ENVELOPE_VERSION}. */
  static final String VERSION = "2.0";

  /** oslo.messaging, {@code rpc/client.py}, {@code _BaseCallContext._make_message}. */
  static final String METHOD = "method";

  /** oslo.messaging, {@code rpc/client.py}, {@code _BaseCallContext._make_message}. */
  static final String ARGS = "args";

  /** oslo.messaging, {@code rpc/client.py}, {@code _BaseCallContext._make_message}. */
  static final String NAMESPACE = "namespace";

  /** oslo.messaging, {@code rpc/client.py}, {@code _BaseCallContext._make_message}. */
  static final String TARGET_VERSION = "version";

  /** What a request without version has: {@code rpc/dispatcher.py}, {@code dispatch}. */
  static final String NO_VERSION = "1.0";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPDriverBase._send}. */
  static final String MESSAGE_ID = "_msg_id";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPDriverBase._send}. */
  static final String REPLY_QUEUE = "_reply_q";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPDriverBase._send}. */
  static final String TIMEOUT = "_timeout";

  /** oslo.messaging, {@code _drivers/amqp.py}, {@code UNIQUE_ID}. */
  static final String UNIQUE_ID = "_unique_id";

  /** oslo.messaging, {@code _drivers/amqp.py}, {@code pack_context}. */
  static final String CONTEXT_PREFIX = "_context_";

  /** oslo.messaging, {@code _drivers/impl_kafka.py}, {@code pack_message}. */
  static final String CONTEXT = "_context";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String NOTIFICATION_ID = "message_id";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String PUBLISHER_ID = "publisher_id";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String EVENT_TYPE = "event_type";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String PRIORITY = "priority";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String PAYLOAD = "payload";

  /** oslo.messaging, {@code notify/notifier.py}, {@code Notifier._notify}. */
  static final String TIMESTAMP = "timestamp";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPIncomingMessage._send_reply}. */
  static final String RESULT = "result";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPIncomingMessage._send_reply}. */
  static final String FAILURE = "failure";

  /** oslo.messaging, {@code _drivers/amqpdriver.py}, {@code AMQPIncomingMessage._send_reply}. */
  static final String ENDING = "ending";

  /**
   * Our own, in a request: the client reads a stream and gives credit for it, as {@link
   * #CREDIT_ITEMS} and {@link #CREDIT_BYTES}. Peers that do not know it leave it alone.
   */
  static final String STREAM = "_svar_stream";

  /** Our own, in a reply: which one of its stream it is, from 0 on, the end included. */
  static final String ITEM = "_svar_item";

  /** Our own, in the first item of a stream: the inbox of its server, where credit goes. */
  static final String INBOX = "_svar_inbox";

  /** Our own, to a server's inbox: all credit given so far, the same again as a sign of life. */
  static final String CREDIT = "_svar_credit";

  /** Our own, to a server's inbox: true if its client wants no more of a stream. */
  static final String CANCEL = "_svar_cancel";

  /** How many items may be sent, counted from the first. */
  static final String CREDIT_ITEMS = "items";

  /** How many bytes of bodies may have been sent when another item is, counted from the first. */
  static final String CREDIT_BYTES = "bytes";

  private Wire() {}
}
