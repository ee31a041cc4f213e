package io.qunfa.apiexecutor;

import io.qunfa.architecture.ArchitectureContract;

class ApiExecutorArchitectureTest extends ArchitectureContract {
  ApiExecutorArchitectureTest() {
    super(ApiExecutorApplication.class);
  }
}
