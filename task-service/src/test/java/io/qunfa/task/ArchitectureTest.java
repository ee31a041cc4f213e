package io.qunfa.task;

import io.qunfa.architecture.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
  ArchitectureTest() {
    super(TaskServiceApplication.class);
  }
}
