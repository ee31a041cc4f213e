package io.qunfa.executor.send;

import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.Stopping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Stops within a bound: no new messages, jobs that have not begun go back to the broker, jobs that
 * have begun get their outcome reported. What is not reported by then is what a killed process
 * leaves: task-service finds it and asks the channel.
 */
@Component
class StopInOrder implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(StopInOrder.class);

  private final SimpleMessageListenerContainer commands;
  private final ConsumeCommands consume;
  private final Stopping stopping;
  private final ExecutorSettings settings;
  private volatile boolean running;

  StopInOrder(
      SimpleMessageListenerContainer commands,
      ConsumeCommands consume,
      Stopping stopping,
      ExecutorSettings settings) {
    this.commands = commands;
    this.consume = consume;
    this.stopping = stopping;
    this.settings = settings;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stopping.begin();
    commands.stop();
    try {
      if (!consume.awaitIdle(settings.stopWithin())) {
        log.warn(
            "Some jobs are still in work after {}; task-service finds what became of them",
            settings.stopWithin());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** First of all to stop. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
