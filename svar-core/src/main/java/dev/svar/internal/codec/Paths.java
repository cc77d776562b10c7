package dev.svar.internal.codec;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamContext;

/** Where in a message something is: {@code args.volume.sizes[3]}. */
final class Paths {

  /** A cycle has as many steps as the depth limit: the first ones tell. */
  private static final int STEPS_SHOWN = 16;

  /** A name of a map can be as long as the message. */
  private static final int NAME_SHOWN = 64;

  private Paths() {}

  /** {@code start}, and from there as Jackson came. */
  static String of(String start, List<JacksonException.Reference> steps) {
    StringBuilder path = new StringBuilder(start);
    for (JacksonException.Reference step : steps.subList(0, Math.min(STEPS_SHOWN, steps.size()))) {
      append(path, step.getPropertyName(), step.getIndex());
    }
    return steps.size() > STEPS_SHOWN ? path.append('…').toString() : path.toString();
  }

  /** The value that is about to be written where the generator's context is {@code context}. */
  static String ofNextValue(TokenStreamContext context) {
    int index = context.hasCurrentIndex() ? context.getCurrentIndex() + 1 : 0;
    return of(context, context.currentName(), index);
  }

  /** The map or list in which {@code context} is. */
  static String ofContainer(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    return parent == null ? "message" : of(parent, parent.currentName(), parent.getCurrentIndex());
  }

  private static String of(TokenStreamContext last, @Nullable String lastName, int lastIndex) {
    ArrayDeque<TokenStreamContext> outer = new ArrayDeque<>();
    TokenStreamContext at = last.getParent();
    while (at != null && !at.inRoot()) {
      outer.addFirst(at);
      at = at.getParent();
    }
    StringBuilder path = new StringBuilder();
    int steps = 0;
    for (TokenStreamContext context : outer) {
      if (steps++ == STEPS_SHOWN) {
        return path.append('…').toString();
      }
      append(path, context.currentName(), context.getCurrentIndex());
    }
    if (!last.inRoot()) {
      append(path, lastName, lastIndex);
    }
    return path.isEmpty() ? "message" : path.toString();
  }

  private static void append(StringBuilder path, @Nullable String name, int index) {
    if (name == null) {
      path.append('[').append(index).append(']');
    } else if (path.isEmpty()) {
      path.append(ofKey(name));
    } else {
      path.append('.').append(shortened(name));
    }
  }

  /** A key of the inner map: {@code _context_user} is the application's {@code context.user}. */
  static String ofKey(String key) {
    return key.startsWith(Wire.CONTEXT_PREFIX)
        ? "context." + shortened(key.substring(Wire.CONTEXT_PREFIX.length()))
        : shortened(key);
  }

  /** A name for an error text: one line, not too long. */
  static String shortened(String name) {
    String start = name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) + "…" : name;
    return start.codePoints().anyMatch(Character::isISOControl)
        ? start.replaceAll("\\p{Cntrl}", "?")
        : start;
  }
}
