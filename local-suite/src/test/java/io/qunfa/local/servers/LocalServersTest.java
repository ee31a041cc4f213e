package io.qunfa.local.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LocalServersTest {
  private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

  private final LocalServers servers = LocalServers.shared();

  @Test
  void mysqlIsHostileAndDurable() throws SQLException {
    assertThat(ask("select @@session.time_zone")).isEqualTo("-03:00");
    assertThat(ask("select @@transaction_isolation")).isEqualTo("READ-COMMITTED");
    assertThat(ask("select @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
    assertThat(ask("select @@character_set_server")).isEqualTo("utf8mb4");
    assertThat(ask("select version()")).startsWith("8.");
  }

  @Test
  void killedMysqlStartsAgainOnItsPortWithWhatWasCommitted() throws SQLException {
    int port = servers.mysql().port();
    update("create table if not exists kept (word varchar(20))");
    update("insert into kept values ('老客')");

    servers.mysql().kill();
    assertThat(servers.mysql().isRunning()).isFalse();
    servers.mysql().start();

    assertThat(servers.mysql().port()).isEqualTo(port);
    assertThat(ask("select word from kept")).isEqualTo("老客");
  }

  @Test
  void killedRedisStartsAgainWithWhatWasSet() throws IOException {
    assertThat(redis("SET kept 1")).isEqualTo("+OK");

    servers.redis().kill();
    servers.redis().start();

    assertThat(redis("EXISTS kept")).isEqualTo(":1");
  }

  @Test
  void pausedRedisKeepsItsConnectionsAndAnswersNothing() throws IOException {
    assertThat(redis("PING")).isEqualTo("+PONG");

    servers.redis().pause();
    assertThatThrownBy(() -> redis("PING")).isInstanceOf(SocketTimeoutException.class);
    servers.redis().resume();

    assertThat(redis("PING")).isEqualTo("+PONG");
  }

  @Test
  void killedBrokerStartsAgainWithWhatWasConfirmed()
      throws IOException, TimeoutException, InterruptedException {
    try (Connection connection = broker();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare("kept", true, false, false, QUORUM);
      channel.basicPublish(
          "", "kept", MessageProperties.PERSISTENT_TEXT_PLAIN, "kept".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(10_000);
      // A broker of version 3.10 writes a new queue's name within a second: killed before, it
      // forgets the queue.
      await().pollDelay(Duration.ofSeconds(2)).until(channel::isOpen);

      servers.rabbit().kill();
    } catch (AlreadyClosedException gone) {
      // Closing after the kill finds the connection closed already.
    }
    servers.rabbit().start();

    try (Connection connection = broker();
        Channel channel = connection.createChannel()) {
      AMQP.Queue.DeclareOk declared = channel.queueDeclarePassive("kept");
      assertThat(declared.getQueue()).isEqualTo("kept");
      GetResponse message = channel.basicGet("kept", true);
      assertThat(message).isNotNull();
      assertThat(new String(message.getBody(), UTF_8)).isEqualTo("kept");
    }
  }

  @Test
  void springPropertiesNameAllThree() {
    assertThat(servers.springProperties("qunfa_some"))
        .containsEntry("spring.data.redis.host", "127.0.0.1")
        .containsEntry("spring.rabbitmq.port", Integer.toString(servers.rabbit().port()))
        .extractingByKey("spring.datasource.url")
        .asString()
        .contains("/qunfa_some?");
  }

  private String ask(String sql) throws SQLException {
    try (java.sql.Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void update(String sql) throws SQLException {
    try (java.sql.Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private java.sql.Connection database() throws SQLException {
    MysqlServer mysql = servers.mysql();
    return DriverManager.getConnection(
        mysql.jdbcUrl("qunfa_servers"), mysql.username(), mysql.password());
  }

  private String redis(String command) throws IOException {
    try (Socket socket = new Socket(servers.redis().host(), servers.redis().port());
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      return answers.readLine();
    }
  }

  private Connection broker() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(servers.rabbit().host());
    factory.setPort(servers.rabbit().port());
    factory.setUsername(servers.rabbit().username());
    factory.setPassword(servers.rabbit().password());
    factory.setVirtualHost(servers.rabbit().virtualHost());
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}
