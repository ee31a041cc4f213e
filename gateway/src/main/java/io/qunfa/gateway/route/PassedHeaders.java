package io.qunfa.gateway.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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
    Set<String> named = named(from.getHeader(HttpHeaders.CONNECTION));
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
    Header connection = from.getFirstHeader(HttpHeaders.CONNECTION);
    Set<String> named = named(connection == null ? null : connection.getValue());
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

  /** A Connection header may declare further headers to be of this hop only. */
  private static Set<String> named(@Nullable String connection) {
    if (connection == null
        || connection.equalsIgnoreCase("keep-alive")
        || connection.equalsIgnoreCase("close")) {
      return Set.of();
    }
    return ignoringCase(connection.strip().split("\\s*,\\s*", -1));
  }

  private static Set<String> ignoringCase(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
