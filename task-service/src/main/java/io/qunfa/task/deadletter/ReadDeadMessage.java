package io.qunfa.task.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Makes a dead letter of a message, whatever is in it. */
@Component
class ReadDeadMessage {
  private static final String REJECTED = "rejected";
  private static final String DELIVERY_LIMIT = "delivery_limit";

  private final ObjectMapper json;
  private final TenantId home;
  private final DataSize maxPayload;

  ReadDeadMessage(ObjectMapper json, DeadLetterSettings settings) {
    this.json = json;
    this.home = new TenantId(settings.homeTenant());
    this.maxPayload = settings.maxPayload();
  }

  private record Verdict(DeadReason reason, String evidence) {}

  NewLetter read(Message message) {
    String queue = BrokerNames.sourceOf(message.getMessageProperties().getConsumerQueue());
    Optional<JsonNode> tree = tree(message.getBody());
    Optional<String> unreadable = whyUnreadable(message.getBody(), queue);
    Verdict verdict = judge(brokersWord(message.getMessageProperties(), queue), unreadable);
    NewLetter.About about = about(tree, BrokerNames.channelOf(queue).orElse(null));
    return new NewLetter(
        unreadable.isPresent() ? home : new TenantId(number(tree, "tenantId").orElse(home.value())),
        LetterKind.MESSAGE,
        unreadable.isEmpty() && about.channel() != null
            ? nameOfCommand(queue, about)
            : fingerprint(queue, message),
        queue,
        verdict.reason(),
        verdict.evidence(),
        1,
        about,
        Payload.of(message.getBody(), maxPayload.toBytes()),
        MessageHeaders.of(message.getMessageProperties()));
  }

  /** A rejection says nothing of its cause, so the message is read as its reader did. */
  private static Verdict judge(String brokersWord, Optional<String> unreadable) {
    if (brokersWord.equals(DELIVERY_LIMIT)) {
      return new Verdict(
          DeadReason.DELIVERY_LIMIT,
          "whoever took it died or lost its connection, more often than the queue allows");
    }
    return unreadable
        .map(why -> new Verdict(DeadReason.UNREADABLE, why))
        .orElseGet(
            () ->
                brokersWord.equals(REJECTED)
                    ? new Verdict(
                        DeadReason.REJECTED,
                        "readable, but its reader failed on it; the reader's log at this time says"
                            + " why")
                    : new Verdict(
                        DeadReason.MOVED, "the broker moved it: \"" + brokersWord + "\""));
  }

  private Optional<String> whyUnreadable(byte[] body, String queue) {
    Class<?> type = BrokerNames.channelOf(queue).isPresent() ? SendCommand.class : JobReport.class;
    try {
      Object read = json.readValue(body, type);
      if (read == null) {
        return Optional.of("the body is JSON's null");
      }
      return read instanceof SendCommand command
              && !BrokerNames.queueOf(command.channel()).equals(queue)
          ? Optional.of("a command for " + command.channel())
          : Optional.empty();
    } catch (JsonProcessingException wrong) {
      return Optional.of(wrong.getOriginalMessage());
    } catch (IOException wrong) {
      return Optional.of(wrong.toString());
    }
  }

  /** Why the broker took it off this queue, last. Headers may be forged, so nothing is cast. */
  private static String brokersWord(MessageProperties properties, String queue) {
    Object deaths = properties.getHeaders().get("x-death");
    Stream<?> all = deaths instanceof List<?> list ? list.stream() : Stream.empty();
    return all.filter(Map.class::isInstance)
        .map(death -> (Map<?, ?>) death)
        .filter(death -> queue.equals(String.valueOf(death.get("queue"))))
        .map(death -> String.valueOf(death.get("reason")))
        .findFirst()
        .orElse("");
  }

  private Optional<JsonNode> tree(byte[] body) {
    try {
      return Optional.ofNullable(json.readTree(body));
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private static NewLetter.About about(Optional<JsonNode> tree, @Nullable Channel channel) {
    return new NewLetter.About(
        number(tree, "campaignId").map(CampaignId::new).orElse(null),
        small(tree, "jobNo"),
        small(tree, "epoch"),
        null,
        channel,
        null,
        null,
        null);
  }

  private static @Nullable Integer small(Optional<JsonNode> tree, String name) {
    return number(tree, name)
        .filter(value -> value <= Integer.MAX_VALUE)
        .map(Long::intValue)
        .orElse(null);
  }

  /** Ids are texts in our JSON. What is no positive number is not there. */
  private static Optional<Long> number(Optional<JsonNode> tree, String name) {
    return tree.map(object -> object.path(name).asLong()).filter(value -> value > 0);
  }

  /** One for all dispatches of a job: of two commands for it, only the later one means anything. */
  private static String nameOfCommand(String queue, NewLetter.About about) {
    return queue + ":" + about.campaignId() + "-" + about.jobNo();
  }

  private static String fingerprint(String queue, Message message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String id = message.getMessageProperties().getMessageId();
      digest.update((queue + "\n" + id + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(message.getBody()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
