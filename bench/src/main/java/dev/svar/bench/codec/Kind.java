package dev.svar.bench.codec;

import dev.svar.RemoteException.Failure;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.codec.IncomingRequest;
import dev.svar.internal.codec.Json;
import dev.svar.internal.codec.Reply;
import dev.svar.internal.codec.Request;
import dev.svar.internal.codec.StreamItem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that there are, with a payload of maps, written and read to the last value. */
public enum Kind {
  CALL {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encode(request(payload, new Request.ReplyTo(ID, "reply_" + ID, null)));
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readRequest(codec, message);
    }
  },
  CAST {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encode(request(payload, null));
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readRequest(codec, message);
    }
  },
  REPLY {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encode(new Reply(ID, ID, payload, null, true));
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readReply(codec, message);
    }
  },
  FAILURE {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      Failure failure =
          new Failure(
              "QuotaError",
              "compute.errors",
              "too much",
              List.of("Traceback (most recent call last):\n", "  File \"x.py\", line 1, in f\n"),
              List.of("too much"),
              Collections.singletonMap("who", payload));
      return codec.encode(new Reply(ID, ID, null, failure, true));
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readReply(codec, message);
    }
  },
  ITEM {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encode(new Reply(ID, ID, payload, null, null, new StreamItem(7, null)));
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readReply(codec, message);
    }
  },
  EVENT_1 {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encodeMap(event(payload), CONTEXT, () -> ID, false);
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readEvent(codec, message);
    }
  },
  EVENT_2 {
    @Override
    Message encode(Codec codec, Object payload) throws EncodeException {
      return codec.encodeMap(event(payload), CONTEXT, () -> ID, true);
    }

    @Override
    @Nullable Object decode(Codec codec, Message message) throws DecodeException {
      return readEvent(codec, message);
    }
  };

  private static final String ID = "a98fa38bc3294bb0abde55353f40ae4d";

  private static final Map<String, ? extends @Nullable Object> CONTEXT = context();

  abstract Message encode(Codec codec, Object payload) throws EncodeException;

  /** Everything that {@code message} says, with its values as maps. */
  abstract @Nullable Object decode(Codec codec, Message message) throws DecodeException;

  private static Map<String, ? extends @Nullable Object> context() {
    Map<String, @Nullable Object> context = new LinkedHashMap<>();
    context.put("user_id", "u1");
    context.put("request_id", "req-1");
    context.put("roles", List.of("admin", "member"));
    context.put("is_admin", true);
    context.put("project_id", null);
    return context;
  }

  private static Request request(Object payload, Request.@Nullable ReplyTo reply) {
    return new Request("build", Map.of("servers", payload), "ns1", "1.2", CONTEXT, ID, reply);
  }

  private static Map<String, Object> event(Object payload) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("message_id", "feb0c303-f838-43a4-b5e8-39ce40276a29");
    event.put("publisher_id", "compute.host1");
    event.put("event_type", "compute.instance.create.start");
    event.put("priority", "INFO");
    event.put("payload", payload);
    event.put("timestamp", "2026-11-22 12:43:28.705847");
    return event;
  }

  private static Object readRequest(Codec codec, Message message) throws DecodeException {
    IncomingRequest request = codec.decodeRequest(message);
    Map<String, @Nullable Object> args = new LinkedHashMap<>();
    for (Map.Entry<String, Json> arg : request.args().entrySet()) {
      args.put(arg.getKey(), arg.getValue().as(Object.class));
    }
    return List.of(request, args);
  }

  private static @Nullable Object readReply(Codec codec, Message message) throws DecodeException {
    IncomingReply reply = (IncomingReply) codec.decodeInbox(message);
    return reply.failure() != null ? reply : reply.result().as(Object.class);
  }

  private static @Nullable Object readEvent(Codec codec, Message message) throws DecodeException {
    return codec.decodeEvent(message).payload().as(Object.class);
  }
}
