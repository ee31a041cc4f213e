package io.qunfa.e2e;

import io.qunfa.architecture.ArchitectureContract;
import io.qunfa.e2e.bench.Bench;

class ArchitectureTest extends ArchitectureContract {
  ArchitectureTest() {
    super(Bench.class);
  }
}
