package dev.svar.examples.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.Context;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as the services of a cloud announce them, each a file with the message as it is on the
 * wire. Nova's, Cinder's and Neutron's have a context, Keystone's and Glance's have none.
 */
final class EventFiles {

  /** Every file, in the order that things happened. */
  static final List<String> NAMES =
      List.of(
          "image.create",
          "image.upload",
          "image.upload-failed",
          "identity.user.created",
          "identity.authenticate",
          "image.send",
          "instance.create.start",
          "port.create.end",
          "instance.update",
          "instance.create.end",
          "instance.create.error",
          "service.update",
          "volume.create.end",
          "compute_task.build_instances.error",
          "identity.project.deleted",
          "instance.delete.end",
          "image.delete");

  private static final String FOLDER = "/dev/svar/examples/events/";
  private static final String CONTEXT = "_context_";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EventFiles() {}

  /** The file as it is. */
  static String text(String name) {
    try (InputStream file = EventFiles.class.getResourceAsStream(FOLDER + name + ".json")) {
      if (file == null) {
        throw new IllegalArgumentException("event: \"" + name + "\" (expected: one of " + NAMES);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The event of a file, with its own id, time, publisher and context. */
  static Notification event(String name) {
    Map<String, Object> message =
        JSON.readValue(text(name), new TypeReference<Map<String, Object>>() {});
    Map<String, Object> context = new LinkedHashMap<>();
    message.forEach(
        (key, value) -> {
          if (key.startsWith(CONTEXT)) {
            context.put(key.substring(CONTEXT.length()), value);
          }
        });
    return Notification.builder(
            Priority.of((String) message.get("priority")), (String) message.get("event_type"))
        .messageId((String) message.get("message_id"))
        .publisherId((String) message.get("publisher_id"))
        .time(
            LocalDateTime.parse(((String) message.get("timestamp")).replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC))
        .payload(message.get("payload"))
        .context(Context.of(context))
        .build();
  }
}
