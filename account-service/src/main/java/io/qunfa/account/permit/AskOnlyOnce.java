package io.qunfa.account.permit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientOptionsBuilderCustomizer;
import org.springframework.stereotype.Component;

/**
 * The client sends again what was under way when its connection broke. A grant must not be: it
 * would come to a Redis that may have lost others, and count up to where they were. Its asker is
 * told no when its time is over.
 */
@Component
class AskOnlyOnce implements LettuceClientOptionsBuilderCustomizer {
  @Override
  public void customize(ClientOptions.Builder options) {
    options.replayFilter(AskOnlyOnce::isGrant);
  }

  private static boolean isGrant(RedisCommand<?, ?, ?> command) {
    return command.getType() == CommandType.EVALSHA
        && LimiterScript.isGrant(command.getArgs().toCommandString().split(" ", 2)[0]);
  }
}
