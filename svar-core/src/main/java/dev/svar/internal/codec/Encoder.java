package dev.svar.internal.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests and replies: the inner map in the order of oslo.messaging's, as text in an
 * envelope. One pass: the values go through one generator straight into the escaped text.
 */
final class Encoder {
  private final Jackson jackson;
  private final Failures failures;

  Encoder(Jackson jackson, Failures failures) {
    this.jackson = jackson;
    this.failures = failures;
  }

  byte[] encode(Request request) throws EncodeException {
    return envelope(
        gen -> {
          gen.writeStringProperty(Wire.METHOD, request.method());
          gen.writePOJOProperty(Wire.ARGS, request.args());
          if (request.namespace() != null) {
            gen.writeStringProperty(Wire.NAMESPACE, request.namespace());
          }
          if (request.version() != null) {
            gen.writeStringProperty(Wire.TARGET_VERSION, request.version());
          }
          Request.ReplyTo reply = request.reply();
          if (reply != null) {
            gen.writeStringProperty(Wire.MESSAGE_ID, reply.messageId());
            gen.writeStringProperty(Wire.REPLY_QUEUE, reply.queue());
            if (reply.timeout().written()) {
              gen.writeName(Wire.TIMEOUT);
              gen.writePOJO(reply.timeout().monitorSeconds());
            }
            if (reply.stream() != null) {
              gen.writeName(Wire.STREAM);
              reply.stream().write(gen);
            }
          }
          gen.writeStringProperty(Wire.UNIQUE_ID, request.uniqueId());
          for (Map.Entry<String, ? extends @Nullable Object> entry : request.context().entrySet()) {
            gen.writeName(Wire.CONTEXT_PREFIX + entry.getKey());
            write(gen, entry.getValue());
          }
        });
  }

  byte[] encode(Reply reply) throws EncodeException {
    // Text in the text of the inner map: what cannot be written must be known before.
    String failure = reply.failure() != null ? failures.write(reply.failure()) : null;
    return envelope(
        gen -> {
          gen.writeName(Wire.RESULT);
          gen.writePOJO(reply.result());
          gen.writeStringProperty(Wire.FAILURE, failure);
          if (reply.ending() != null) {
            gen.writeBooleanProperty(Wire.ENDING, reply.ending());
          }
          if (reply.messageId() != null) {
            gen.writeStringProperty(Wire.MESSAGE_ID, reply.messageId());
          }
          gen.writeStringProperty(Wire.UNIQUE_ID, reply.uniqueId());
          StreamItem item = reply.item();
          if (item != null) {
            gen.writeNumberProperty(Wire.ITEM, item.number());
            if (item.inbox() != null) {
              gen.writeStringProperty(Wire.INBOX, item.inbox());
            }
          }
        });
  }

  byte[] encode(StreamSignal signal) throws EncodeException {
    Credit credit = signal.credit();
    return envelope(
        gen -> {
          gen.writeStringProperty(Wire.MESSAGE_ID, signal.messageId());
          if (credit != null) {
            gen.writeName(Wire.CREDIT);
            credit.write(gen);
          } else {
            gen.writeBooleanProperty(Wire.CANCEL, true);
          }
        });
  }

  byte[] encode(
      Map<String, ? extends @Nullable Object> map,
      Map<String, ? extends @Nullable Object> context,
      String uniqueId,
      boolean envelope)
      throws EncodeException {
    Fields fields =
        gen -> {
          for (Map.Entry<String, ? extends @Nullable Object> entry : map.entrySet()) {
            gen.writeName(entry.getKey());
            write(gen, entry.getValue());
          }
          gen.writeStringProperty(Wire.UNIQUE_ID, uniqueId);
          for (Map.Entry<String, ? extends @Nullable Object> entry : context.entrySet()) {
            gen.writeName(Wire.CONTEXT_PREFIX + entry.getKey());
            write(gen, entry.getValue());
          }
        };
    int limit = jackson.limits().messageBytes();
    return write(envelope ? new EnvelopeOutput(limit) : EnvelopeOutput.none(limit), fields);
  }

  /** As oslo.messaging's Kafka driver does: always in an envelope, the context as one map. */
  byte[] encodeForKafka(
      Map<String, ? extends @Nullable Object> map, Map<String, ? extends @Nullable Object> context)
      throws EncodeException {
    return envelope(
        gen -> {
          for (Map.Entry<String, ? extends @Nullable Object> entry : map.entrySet()) {
            gen.writeName(entry.getKey());
            write(gen, entry.getValue());
          }
          gen.writePOJOProperty(Wire.CONTEXT, context);
        });
  }

  /** Most values are of these types, and need no look-up of how they are written. */
  private static void write(JsonGenerator gen, @Nullable Object value) {
    if (value instanceof String text) {
      gen.writeString(text);
    } else if (value instanceof Boolean truth) {
      gen.writeBoolean(truth);
    } else {
      gen.writePOJO(value);
    }
  }

  private byte[] envelope(Fields fields) throws EncodeException {
    return write(new EnvelopeOutput(jackson.limits().messageBytes()), fields);
  }

  private byte[] write(EnvelopeOutput out, Fields fields) throws EncodeException {
    JsonGenerator gen = jackson.generator(out);
    boolean complete = false;
    try {
      gen.writeStartObject();
      fields.write(gen);
      gen.writeEndObject();
      gen.close();
      complete = true;
    } catch (RuntimeException | StackOverflowError e) {
      if (!out.tooLong()) {
        throw Unwritable.explain("", e, gen, jackson.limits());
      }
    } finally {
      if (!complete) {
        out.abandon();
        gen.close(); // gives Jackson its buffers back
      }
    }
    if (out.tooLong()) {
      throw new EncodeException(
          "message: "
              + out.size(complete)
              + " (limit: "
              + jackson.limits().messageBytes()
              + " bytes)",
          null);
    }
    return out.finish();
  }

  /** The keys of an inner map. */
  private interface Fields {
    void write(JsonGenerator gen) throws JacksonException;
  }
}
