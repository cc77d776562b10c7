package dev.svar.internal.codec;

import dev.svar.RemoteException.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Collects the keys of a reply, or of a signal about a stream; others are left alone. */
final class ReplyKeys implements Value.Collector<InboxMessage> {
  private final Jackson jackson;
  private final Failures failures;
  private Field uniqueId = Field.MISSING;
  private Field messageId = Field.MISSING;
  private @Nullable Json result;
  private @Nullable Object failure;
  private @Nullable JsonToken endingKind;
  private @Nullable Object ending;
  private @Nullable JsonToken itemKind;
  private @Nullable Object item;
  private Field inbox = Field.MISSING;
  private boolean hasCredit;
  private @Nullable Object credit;
  private boolean cancel;

  ReplyKeys(Jackson jackson, Failures failures) {
    this.jackson = jackson;
    this.failures = failures;
  }

  @Override
  public void read(String key, Value value) {
    switch (key) {
      case Wire.RESULT -> result = value.later("", Wire.RESULT);
      case Wire.FAILURE -> failure = value.now();
      case Wire.ENDING -> {
        endingKind = value.kind();
        ending = value.now();
      }
      case Wire.MESSAGE_ID -> messageId = Field.read(value);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(value);
      case Wire.ITEM -> {
        itemKind = value.kind();
        item = value.now();
      }
      case Wire.INBOX -> inbox = Field.read(value);
      case Wire.CREDIT -> {
        hasCredit = true;
        credit = value.now();
      }
      case Wire.CANCEL -> cancel = Boolean.TRUE.equals(value.now());
      default -> value.skip();
    }
  }

  @Override
  public InboxMessage message() throws DecodeException {
    String id = messageId.required(Wire.MESSAGE_ID);
    if (id.isEmpty()) {
      throw new DecodeException(Wire.MESSAGE_ID + ": empty (expected: the id of a call)", null);
    }
    if (cancel || hasCredit) {
      return new StreamSignal(id, cancel ? null : Credit.read(Wire.CREDIT, credit));
    }
    Failure failed = failures.read(failure);
    return new IncomingReply(
        id,
        uniqueId.id(Wire.UNIQUE_ID),
        result != null ? result : Json.missing(jackson, Wire.RESULT),
        failed,
        ending(),
        item());
  }

  private @Nullable StreamItem item() throws DecodeException {
    if (itemKind == null) {
      return null;
    }
    long number =
        item instanceof Integer || item instanceof Long ? ((Number) item).longValue() : -1;
    if (number < 0) {
      throw new DecodeException(
          Wire.ITEM
              + ": "
              + (item instanceof Number ? item : Unreadable.kind(itemKind))
              + " (expected: a whole number from 0 on)",
          null);
    }
    return new StreamItem(number, inbox.id(Wire.INBOX));
  }

  /** Python takes any value for true or false: of these, those that may be meant so. */
  private @Nullable Boolean ending() throws DecodeException {
    if (endingKind == null || ending instanceof Boolean) {
      return (Boolean) ending;
    }
    if (ending == null || ending instanceof Number) {
      return ending != null && ((Number) ending).doubleValue() != 0;
    }
    throw new DecodeException(
        Wire.ENDING + ": " + Unreadable.kind(endingKind) + " (expected: true or false)", null);
  }
}
