package io.qunfa.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A gettoken that answers what a test wants and remembers who asked with which secret. */
final class ScriptedWecom implements AutoCloseable {
  private final HttpServer server;
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private volatile Function<String, String> script = secret -> "{}";
  private volatile UnaryOperator<String> members = token -> "{}";
  private volatile int status = 200;

  ScriptedWecom() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/cgi-bin/gettoken", this::answer);
    server.createContext("/cgi-bin/externalcontact/get_follow_user_list", this::answerMembers);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** From now on, from secret to JSON; earlier asks are forgotten. */
  void answers(Function<String, String> bySecret) {
    answers(200, bySecret);
  }

  /** The same with another status of HTTP. */
  void answers(int httpStatus, Function<String, String> bySecret) {
    secrets.clear();
    script = bySecret;
    status = httpStatus;
  }

  /** What get_follow_user_list answers from now on, from token to JSON. */
  void listsMembers(UnaryOperator<String> byToken) {
    members = byToken;
  }

  static String token(String value, int seconds) {
    return "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"%s\",\"expires_in\":%d}"
        .formatted(value, seconds);
  }

  static String error(int code) {
    return "{\"errcode\":%d,\"errmsg\":\"no, hint: [1], from ip: 203.0.113.7\"}".formatted(code);
  }

  /** Earlier asks do not count. */
  void forget() {
    secrets.clear();
  }

  int asked() {
    return secrets.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String secret = parameter(exchange, "corpsecret=");
    secrets.add(secret);
    answer(exchange, script.apply(secret));
  }

  private void answerMembers(HttpExchange exchange) throws IOException {
    answer(exchange, members.apply(parameter(exchange, "access_token=")));
  }

  /** The last one of the query. */
  private static String parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getQuery();
    return query.substring(query.indexOf(name) + name.length());
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
