package dev.svar.rpc;

import dev.svar.MessagingException;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.engine.IncomingStream;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a multicall for code that waits for them. After the end, and after a failure, it
 * is empty.
 */
final class AnswerIterator<T> extends Spliterators.AbstractSpliterator<T> {
  private final IncomingStream replies;
  private final Function<IncomingReply, @Nullable Object> result;
  private boolean over;

  AnswerIterator(IncomingStream replies, Function<IncomingReply, @Nullable Object> result) {
    super(Long.MAX_VALUE, ORDERED);
    this.replies = replies;
    this.result = result;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (over) {
      return false;
    }
    T answer;
    try {
      IncomingReply reply = replies.take();
      if (reply == null) {
        over = true;
        return false;
      }
      answer = Sending.as(result.apply(reply));
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw new MessagingException("Interrupted while waiting for an answer", e);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    action.accept(answer);
    return true;
  }

  private void end() {
    over = true;
    replies.close();
  }
}
