package io.qunfa.gateway.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What passes. Headers of one hop end here (RFC 9110 7.6.1), and so does what a client may not say
 * of itself: where it comes from is written anew from the connection.
 */
final class PassedHeaders {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** What nearly every request says. */
  private static final List<String> KEEP_ALIVE = List.of("keep-alive");

  private static final List<String> CLOSE = List.of("close");

  private static final Set<String> ONE_HOP =
      ignoringCase(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "Expect",
          "HTTP2-Settings",
          // Written by the client library from the body that it sends.
          HttpHeaders.CONTENT_LENGTH);

  private PassedHeaders() {}

  /** The Host header stays the client's, so that links in answers lead back here. */
  static void toUpstream(HttpServletRequest from, HttpMessage to) {
    Set<String> named = named(Collections.list(from.getHeaders(HttpHeaders.CONNECTION)));
    Enumeration<String> names = from.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      if (isDropped(name, named) || isSpoofable(name)) {
        continue;
      }
      Enumeration<String> values = from.getHeaders(name);
      while (values.hasMoreElements()) {
        to.addHeader(name, values.nextElement());
      }
    }
    to.addHeader(FORWARDED_FOR, from.getRemoteAddr());
  }

  static void toClient(HttpMessage from, HttpServletResponse to) {
    Set<String> named =
        named(Stream.of(from.getHeaders(HttpHeaders.CONNECTION)).map(Header::getValue).toList());
    Iterator<Header> headers = from.headerIterator();
    while (headers.hasNext()) {
      Header header = headers.next();
      if (!isDropped(header.getName(), named)) {
        to.addHeader(header.getName(), header.getValue());
      }
    }
  }

  private static boolean isDropped(String name, Set<String> named) {
    return ONE_HOP.contains(name) || named.contains(name);
  }

  private static boolean isSpoofable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("x-forwarded-")
        || lower.startsWith("x-qunfa-")
        || lower.equals("forwarded")
        || lower.equals("x-real-ip");
  }

  /** Connection headers, of which there may be several, declare others to be of this hop only. */
  private static Set<String> named(List<@Nullable String> connections) {
    if (connections.isEmpty() || connections.equals(KEEP_ALIVE) || connections.equals(CLOSE)) {
      return Set.of();
    }
    return ignoringCase(
        connections.stream()
            .filter(Objects::nonNull)
            .flatMap(connection -> Stream.of(connection.strip().split("\\s*,\\s*", -1)))
            .toArray(String[]::new));
  }

  /** A name may come twice. */
  private static Set<String> ignoringCase(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Arrays.asList(names));
    return set;
  }
}
