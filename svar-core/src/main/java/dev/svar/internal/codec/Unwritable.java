package dev.svar.internal.codec;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidDefinitionException;

/** Says which value could not be written, and why. */
final class Unwritable {
  private Unwritable() {}

  /**
   * What {@code failure}, thrown while {@code gen} was writing, means for who sends.
   *
   * @param start what the map that {@code gen} writes is a part of: empty or ending in a dot
   */
  static EncodeException explain(
      String start, Throwable failure, JsonGenerator gen, Limits limits) {
    if (failure instanceof Refusal refusal) {
      return new EncodeException(
          start + refusal.path() + ": " + refusal.getOriginalMessage(), null);
    }
    if (failure instanceof StreamConstraintsException) {
      return new EncodeException(
          start
              + Paths.ofContainer(gen.streamWriteContext())
              + ": nested deeper than "
              + limits.depth()
              + " levels, or in itself",
          null);
    }
    List<Reference> steps =
        failure instanceof JacksonException jackson ? jackson.getPath() : List.of();
    String path = start + Paths.of(key(gen.streamWriteContext()), steps);
    return new EncodeException(path + ": " + reason(failure, steps), failure);
  }

  /** The key of the inner map that was being written: Jackson's path starts below it. */
  private static String key(TokenStreamContext context) {
    String key = "message";
    TokenStreamContext at = context;
    while (at != null && !at.inRoot()) {
      key = at.hasCurrentName() ? at.currentName() : key;
      at = at.getParent();
    }
    return Paths.ofKey(key);
  }

  private static String reason(Throwable failure, List<Reference> steps) {
    if (failure instanceof StackOverflowError) {
      return "nested too deep for the stack of this thread, or in itself";
    }
    if (failure instanceof InvalidDefinitionException unknown && unknown.getType() != null) {
      return unknown.getType().getRawClass().getTypeName() + " cannot be written as JSON";
    }
    Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
    Object owner = steps.isEmpty() ? null : steps.get(steps.size() - 1).from();
    String of = owner == null ? "" : " of " + owner.getClass().getTypeName();
    return "writing it" + of + " threw " + cause.getClass().getTypeName();
  }
}
