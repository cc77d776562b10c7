package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Messages to test with. The ids are those of the captured ones. */
final class Messages {
  static final String MESSAGE_ID = "a98fa38bc3294bb0abde55353f40ae4d";
  static final String UNIQUE_ID = "aa9356aa41e84cb591933b10e96f9a33";
  static final String REPLY_QUEUE = "reply_98bda1413ec748ee9a6d3766a9d635a2";

  static final Codec CODEC = codec(Limits.DEFAULT);

  /** Jackson as it comes: what is compared with it is not compared with itself. */
  static final JsonMapper PLAIN = new JsonMapper();

  private Messages() {}

  static Codec codec(Limits limits) {
    return new Codec(Dialect.OSLO, Optional.empty(), limits);
  }

  /** {@code inner} in an envelope, written as Python writes it. */
  static Message envelope(String inner) {
    return Message.of(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": " + PLAIN.writeValueAsString(inner) + "}");
  }

  static Message json(byte[] body, Map<String, Object> headers) {
    return new Message(body, "application/json", "utf-8", headers);
  }

  /** What is in the envelope; null if there is none. */
  static @Nullable String inner(Message message) {
    Map<?, ?> envelope = PLAIN.readValue(message.body(), Map.class);
    return (String) envelope.get("oslo.message");
  }

  static String text(Message message) {
    return new String(message.body(), UTF_8);
  }

  static Request cast(String argument, @Nullable Object value) {
    Map<String, @Nullable Object> args = new LinkedHashMap<>();
    args.put(argument, value);
    return new Request("echo", args, null, null, Map.of(), UNIQUE_ID, null);
  }

  static Reply result(@Nullable Object value) {
    return new Reply(MESSAGE_ID, UNIQUE_ID, value, null, true);
  }

  /** What the other side reads of an argument. */
  static @Nullable Object sent(@Nullable Object value) throws Exception {
    return CODEC.decodeRequest(CODEC.encode(cast("arg", value))).args().get("arg").value();
  }

  /** {@code "["} and {@code "]"} that often around 0. */
  static String nested(int levels) {
    return "[".repeat(levels) + "0" + "]".repeat(levels);
  }

  /** A message of the inbox that is a reply. */
  static IncomingReply reply(Codec codec, Message message) throws DecodeException {
    return (IncomingReply) codec.decodeInbox(message);
  }
}
