package io.qunfa.architecture.bad;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

final class InjectsIntoField {
  @Autowired @Nullable Clock clock;
}
