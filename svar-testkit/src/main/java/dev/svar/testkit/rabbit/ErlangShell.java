package dev.svar.testkit.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates Erlang in a node that reads a shell from its standard input.
 *
 * <p>An answer takes milliseconds, where {@code rabbitmqctl} starts a virtual machine of its own
 * each time. Expressions run side by side. Thread-safe. Owns the thread that reads the output; it
 * ends with the process.
 */
final class ErlangShell {

  private static final Pattern REPLY = Pattern.compile("svar-reply (\\d+) (ok|error) (\\S*)$");

  private static final int REMEMBERED_LINES = 60;

  private record Answer(boolean ok, String text) {}

  private final Process process;
  private final String name;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<Answer>> pending = new ConcurrentHashMap<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile boolean ended;

  ErlangShell(Process process, String name) {
    this.process = process;
    this.name = name;
    Thread reader = new Thread(this::read, "svar-rabbit-output-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Evaluates {@code expression}, Erlang without the final dot.
   *
   * @return the value if it is a binary, or its Erlang text on one line
   * @throws IllegalStateException if it raised an exception, took longer, or the node ended
   */
  String eval(String expression, Duration timeout) {
    long number = numbers.incrementAndGet();
    CompletableFuture<Answer> reply = new CompletableFuture<>();
    pending.put(number, reply);
    try {
      if (!ended) {
        write(request(number, expression));
      }
      if (ended) {
        throw new IllegalStateException("The node " + name + " has ended:\n" + output());
      }
      Answer answer = reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (!answer.ok()) {
        throw new IllegalStateException(
            "Erlang at " + name + ": " + answer.text() + " in: " + expression);
      }
      return answer.text();
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "No answer from " + name + " within " + timeout + " to: " + expression + "\n" + output(),
          e);
    } catch (ExecutionException | IOException e) {
      throw new IllegalStateException("The node " + name + " has ended:\n" + output(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    } finally {
      pending.remove(number);
    }
  }

  /** Returns the last lines that the node printed. */
  String output() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  private void write(String line) throws IOException {
    writing.lock();
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(line.getBytes(UTF_8));
      stdin.flush();
    } finally {
      writing.unlock();
    }
  }

  /** The expression travels as Base64, so that nothing in it can confuse the shell's reader. */
  private static String request(long number, String expression) {
    String encoded = Base64.getEncoder().encodeToString((expression + ".").getBytes(UTF_8));
    return """
        spawn(fun() -> {Status, Value} = try \
        {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(base64:decode("%s"))), \
        {ok, Expressions} = erl_parse:parse_exprs(Tokens), \
        {value, Result, _} = erl_eval:exprs(Expressions, erl_eval:new_bindings()), \
        {ok, Result} catch Class:Reason -> {error, {Class, Reason}} end, \
        Text = if is_binary(Value) -> Value; \
        true -> unicode:characters_to_binary(io_lib:format("~0tp", [Value])) end, \
        io:format("~nsvar-reply ~b ~s ~s~n", [%d, Status, base64:encode(Text)]) end).
        """
        .formatted(encoded, number);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine(line);
      }
    } catch (IOException e) {
      // The pipe of a killed process: it ended all the same.
    }
    ended = true;
    for (CompletableFuture<Answer> reply : pending.values()) {
      reply.complete(new Answer(false, "the node has ended"));
    }
  }

  private void onLine(String line) {
    Matcher matcher = REPLY.matcher(line);
    if (!matcher.find()) {
      remember(line);
      return;
    }
    CompletableFuture<Answer> reply = pending.get(Long.valueOf(matcher.group(1)));
    if (reply == null) {
      return; // Its caller gave up.
    }
    String text = new String(Base64.getDecoder().decode(matcher.group(3)), UTF_8);
    reply.complete(new Answer(matcher.group(2).equals("ok"), text));
  }

  private void remember(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > REMEMBERED_LINES) {
        lastLines.removeFirst();
      }
    }
  }
}
