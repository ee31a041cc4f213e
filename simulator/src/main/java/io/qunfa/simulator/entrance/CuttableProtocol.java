package io.qunfa.simulator.entrance;

import java.io.IOException;
import java.net.StandardSocketOptions;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP protocol whose connections can be cut from within a request, so that the client
 * sees a reset and not one byte of an answer. Made by Tomcat, by its class name.
 */
public class CuttableProtocol extends Http11NioProtocol {
  private static final ThreadLocal<@Nullable SocketWrapperBase<NioChannel>> SERVED =
      new ThreadLocal<>();

  public CuttableProtocol() {
    getEndpoint().setHandler(new Remembering(getHandler()));
  }

  /** Cuts the connection of the request that this thread serves. */
  static void cut() throws IOException {
    SocketWrapperBase<NioChannel> socket = SERVED.get();
    if (socket == null) {
      throw new IllegalStateException("This thread serves no request of " + CuttableProtocol.class);
    }
    // With no time to linger, closing discards what is unsent and resets instead of finishing.
    socket.getSocket().getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
    // A channel known to a selector is not closed before the selector looks at it again.
    if (socket instanceof NioSocketWrapper nio) {
      nio.getPoller().getSelector().wakeup();
    }
  }

  /** Remembers, for the time of a request, which connection the thread serves. */
  private record Remembering(Handler<NioChannel> inner) implements Handler<NioChannel> {
    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
      SERVED.set(socket);
      try {
        return inner.process(socket, event);
      } finally {
        SERVED.remove();
      }
    }

    @Override
    public Object getGlobal() {
      return inner.getGlobal();
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> socket) {
      inner.release(socket);
    }

    @Override
    public void pause() {
      inner.pause();
    }

    @Override
    public void recycle() {
      inner.recycle();
    }
  }
}
