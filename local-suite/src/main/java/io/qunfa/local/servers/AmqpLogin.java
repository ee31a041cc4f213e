package io.qunfa.local.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * One AMQP 0-9-1 login, to the point where a client may open a channel: a broker's open port is not
 * readiness, a virtual host that has been opened for this user is.
 */
final class AmqpLogin {
  private static final byte[] PROTOCOL = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD_FRAME = 1;
  private static final int FRAME_END = 0xCE;
  private static final int CONNECTION = 10;
  private static final int START = 10;
  private static final int START_OK = 11;
  private static final int TUNE = 30;
  private static final int TUNE_OK = 31;
  private static final int OPEN = 40;
  private static final int OPEN_OK = 41;
  private static final int CLOSE = 50;
  private static final int CLOSE_OK = 51;

  private final DataInputStream in;
  private final DataOutputStream out;

  private AmqpLogin(Socket socket) throws IOException {
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** Whether the broker let this user into its virtual host {@code /}. */
  static boolean succeeds(String host, int port, String username, String password, Duration bound)
      throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout((int) bound.toMillis());
      return new AmqpLogin(socket).run(username, password);
    }
  }

  private boolean run(String username, String password) throws IOException {
    out.write(PROTOCOL);
    expect(START);
    send(
        START_OK,
        arguments -> {
          arguments.writeInt(0); // no client properties
          shortString(arguments, "PLAIN");
          byte[] response = ("\0" + username + "\0" + password).getBytes(UTF_8);
          arguments.writeInt(response.length);
          arguments.write(response);
          shortString(arguments, "en_US");
        });
    byte[] limits = expect(TUNE);
    send(TUNE_OK, arguments -> arguments.write(limits));
    send(
        OPEN,
        arguments -> {
          shortString(arguments, "/");
          shortString(arguments, "");
          arguments.writeByte(0);
        });
    expect(OPEN_OK);
    send(
        CLOSE,
        arguments -> {
          arguments.writeShort(200);
          shortString(arguments, "ready");
          arguments.writeInt(0); // no failed method
        });
    expect(CLOSE_OK);
    return true;
  }

  private interface Arguments {
    void writeTo(DataOutputStream target) throws IOException;
  }

  private void send(int method, Arguments arguments) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    DataOutputStream writer = new DataOutputStream(payload);
    writer.writeShort(CONNECTION);
    writer.writeShort(method);
    arguments.writeTo(writer);
    out.writeByte(METHOD_FRAME);
    out.writeShort(0);
    out.writeInt(payload.size());
    payload.writeTo(out);
    out.writeByte(FRAME_END);
    out.flush();
  }

  /** Reads the next frame, which must be this method; its arguments. */
  private byte[] expect(int method) throws IOException {
    in.skipNBytes(3); // the frame's type and channel
    int size = in.readInt();
    int classId = in.readUnsignedShort();
    int methodId = in.readUnsignedShort();
    byte[] arguments = in.readNBytes(size - 4);
    in.skipNBytes(1);
    if (classId != CONNECTION || methodId != method) {
      throw new IOException(
          "expected method %d, the broker sent %d.%d".formatted(method, classId, methodId));
    }
    return arguments;
  }

  private static void shortString(DataOutputStream target, String text) throws IOException {
    byte[] bytes = text.getBytes(US_ASCII);
    target.writeByte(bytes.length);
    target.write(bytes);
  }
}
