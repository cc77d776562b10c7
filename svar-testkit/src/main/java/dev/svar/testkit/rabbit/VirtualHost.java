package dev.svar.testkit.rabbit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A virtual host of a {@link RabbitServer}, and what the server says is in it. Each question takes
 * a few milliseconds. Thread-safe. Closing deletes the virtual host with all that is in it.
 */
public final class VirtualHost implements AutoCloseable {

  /** Turns a table of Erlang values into lines of fields, with separators that no name contains. */
  private static final String TABLE =
      """
      Cell = fun Cell({resource, _, _, Name}) -> Name;
        Cell(Binary) when is_binary(Binary) -> Binary;
        Cell(Atom) when is_atom(Atom) -> atom_to_binary(Atom, utf8);
        Cell(Integer) when is_integer(Integer) -> integer_to_binary(Integer);
        Cell(Arguments) when is_list(Arguments) ->
          lists:join(30, [[Key, 29, Cell(Type), 29, Cell(Value)] || {Key, Type, Value} <- Arguments]);
        Cell(Other) -> unicode:characters_to_binary(io_lib:format("~0tp", [Other])) end,
      iolist_to_binary([[lists:join(31, [Cell(V) || V <- Row]), 10] || Row <- %s])
      """;

  private final RabbitServer server;
  private final String name;

  VirtualHost(RabbitServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * A queue.
   *
   * @param name its name
   * @param type {@code classic}, {@code quorum} or {@code stream}
   * @param durable whether it survives a restart of the broker
   * @param autoDelete whether it goes with its last consumer
   * @param exclusive whether it belongs to one connection
   * @param arguments its arguments: text, {@link Long} and {@link Boolean}, in the order given
   * @param consumers how many there are
   * @param messages how many it holds, delivered ones that await acknowledgement included
   */
  public record Queue(
      String name,
      String type,
      boolean durable,
      boolean autoDelete,
      boolean exclusive,
      Map<String, Object> arguments,
      int consumers,
      int messages) {}

  /**
   * An exchange.
   *
   * @param name its name
   * @param type such as {@code topic}
   * @param durable whether it survives a restart of the broker
   * @param autoDelete whether it goes with its last binding
   * @param arguments its arguments
   */
  public record Exchange(
      String name,
      String type,
      boolean durable,
      boolean autoDelete,
      Map<String, Object> arguments) {}

  /**
   * A binding of a queue.
   *
   * @param exchange from where
   * @param queue to where
   * @param routingKey the key
   */
  public record Binding(String exchange, String queue, String routingKey) {}

  /**
   * A consumer.
   *
   * @param queue what it consumes
   * @param tag its consumer tag
   * @param acknowledges whether the broker awaits its acknowledgements
   * @param prefetch how many unacknowledged messages it may have, 0 for any number
   * @param arguments its arguments
   */
  public record Consumer(
      String queue,
      String tag,
      boolean acknowledges,
      int prefetch,
      Map<String, Object> arguments) {}

  /**
   * Returns the name.
   *
   * @return the name, not encoded
   */
  public String name() {
    return name;
  }

  /**
   * Returns the address.
   *
   * @return {@code rabbit://guest:guest@127.0.0.1:port/name}
   */
  public String url() {
    return server.url(name);
  }

  /**
   * Returns the server.
   *
   * @return the server that this is a part of
   */
  public RabbitServer server() {
    return server;
  }

  /**
   * Lists the queues, by name.
   *
   * @return all there are now
   */
  public List<Queue> queues() {
    return list(
        infos(
            "rabbit_amqqueue:info_all(%s, Keys)",
            "name, type, durable, auto_delete, exclusive, arguments, consumers, messages"),
        row ->
            new Queue(
                row.get(0),
                type(row.get(1)),
                flag(row.get(2)),
                flag(row.get(3)),
                flag(row.get(4)),
                arguments(row.get(5)),
                Integer.parseInt(row.get(6)),
                Integer.parseInt(row.get(7))));
  }

  /**
   * Returns one queue.
   *
   * @param queue its name
   * @return the queue
   * @throws IllegalStateException if there is none of that name
   */
  public Queue queue(String queue) {
    List<Queue> queues = queues();
    return queues.stream()
        .filter(candidate -> candidate.name().equals(queue))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No queue " + queue + " among " + queues));
  }

  /**
   * Lists the exchanges that were declared, by name.
   *
   * @return all there are now but the broker's own
   */
  public List<Exchange> exchanges() {
    return list(
            infos(
                "rabbit_exchange:info_all(%s, Keys)",
                "name, type, durable, auto_delete, arguments"),
            row ->
                new Exchange(
                    row.get(0),
                    row.get(1),
                    flag(row.get(2)),
                    flag(row.get(3)),
                    arguments(row.get(4))))
        .stream()
        .filter(exchange -> !exchange.name().isEmpty() && !exchange.name().startsWith("amq."))
        .toList();
  }

  /**
   * Lists the bindings of queues that were declared, by exchange.
   *
   * @return all there are now but those to the default exchange
   */
  public List<Binding> bindings() {
    return list(
            infos(
                "rabbit_binding:info_all(%s, Keys)", "source_name, destination_name, routing_key"),
            row -> new Binding(row.get(0), row.get(1), row.get(2)))
        .stream()
        .filter(binding -> !binding.exchange().isEmpty())
        .toList();
  }

  /**
   * Lists the consumers, by queue.
   *
   * @return all there are now
   */
  public List<Consumer> consumers() {
    return list(
        infos(
            "rabbit_amqqueue:consumers_all(%s)",
            "queue_name, consumer_tag, ack_required, prefetch_count, arguments"),
        row ->
            new Consumer(
                row.get(0),
                row.get(1),
                flag(row.get(2)),
                Integer.parseInt(row.get(3)),
                arguments(row.get(4))));
  }

  /**
   * Returns how many connections there are.
   *
   * @return connections that have opened this virtual host
   */
  public int connections() {
    return Integer.parseInt(server.eval("length(" + connectionPids() + ")"));
  }

  /**
   * Closes the connections to this virtual host from the server's side.
   *
   * @param reason what the clients are told
   */
  public void closeConnections(String reason) {
    server.eval(
        "[rabbit_networking:close_connection(Connection, %s) || Connection <- %s]"
            .formatted(Erlang.string(reason), connectionPids()));
  }

  /**
   * Deletes a queue, whatever is in it and whoever consumes it.
   *
   * @param queue its name
   */
  public void deleteQueue(String queue) {
    server.eval(
        """
        {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(%s, queue, %s)), \
        {ok, _} = rabbit_amqqueue:delete(Queue, false, false, <<"svar">>)"""
            .formatted(Erlang.binary(name), Erlang.binary(queue)));
  }

  /**
   * Deletes an exchange and its bindings.
   *
   * @param exchange its name
   */
  public void deleteExchange(String exchange) {
    server.eval(
        "ok = rabbit_exchange:delete(rabbit_misc:r(%s, exchange, %s), false, <<\"svar\">>)"
            .formatted(Erlang.binary(name), Erlang.binary(exchange)));
  }

  /** Deletes the virtual host, which closes its connections; nothing if the server is gone. */
  @Override
  public void close() {
    if (server.isRunning()) {
      server.eval("rabbit_vhost:delete(%s, <<\"svar\">>)".formatted(Erlang.binary(name)));
    }
  }

  void create() {
    server.eval(
        """
        ok = rabbit_vhost:add(%1$s, <<"svar">>), \
        ok = rabbit_auth_backend_internal:set_permissions(<<"guest">>, %1$s, \
        <<".*">>, <<".*">>, <<".*">>, <<"svar">>)"""
            .formatted(Erlang.binary(name)));
  }

  @Override
  public String toString() {
    return "virtual host " + name + " of " + server;
  }

  private String connectionPids() {
    return """
        [Pid || [{pid, Pid}, {vhost, Vhost}] <- \
        rabbit_networking:connection_info_all([pid, vhost]), Vhost =:= %s]"""
        .formatted(Erlang.binary(name));
  }

  private String infos(String call, String keys) {
    return "begin Keys = [%s], [[proplists:get_value(Key, Info) || Key <- Keys] || Info <- %s] end"
        .formatted(keys, call.formatted(Erlang.binary(name)));
  }

  private <T> List<T> list(String rows, Function<List<String>, T> row) {
    return server
        .eval(TABLE.formatted(rows))
        .lines()
        .sorted()
        .map(line -> row.apply(List.of(line.split("\u001f", -1))))
        .toList();
  }

  private static String type(String type) {
    return type.replace("rabbit_", "").replace("_queue", "");
  }

  private static boolean flag(String text) {
    return text.equals("true");
  }

  private static Map<String, Object> arguments(String text) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String entry : text.split("\u001e", -1)) {
        List<String> parts = Arrays.asList(entry.split("\u001d", -1));
        arguments.put(parts.get(0), argument(parts.get(1), parts.get(2)));
      }
    }
    return arguments;
  }

  private static Object argument(String type, String value) {
    return switch (type) {
      case "signedint", "unsignedint", "long", "short", "byte", "unsignedbyte", "unsignedshort" ->
          Long.valueOf(value);
      case "bool" -> Boolean.valueOf(value);
      default -> value;
    };
  }
}
