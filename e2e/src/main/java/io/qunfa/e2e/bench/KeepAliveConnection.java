package io.qunfa.e2e.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.e2e.client.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;

/**
 * POSTs JSON over one plain socket that stays open: the lightest client there is, because it shares
 * the cores with what it measures. One thread at a time.
 */
final class KeepAliveConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String request;
  private final String head;

  KeepAliveConnection(URI server, String path, String token) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    request = "POST " + path;
    head =
        request
            + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n";
  }

  Answer post(byte[] body) throws IOException {
    String rest =
        "Idempotency-Key: " + UUID.randomUUID() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + 100 + body.length);
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(rest.getBytes(ISO_8859_1));
    request.writeBytes(body);
    request.writeTo(out);
    out.flush();
    return answer();
  }

  private Answer answer() throws IOException {
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    return new Answer(request, Integer.parseInt(status.substring(9, 12)), new String(body, UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(200);
    int size;
    do {
      size = Integer.parseInt(line().strip(), 16);
      body.writeBytes(in.readNBytes(size));
      line();
    } while (size > 0);
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
