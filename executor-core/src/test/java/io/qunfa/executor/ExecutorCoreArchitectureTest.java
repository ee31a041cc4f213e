package io.qunfa.executor;

import io.qunfa.architecture.ArchitectureContract;

class ExecutorCoreArchitectureTest extends ArchitectureContract {
  ExecutorCoreArchitectureTest() {
    super(ChannelSender.class);
  }
}
