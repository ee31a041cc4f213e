package io.qunfa.data;

import io.qunfa.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {
  ArchitectureTest() {
    super(DataServiceApplication.class);
  }
}
